"""A figure that follows a panel: at each case the page shows what Python would draw for it, and nothing else."""

import json
import re
from datetime import date
from itertools import product
from xml.etree import ElementTree as ET

import moving_sample as sample
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieranalysis import present
from tieranalysis.present import cases, figures, following, layers, numbers, series, svg
from tieranalysis.present.markup import markup

LINES = (present.trend, ["time", "agents", "who"], {"unit": "agents"}, sample.lines, sample.need)
DOTS = (present.dot_plot, ["partner", "saving_gbp"], {"unit": "GBP"}, sample.bars, sample.bars_frame)


@given(st.lists(st.lists(st.one_of(st.none(), st.text(max_size=12)), min_size=5, max_size=5), min_size=1, max_size=6))
def test_every_value_comes_back_at_every_step(columns):
    kept = series.Series()
    places = [kept.keep(values) for values in columns]
    packed = json.loads(series.lookup({"by": [0], "rests": [], "series": kept.series, "orders": kept.orders}))
    for place, values in zip(places, columns, strict=True):
        assert [series.value_at(packed, place, step) for step in range(5)] == values


@given(
    st.lists(st.lists(st.floats(-999, 999).map(lambda x: f"{x:.1f}"), min_size=8, max_size=8), min_size=40, max_size=40)
)
def test_paths_come_back_from_more_cases_than_there_are_digits(points):
    paths = ["M" + "L".join(" ".join(pair) for pair in zip(row[::2], row[1::2], strict=True)) for row in points]
    kept = series.Series()
    place = kept.keep(paths)
    packed = {"series": kept.series, "orders": kept.orders}
    assert [series.value_at(packed, place, step) for step in range(40)] == paths


def test_the_same_values_are_kept_once():
    kept = series.Series()
    assert kept.keep(["12.5", "13"]) == kept.keep(["12.5", "13"])
    kept.keep(["M0 12.5", "M0 13"])
    assert kept.series == [["12.5 13", 0], [["M0 ", 0]]]


@pytest.mark.parametrize(("chart", "columns", "looks", "block", "frame"), [LINES, DOTS], ids=["lines", "dots"])
@pytest.mark.parametrize(("width", "inches"), [("wide", figures.WIDE), ("narrow", figures.NARROW)])
def test_each_case_is_what_matplotlib_draws_for_it_alone(chart, columns, looks, block, frame, width, inches):
    record = block().record
    own = cases.cases_of(frame(), sample.panel().record).frames
    drawn = sample.alone(chart, own, columns, looks, inches)
    for case, text in enumerate(drawn):
        shown = sample.at_case(record[width], record["moves"], case)
        assert sample.seen(shown) == sample.seen(svg.tree(text, "i")), f"case {case}"
    shapes = {repr(sample.seen(sample.at_case(record[width], record["moves"], case))) for case in range(len(drawn))}
    assert len(shapes) == len(drawn), "the cases differ"


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_the_drawing_in_the_record_is_that_of_the_start(width):
    for block in (sample.lines(), sample.bars()):
        moves = block.record["moves"]
        still = sample.at_case(block.record[width], {"series": [], "orders": []} | moves, moves["start"])
        plain = ET.fromstring(re.sub(r' data-m="[^"]*"', "", block.record[width]))
        still.attrib.pop("aria-label"), plain.attrib.pop("aria-label")
        assert ET.tostring(still) == ET.tostring(plain)


def test_limits_hold_every_case_so_that_marks_can_be_compared():
    record = sample.bars().record
    frames = cases.cases_of(sample.bars_frame(), sample.panel().record).frames
    fig = layers.layered(present.dot_plot, frames, ["partner", "saving_gbp"], {"unit": "GBP"})
    low, high = fig.axes[0].get_xlim()
    assert low < -3e5
    assert high > 2.4e6
    ticks = [
        [words for tag, _, _, words in sample.seen(sample.at_case(record["wide"], record["moves"], case)) if words]
        for case in (0, 1)
    ]
    assert "£2m" in ticks[0]
    assert "£2m" in ticks[1]


