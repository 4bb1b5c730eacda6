"""The panel: every combination once, looked up by place, and what follows it."""

import json
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieranalysis import present
from tieranalysis.present import numbers, panel
from tieranalysis.present.cells import view


def made(grid, **changed):
    given_ = {"controls": ["uplift_rate"], "results": ["saving_gbp"], "start": {"uplift_rate": 0.1}}
    return present.explorer(grid, **(given_ | {"sentence": "It saves {saving_gbp}."} | changed))


GRID = pd.DataFrame({"uplift_rate": [0.1, 0.0, 0.2], "saving_gbp": [2e6, 3e6, -1e6]})


@given(st.lists(st.integers(1, 4), min_size=1, max_size=3), st.randoms())
def test_the_browser_finds_at_each_place_what_python_computed(sizes, shuffle):
    names = [f"c{i}" for i in range(len(sizes))]
    rows = [dict(zip(names, at, strict=True)) for at in product(*map(range, sizes))]
    for row in rows:
        row["answer"] = sum(value * 10**i for i, value in enumerate(row.values()))
    shuffle.shuffle(rows)
    block = present.explorer(
        pd.DataFrame(rows),
        names,
        ["answer"],
        start=dict.fromkeys(names, 0),
        sentence="{answer}",
        unit=dict.fromkeys([*names, "answer"], "calls"),
    )
    packed = json.loads(panel.lookup(block.record))
    for row in rows:
        place = 0
        for name, size in zip(names, packed["sizes"], strict=True):
            place = place * size + row[name]
        texts = packed["texts"]["answer"]
        found = texts["s"][texts["i"][place] if "i" in texts else place]
        assert found == numbers.spoken(row["answer"], "calls")


def test_followers_take_the_exact_value_at_the_start():
    block = made(GRID)
    assert present.main_points(["It saves {saving_gbp}."], follows=block).record["points"] == ["It saves £2.0m."]
    card = present.headlines([{"label": "Saving", "value": "{saving_gbp}"}], follows=block).record["headlines"][0]
    assert (card["value"], card["unit"]) == (2e6, "GBP")
    with pytest.raises(ValueError, match="the panel has no result 'cost' to follow; it has saving_gbp"):
        present.main_points(["It costs {cost}."], follows=block)


@pytest.mark.parametrize(
    ("grid", "changed", "words"),
    [
        (GRID.iloc[[0, 0, 1]], {}, "the grid holds uplift_rate = 0.1 more than once"),
        (
            GRID,
            {"start": {"uplift_rate": 0.15}},
            r"start has uplift_rate = 0.15, which is not in the grid; it has \[0.0, 0.1, 0.2\]",
        ),
        (GRID, {"results": ["cost"]}, "the grid has no column 'cost'; it has"),
        (GRID, {"sentence": "{verdict}"}, "the grid has no column 'verdict'"),
        (
            GRID.rename(columns={"saving_gbp": "saving"}),
            {"results": ["saving"], "sentence": ""},
            "no unit is known for 'saving'",
        ),
    ],
)
def test_what_the_browser_could_not_look_up_is_refused(grid, changed, words):
    with pytest.raises(ValueError, match=words):
        made(grid, **changed)


def test_a_combination_that_is_not_there_is_named():
    frame = pd.DataFrame(
        [(0.1, 1, 5.0), (0.1, 2, 6.0), (0.2, 1, 7.0)], columns=["uplift_rate", "day_count", "saving_gbp"]
    )
    with pytest.raises(ValueError, match="the grid holds uplift_rate = 0.2, day_count = 2 not at all"):
        made(frame, controls=["uplift_rate", "day_count"], start={"uplift_rate": 0.1, "day_count": 1})


def test_a_grid_too_heavy_for_a_page_is_refused():
    frame = pd.DataFrame({"day_count": range(9000), "saving_gbp": [i * 1.37 for i in range(9000)]})
    with pytest.raises(ValueError, match=r"the grid weighs \d+ KB and a page takes at most 60"):
        made(frame, controls=["day_count"], start={"day_count": 0})


def test_a_column_that_is_neither_control_nor_result_is_left_out():
    block = made(GRID.assign(agents_note=["a", "b", "c"], hours=[1.5, 2.5, 3.5]))
    assert list(block.record["texts"]) == ["saving_gbp"]
    assert [column["name"] for column in block.record["data"]["columns"]] == ["uplift_rate", "saving_gbp"]
    with pytest.raises(ValueError, match="the panel has no result 'hours' to follow"):
        present.main_points(["{hours}"], follows=block)


def test_sentences_points_cards_and_cells_can_hold_a_control():
    block = made(GRID, sentence="If calls take {uplift_rate} longer it saves {saving_gbp}.")
    assert panel.segments(block.record["sentence"], block.record)[1] == ("10.0%", "@0")
    points = present.main_points(["With {uplift_rate} longer."], follows=block)
    assert points.record["points"] == ["With 10.0% longer."]
    card = present.headlines([{"label": "Longer", "value": "{uplift_rate}"}], follows=block).record["headlines"][0]
    assert (card["value"], card["looks"], card["written"]) == (0.1, {"value": "@0"}, {"value": "10.0%"})
    cells = present.table(pd.DataFrame({"what": ["Longer"], "amount": ["{uplift_rate}"]}), "Chosen", follows=block)
    assert cells.record["rows"] == [["Longer", 0.1]]  # exact, for the CSV
    assert [cell.text for cell in view(cells.record).body[0]] == ["Longer", "10.0%"]


def test_a_name_is_a_control_or_a_result_but_not_both():
    with pytest.raises(ValueError, match="'uplift_rate' is both a control and a result; name it as one of them"):
        made(GRID, results=["uplift_rate"])
