"""A ranking that follows a panel: each case on axes of its own, in its own order, equal to what matplotlib draws for it."""

from xml.etree import ElementTree as ET

import moving_sample as sample
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tieranalysis import present
from tieranalysis.present import cases, figures, following, layers, own_axes, series, svg

LOOKS = {"unit": "GBP", "focus": "Essex", "decimals": 0}
COLUMNS = ["county", "spent_gbp"]
NAMES = ["Essex", "Kent", "South Cambridgeshire and the Fens", "Devon", "Dorset", "North Yorkshire"]
amounts = st.one_of(st.none(), st.sampled_from([0.0, 58.0, 58.0, 523.4, -20.0, 1.9e6, 14.4]))


def merged(frames, start=0):
    """Both drawings of frames, with what moves."""
    kept, fig = series.Series(), own_axes.overlaid(present.ranked_bars, frames, COLUMNS, LOOKS)
    drawn = {
        width: layers.merged(figures.raw(fig, width), len(frames), start, kept.keep, {})
        for width in (figures.WIDE, figures.NARROW)
    }
    return drawn, {"series": kept.series, "orders": kept.orders}


def alone(frames, width):
    """Each case by itself: the axes of the others are hidden once room has been found for all."""
    fig = own_axes.overlaid(present.ranked_bars, frames, COLUMNS, LOOKS)
    found = []
    with (
        figures._at_width(fig, width),
        sample.mpl.rc_context(sample.LOOKS | {"font.sans-serif": list(figures._fonts())}),
    ):
        figures._lay_out(fig)
        for case in range(len(frames)):
            for ax in fig.axes:
                ax.set_visible(ax.get_gid() == f"{layers.LAYER}{case} Axes")
            found.append(sample._saved(fig))
    return found


def frame_of(values, names=NAMES):
    ordered = pd.DataFrame({"county": names[: len(values)], "spent_gbp": pd.Series(values, dtype=float)})
    return ordered.sort_values("spent_gbp", ascending=False, kind="stable", ignore_index=True)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(amounts, min_size=1, max_size=6), min_size=1, max_size=4))
def test_each_case_is_what_matplotlib_draws_for_it_alone_whatever_its_order_ties_gaps_and_number_of_bars(values):
    frames = [frame_of(own) for own in values]
    drawn, moves = merged(frames)
    for width, text in drawn.items():
        for case, own in enumerate(alone(frames, width)):
            shown = sample.at_case(text, moves, case)
            assert sample.seen(shown) == sample.seen(svg.tree(own, "i")), f"case {case}"


def written(drawing, moves, case):
    """The words of a drawing at a case, in the order that they are drawn."""
    return [words for _, _, words in places(drawing, moves, case)]


def places(drawing, moves, case):
    found = []

    def walk(part, size):
        size = float(part.get("font-size", size))
        if part.get("display") == "none":
            return
        if part.tag == "text" and part.text:
            end = {"end": 0.0, "middle": 0.5}.get(part.get("text-anchor"), 1.0)
            found.append((float(part.get("x", 0)) + end * 0.5 * size * len(part.text), part.get("x"), part.text))
        for child in part:
            walk(child, size)

    walk(sample.at_case(drawing, moves, case), 10)
    return found


def test_names_and_amounts_stand_in_the_order_of_the_case_on_a_scale_of_its_own():
    frames = [frame_of([58, 93, 71]), frame_of([523, 290, None])]
    drawn, moves = merged(frames)
    first, second = (written(drawn[figures.WIDE], moves, case) for case in (0, 1))
    assert [words for words in first if words in NAMES] == ["Kent", NAMES[2], "Essex"]
    assert [words for words in second if words in NAMES] == ["Essex", "Kent", NAMES[2]]
    assert {"£93", "£71", "£58", "£80"} <= set(first)
    assert {"£523", "£290", "[x]", "£400"} <= set(second)
    assert "£400" not in first


@pytest.mark.parametrize("width", [figures.WIDE, figures.NARROW])
def test_no_label_runs_off_the_drawing_in_any_case(width):
    frames = [frame_of([58, 93, 71]), frame_of([1_874_930_090, 290, None]), frame_of([0.2, 0.1, 0.3])]
    drawn, moves = merged(frames)
    whole = float(ET.fromstring(drawn[width]).get("viewBox").split()[2])
    for case in range(3):
        assert max(end for end, _, _ in places(drawn[width], moves, case)) <= whole + 2