def test_words_and_cells_are_those_of_the_case_and_the_download_has_them_all():
    record, frame = sample.lines().record, sample.need()
    moves = record["moves"]
    for case, (uplift, share) in enumerate(product(sample.UPLIFTS, sample.SHARES)):
        rows = frame[(frame["uplift_rate"] == uplift) & (frame["pooled_rate"] == share)]
        for name, said in sample.words(rows).items():
            place = moves["words"].get(name)
            assert (record[name] if place is None else series.value_at(moves, place, case)) == said
        view = following.at_start(record)
        places = [row[2].place.removeprefix("text:") for row in view.body]
        texts = [
            series.value_at(moves, int(p), case) if p else row[2].text for p, row in zip(places, view.body, strict=True)
        ]
        assert texts == [
            numbers.text(value, numbers.fitted(numbers.PLAIN, frame["agents"])) for value in rows["agents"]
        ]
    assert [column["name"] for column in record["data"]["columns"]][:2] == ["uplift_rate", "pooled_rate"]
    assert len(record["data"]["rows"]) == len(frame)


def test_columns_are_called_what_the_author_says_and_controls_what_the_panel_calls_them():
    record = sample.lines(labels={"who": "Arrangement", "agents": "Agents needed"}).record
    labels = [column["label"] for column in record["data"]["columns"]]
    assert labels == ["Calls take longer by", "Taken by anyone", "Time", "Arrangement", "Agents needed"]
    assert [cell.text for cell in following.at_start(record).headings] == labels[2:]


def test_hostile_text_stays_text():
    html = markup(sample.lines().record)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_drawing_from_elsewhere_can_move_nothing_but_its_looks():
    hostile = '<svg viewBox="0 0 9 9"><path d="M0 0" stroke="red" data-m="{}"/></svg>'
    assert "data-m" in svg.clean(hostile.format("d:0 fill:1"), "f")
    for words in ("onclick:0", "href:0", "style:0", "d:0 onload:1", "d:x", "class:0"):
        assert "data-m" not in svg.clean(hostile.format(words), "f")


def test_what_cannot_follow_is_refused_in_words():
    with pytest.raises(
        ValueError, match="no control of the panel as a column; the panel moves uplift_rate, pooled_rate"
    ):
        sample.bars(follows=made("other"))
    frame = sample.bars_frame()
    draw = {"unit": "GBP", "follows": sample.panel(), "words": sample.bar_words, "data_unit": "GBP"}
    for rows, said in {
        "lost": (frame[frame["patience_seconds"] == 60], "no row for patience_seconds = 120; the panel moves there"),
        "odd": (frame.replace({"patience_seconds": {60: 90}}), "no row for patience_seconds = 60"),
        "more": (
            pd.concat([frame, frame.assign(patience_seconds=90)]),
            "has patience_seconds = 90, which is no step of the panel",
        ),
        "uneven": (frame.drop(index=0), "patience_seconds = 120 has 3 rows and patience_seconds = 60 has 2"),
    }.values():
        with pytest.raises(ValueError, match=said):
            present.moving_figure(present.dot_plot, rows, "partner", "saving_gbp", **draw)
    turned = frame.assign(partner=["A", "B", "C", "C", "B", "A"])
    with pytest.raises(
        ValueError, match="case 2 has them in another order, or fewer; the first has A, B, C. Give each"
    ):
        present.moving_figure(present.dot_plot, turned, "partner", "saving_gbp", **draw)
    with pytest.raises(ValueError, match="case 2 has 'D'"):
        present.moving_figure(
            present.dot_plot, frame.assign(partner=["A", "B", "C", "D", "B", "A"]), "partner", "saving_gbp", **draw
        )
    with pytest.raises(ValueError, match="regardless='weather' is no control of the panel; it has uplift_rate, pooled"):
        sample.bars(regardless=["weather"])
    with pytest.raises(ValueError, match="alt='chart' says nothing"):
        sample.bars(words=lambda rows: {"headline": "Up", "subtitle": "", "alt": "chart"})


def test_too_many_cases_and_too_much_that_moves_are_refused():
    grid = pd.DataFrame({"day_count": range(193), "agents": range(193)})
    many = present.explorer(
        grid, {"day_count": "Day"}, ["agents"], start={"day_count": 0}, sentence="", unit={"agents": "agents"}
    )
    frame = grid.assign(partner="A")
    with pytest.raises(ValueError, match="193 cases, and there may be 192; let it follow fewer controls"):
        present.moving_figure(
            present.dot_plot, frame, "partner", "agents", unit="agents", follows=many, words=sample.bar_words
        )
    rows = [
        {"patience_seconds": p, "name": f"n{i}", "saving_gbp": i * 7919 * p % 1_000_003}
        for p in (60, 120)
        for i in range(9000)
    ]
    with pytest.raises(ValueError, match=r"what moves weighs \d+ KB and a page takes at most 60"):
        present.moving_figure(
            lambda rows, ax=None: present.dot_plot(rows.head(2), "name", "saving_gbp", unit="GBP", ax=ax),
            pd.DataFrame(rows), follows=sample.panel(), words=sample.bar_words, data_unit="GBP",
        )  # fmt: skip


def made(name):
    grid = pd.DataFrame({"uplift_rate": [0.0, 0.1], "pooled_rate": [1.0, 1.0], "agents": [1, 2]})
    return present.explorer(
        grid,
        ["uplift_rate", "pooled_rate"],
        ["agents"],
        start={"uplift_rate": 0.0, "pooled_rate": 1.0},
        sentence="",
        headline=name,
        unit={"agents": "agents"},
    )


def test_a_record_that_this_version_cannot_move_is_shown_still():
    record = dict(sample.lines().record)
    for broken in ({"moves": {"panel": "x"}}, {"moves": None}, {"data": None}):
        html = markup(record | broken)
        assert "data-moving" not in html
        assert "<svg" in html


def test_a_page_without_a_panel_shows_the_report_s_own_case_as_a_figure_that_stays():
    html = present.committee_extract(sample.notebook(), present.About("moving", date(2026, 11, 21)))
    assert "Figure 1" in html
    assert "Drawn for" not in html
    assert 'data-moving="move-an' not in html
    assert len(following.own_case(sample.lines().record)["rows"]) == len(sample.TIMES) * 2


def test_the_workbook_holds_the_own_case_and_says_where_the_others_are():
    page = present.render(sample.notebook(), present.About("moving", date(2026, 11, 21)))
    assert page.files["moving-figure-1.csv"].count(b"\n") == 1 + len(sample.need())
    note = following.own_case(sample.lines().record)["notes"][0]
    assert note.startswith("The report's own case (Calls take longer by: 10.0%; Taken by anyone: 100.0%).")
    assert note.endswith("The CSV file of this figure has all 6 cases.")


def test_limits_hold_a_case_that_reaches_furthest_though_no_column_of_it_is_the_largest():
    """A stack is tallest where its parts are all large, and not where one of them is the largest."""
    parts = {0: (5.0, 5.0), 1: (9.0, 0.5), 2: (0.5, 9.0), 3: (8.0, 8.0)}
    frames = [pd.DataFrame({"year": ["a", "a"], "part": ["x", "y"], "agents": amounts}) for amounts in parts.values()]
    fig = layers.layered(present.stacked_bars, frames, ["year", "agents", "part"], {"unit": "agents"})
    assert fig.axes[0].dataLim.y1 == 16
    assert fig.axes[0].get_ylim()[1] > 16


def test_more_values_than_digits_are_read_back():
    kept = series.Series()
    places = [kept.keep([f"{i * n % 97}.5" for i in range(192)]) for n in (1, 5)] + [kept.keep(["a b", "c"] * 96)]
    packed = {"series": kept.series, "orders": kept.orders}
    assert [series.value_at(packed, places[1], step) for step in (0, 40, 191)] == ["0.5", "6.5", "82.5"]
    assert series.value_at(packed, places[2], 191) == "c"
    assert isinstance(kept.series[places[0]][0], str)
    assert isinstance(kept.series[places[2]][0], list)


def test_a_label_is_centred_on_its_point_by_the_axis_of_all_cases():
    small = pd.DataFrame({"name": ["a"], "low": [1.0], "mid": [2.0], "high": [3.0]})
    large = small.assign(low=100.0, mid=200.0, high=300.0)
    fig = layers.layered(present.range_bars, [small, large], ["name", "low", "mid", "high"], {"unit": "ratio"})
    assert [text.get_ha() for text in fig.axes[0].texts] == ["left", "center"]