def panel():
    grid = pd.DataFrame({"measure": ["All spending", "Council tax"], "answer_gbp": [1.0, 2.0]})
    start = {"measure": "Council tax"}
    return present.explorer(grid, {"measure": "Measure"}, ["answer_gbp"], start=start, sentence="{answer_gbp}")


SPENT = {"All spending": [300.0, 200.0, 200.0, None], "Council tax": [None, 20.0, 50.0, 30.0]}


def ranking(**changed):
    frame = pd.DataFrame(
        [
            {"measure": measure, "county": name, "spent_gbp": amount}
            for measure, own in SPENT.items()
            for name, amount in zip(["Essex", "Kent", "Devon", "Dorset"], own, strict=True)
        ]
    )
    given = {"follows": panel(), "words": words, "data_unit": "GBP", "own_axes": True, "ranked_by": "spent_gbp"} | LOOKS
    return present.moving_figure(present.ranked_bars, frame, *COLUMNS, **given | changed)


def words(rows):
    return {
        "headline": f"{rows['county'].iloc[0]} is highest",
        "subtitle": rows["measure"].iloc[0],
        "alt": "Four bars.",
    }


def test_words_cells_and_download_are_those_of_the_case_equal_amounts_as_they_come_and_missing_ones_last():
    record = ranking().record
    moves, view = record["moves"], following.every_case(record).body
    order = [["Essex", "Kent", "Devon", "Dorset"], ["Devon", "Dorset", "Kent", "Essex"]]
    assert [[row[0].text for row in view[case * 4 : case * 4 + 4]] for case in (0, 1)] == order
    assert [row[1].text for row in view] == ["300", "200", "200", "[x]", "50", "30", "20", "[x]"]
    assert [series.value_at(moves, moves["words"]["headline"], case) for case in (0, 1)] == [
        "Essex is highest",
        "Devon is highest",
    ]
    assert record["headline"] == "Devon is highest"
    assert [row[:2] for row in record["data"]["rows"]][3:5] == [["All spending", "Dorset"], ["Council tax", "Devon"]]
    assert [row[0].text for row in following.at_start(record).body] == order[1]
    for case, own in enumerate(order):
        assert [w for w in written(record["wide"], moves, case) if w in own] == own
        bars = [part for part in sample.seen(sample.at_case(record["wide"], moves, case)) if "--c1" in repr(part)]
        assert len(bars) <= 1, "one county is in focus"


def test_the_page_says_that_each_choice_has_a_scale_of_its_own():
    html = ranking()._repr_mimebundle_()["text/html"]
    assert "It follows the panel below, each choice on a scale of its own." in html
    assert "scale of its own" not in sample.bars()._repr_mimebundle_()["text/html"]


def test_the_same_figure_twice_is_the_same_record():
    assert ranking().record == ranking().record


def test_without_own_axes_another_order_is_refused_with_the_way_out():
    frame = pd.DataFrame(
        {
            "measure": ["All spending"] * 2 + ["Council tax"] * 2,
            "county": ["A", "B", "B", "A"],
            "spent_gbp": [2, 1, 2, 1],
        }
    )
    with pytest.raises(
        ValueError, match=r"case 2 has them in another order, or fewer; the first has A, B\. .* own_axes=True"
    ):
        present.moving_figure(
            present.ranked_bars, frame, *COLUMNS, follows=panel(), words=words, data_unit="GBP", **LOOKS
        )  # fmt: skip


def test_ranked_each_leaves_the_frames_it_is_given_as_they_are():
    frame = pd.DataFrame(
        {"measure": ["All spending", "Council tax"] * 2, "county": list("AABB"), "spent_gbp": [1, 2, 3, 1]}
    )
    before = frame.copy()
    found = cases.ranked_each(cases.cases_of(frame, panel().record), "spent_gbp")
    assert [rows["county"].to_list() for rows in found.frames] == [["B", "A"], ["A", "B"]]
    pd.testing.assert_frame_equal(frame, before)
