"""Charts and their drawings: clean SVG, the same every time, legible on a phone, and what is refused."""

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import page_sample as sample
import pandas as pd
import pytest
from matplotlib.figure import Figure

from tieranalysis import present
from tieranalysis.present import svg
from tieranalysis.present.cells import view
from tieranalysis.present.charts import canvas
from tieranalysis.present.figures import NARROW, WIDE, draw
from tieranalysis.present.room import TALLEST_BESIDE, height

FRAME = pd.DataFrame({"name": ["Net current expenditure", "Budget requirement"], "amount": [2.6, None]})


def plain():
    fig = Figure((7, 4), layout="tight")
    ax = fig.subplots()
    ax.plot([1, 2, 3], [4, 5, 6])
    ax.set_yticks([4, 5], ["A very long name of a category", "short"], fontsize=5)
    return fig


def test_the_same_figure_gives_the_same_bytes_and_is_left_as_it_was():
    fig = plain()
    before = (
        fig.get_size_inches().tolist(),
        fig.axes[0].get_position().bounds,
        [t.get_text() for t in fig.axes[0].get_yticklabels()],
    )
    first = (draw(fig, WIDE), draw(fig, NARROW))
    assert first == (draw(fig, WIDE), draw(fig, NARROW)) == (draw(plain(), WIDE), draw(plain(), NARROW))
    after = (
        fig.get_size_inches().tolist(),
        fig.axes[0].get_position().bounds,
        [t.get_text() for t in fig.axes[0].get_yticklabels()],
    )
    assert after == before


def test_text_is_text_in_the_colour_of_the_page_and_no_smaller_than_a_phone_shows():
    root = ET.fromstring(draw(plain(), NARROW))
    assert {text.text for text in root.iter("text")} >= {"A very long name", "of a category"} or "short" in ET.tostring(
        root, "unicode"
    )
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', ET.tostring(root, encoding="unicode"))]
    assert min(sizes) * 355 / 266.4 >= 12
    assert "style=" not in ET.tostring(root, encoding="unicode")


@pytest.mark.parametrize("block", [sample.trend(), sample.ranking()], ids=["trend", "ranking"])
def test_a_figure_stays_within_its_budget(block):
    assert len(block.record["wide"]) + len(block.record["narrow"]) <= 25 * 1024


HOSTILE = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9pt" height="9pt"
 onload="x()"><style>*{fill:url(http://a.b)}</style><script>x()</script><foreignObject><b>x</b></foreignObject>
 <image href="http://a.b/c.png"/><a xlink:href="javascript:x()"><text>t</text></a><use xlink:href="http://a.b#c"/>
 <path d="M0 0" style="fill: url(http://a.b/#c); stroke: expression(x)" onclick="x()"/><rect fill="url(#p)"/></svg>"""


def test_a_hostile_drawing_comes_out_harmless():
    cleaned = svg.clean(HOSTILE, "f", "A drawing")
    assert not re.search(r"script|http|onload|onclick|expression|style|foreign|<a|url", cleaned)
    assert 'viewBox="0 0 9 9"' in cleaned
    with pytest.raises(ValueError, match="defines entities, which a page does not take"):
        svg.clean('<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "f")
    with pytest.raises(ValueError, match="not well-formed XML"):
        svg.clean("<svg>", "f")


def test_ids_are_the_pages_own_and_cleaning_twice_changes_nothing():
    once = svg.clean(
        '<svg viewBox="0 0 1 1"><defs><path id="main" d="M0 0"/></defs><use href="#main"/></svg>', "f1-", "x"
    )
    assert 'id="f1-0"' in once
    assert 'href="#f1-0"' in once
    assert svg.clean(once, "f1-", "x") == once


def test_a_figure_needs_words():
    ax = canvas.blank()
    for alt in ("", "chart", "Figure", "trend.png"):
        with pytest.raises(ValueError, match="says nothing; write what the chart shows"):
            present.figure(ax, alt=alt, headline="Up", subtitle="s")
    with pytest.raises(ValueError, match="figure needs a headline that states the finding"):
        present.figure(ax, alt="A line that rises", headline=" ", subtitle="s")


def test_charts_refuse_what_they_cannot_draw_honestly():
    many = pd.DataFrame({"x": ["a"] * 5, "y": range(5), "s": list("abcde")})
    with pytest.raises(ValueError, match="trend: 5 series, and a chart reads well with at most 4"):
        present.trend(many, "x", "y", "s", unit="GBP")
    with pytest.raises(ValueError, match="dot_plot: the frame has no column 'value'"):
        present.dot_plot(FRAME, "name", "value")
    with pytest.raises(ValueError, match="ranked_bars: the frame has no rows"):
        present.ranked_bars(FRAME.head(0), "name", "amount", unit="GBP")
    steps = pd.DataFrame({"name": ["a", "b", "c"], "gbp": [10.0, 5, 16], "total": [True, False, True]})
    with pytest.raises(ValueError, match="bridge: 'c' is 16, but the steps before it come to 15"):
        present.bridge(steps, "name", "gbp", unit="GBP", totals="total")
    with pytest.raises(ValueError, match="range_bars: 'a' has low 3, middle 2, high 4"):
        present.range_bars(pd.DataFrame({"n": ["a"], "l": [3], "m": [2], "h": [4]}), "n", "l", "m", "h", unit="GBP")
    with pytest.raises(ValueError, match="heat_map: 'a', 'b' is there twice"):
        present.heat_map(pd.DataFrame({"r": ["a", "a"], "c": ["b", "b"], "v": [1, 2]}), "r", "c", "v", unit="calls")
    with pytest.raises(ValueError, match="the break at '1999' is not a period of the chart"):
        present.trend(many.head(1), "x", "y", unit="GBP", breaks={"1999": "x"})
    with pytest.raises(ValueError, match="an amount that is missing or below nought"):
        present.stacked_bars(pd.DataFrame({"x": ["a"], "y": [-1], "s": ["b"]}), "x", "y", "s", unit="GBP")


def words(ax):
    return re.findall(r"<text[^>]*>([^<]*)", draw(ax.figure, WIDE))


def test_bars_start_at_nought_and_missing_is_written():
    ax = present.ranked_bars(FRAME, "name", "amount", unit="ratio", focus="Budget requirement", average=2.0)
    assert ax.get_xlim()[0] == 0
    assert {"2.60", "[x]", "Average 2.00"} <= set(words(ax))


def test_every_kind_of_chart_draws_its_labels():
    # Bridge: 900 + 120 - 400 = 620.
    steps = pd.DataFrame(
        {"n": ["Service", "Benefit", "Grants", "Net"], "gbp": [9e8, 1.2e8, -4e8, 6.2e8], "t": [1, 0, 0, 1]}
    )
    assert {"£900m", "+£120m", "−£400m", "£620m"} <= set(
        words(present.bridge(steps, "n", "gbp", unit="GBP", totals="t"))
    )
    parts = pd.DataFrame({"y": ["a", "a", "b", "b"], "p": ["Tax", "Grant"] * 2, "v": [3e8, 1e8, 4e8, 1e8]})
    assert {"Tax", "Grant", "£400m"} <= set(words(present.stacked_bars(parts, "y", "v", "p", unit="GBP")))
    ranges = pd.DataFrame({"n": ["a"], "l": [1e6], "m": [2e6], "h": [3e6]})
    assert "£2.0m (£1.0m to £3.0m)" in words(present.range_bars(ranges, "n", "l", "m", "h", unit="GBP", reference=0))
    cells = pd.DataFrame({"r": ["a", "b"], "c": ["x", "x"], "v": [12.0, None]})
    assert {"12", "[x]"} <= set(words(present.heat_map(cells, "r", "c", "v", unit="calls")))
    groups = pd.DataFrame({"A": [True, True], "B": [False, True], "gbp": [0, 5e5]})
    assert {"1 of 2", "2 of 2", "£500,000"} <= set(words(present.coalition_map(groups, ["A", "B"], "gbp", unit="GBP")))
    assert {"2.60", "Equal"} <= set(
        words(present.dot_plot(FRAME, "name", "amount", reference=1, reference_label="Equal"))
    )


def test_a_missing_step_of_a_bridge_is_written_and_what_follows_it_waits_for_the_next_total():
    steps = pd.DataFrame({"n": ["Service", "Benefit", "Net"], "gbp": [9e8, None, 6.2e8], "t": [1, 0, 1]})
    assert {"£900m", "[x]", "£620m"} <= set(words(present.bridge(steps, "n", "gbp", unit="GBP", totals="t")))


def test_a_gap_stays_a_gap_in_a_trend():
    frame = pd.DataFrame({"year": ["a", "b", "c"], "gbp": [1.0, None, 3.0]})
    line = present.trend(frame, "year", "gbp", unit="GBP").get_lines()[0]
    assert pd.isna(line.get_ydata()[1])


@pytest.mark.parametrize("name", ["A $x^{ B", "cost \\frac{", "$1 and $2", "bell \x07", "%s {0} \\n"])
def test_names_of_any_kind_are_drawn_as_they_stand(name):
    frame = pd.DataFrame({"name": [name, "b"], "amount": [1.0, 2.0], "s": [name, name]})
    drawn = "".join(words(present.ranked_bars(frame, "name", "amount", unit="GBP", average=1.5, average_label=name)))
    assert name.replace("\x07", "\N{REPLACEMENT CHARACTER}") in drawn
    assert draw(present.trend(frame, "name", "amount", "s", unit="GBP").figure, NARROW)


def test_a_logarithmic_axis_keeps_its_powers():
    fig = Figure()
    fig.subplots().plot([1, 2], [1, 1000])
    fig.axes[0].set_yscale("log")
    assert "mathdefault" not in draw(fig, WIDE)


def test_labels_keep_clear_of_the_names_along_the_axis():
    below = present.ranked_bars(FRAME.assign(amount=[-2.6, 1.0]), "name", "amount", unit="ratio")
    assert all(text.get_ha() == "left" and text.xy[0] >= 0 for text in below.texts)
    ranges = pd.DataFrame({"name": ["Near", "Far"], "low": [1.0, 60.0], "middle": [2.0, 80.0], "high": [3.0, 100.0]})
    near, far = present.range_bars(ranges, "name", "low", "middle", "high", unit="number").texts
    assert (near.get_ha(), near.xy[0]) == ("left", 1.0)
    assert (far.get_ha(), far.xy[0]) == ("center", 80.0)


def test_lines_that_end_together_have_room_for_names_of_several_lines():
    frame = pd.DataFrame(
        {"year": ["2007-08"] * 2, "who": ["A name that goes on for three lines", "B"], "n": [9.0, 9.1]}
    )
    long, short = present.trend(frame, "year", "n", "who", unit="number").texts
    assert abs(long.xy[1] - short.xy[1]) > 0.1 * long.axes.get_ylim()[1]


def test_a_chart_grows_with_its_names_so_that_none_covers_the_next():
    names = [f"A very long name of a council with many words in it, number {i}" for i in range(40)]
    frame = pd.DataFrame({"name": names, "amount": range(40)})
    drawn = height(draw(present.ranked_bars(frame, "name", "amount", unit="calls").figure, NARROW))
    lines = 4
    assert drawn / 72 >= 0.155 * lines * len(names)


def test_one_long_name_among_short_ones_does_not_make_every_row_as_tall():
    names = [*[f"Line {i}" for i in range(8)], "Specific grants outside aggregate external finance", *"abcdefgh"]
    frame = pd.DataFrame({"name": names, "amount": range(17)})
    drawing = draw(present.bridge(frame, "name", "amount", unit="GBP").figure, NARROW)
    assert height(drawing) < TALLEST_BESIDE, "so that it stands beside its table on paper"
    assert _baseline(drawing, "Specific grants") - _baseline(drawing, "Line 7") >= 9.6
    assert _baseline(drawing, "a") - _baseline(drawing, "external finance") >= 9.6


def _baseline(drawing, words):
    (text,) = (text for text in ET.fromstring(drawing).iter("text") if text.text == words)
    return float(text.get("y") or re.findall(r"[\d.]+", text.get("transform"))[1])


def test_the_columns_of_a_chart_s_data_are_called_what_the_author_says():
    block = present.figure(
        present.ranked_bars(FRAME, "name", "amount", unit="ratio"),
        alt="One bar, and one council without an amount",
        headline="One measure is known",
        subtitle="Ratio",
        data=FRAME,
        unit="ratio",
        labels={"name": "Measure", "amount": "County to districts"},
    )
    assert [cell.text for cell in view(block.record["data"]).headings] == ["Measure", "County to districts"]
    assert [column["name"] for column in block.record["data"]["columns"]] == ["name", "amount"]


LONG = " ".join(["Somewhere-upon-Thames"] * 12) + "x" * 200 + "\nand on"


def _reach(drawing):
    """The right edge [points] that words beside points reach, about, and how wide the drawing is."""
    root = ET.fromstring(drawing)
    ends = [
        float(re.search(r"[-\d.]+", text.get("transform") or text.get("x") or "0")[0]) + 5.4 * len(text.text)
        for text in root.iter("text")
        if text.text and not text.get("text-anchor")
    ]
    return max(ends), float(root.get("viewBox").split()[2])


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("chart", ["trend", "stacked_bars", "dot_plot", "ranked_bars"])
def test_names_of_three_hundred_letters_are_cut_and_leave_the_chart_its_room(chart, width):
    frame = pd.DataFrame(
        [{"year": y, "who": w, "n": i + 1.0} for y in ("a", "b") for i, w in enumerate((LONG, "B", "C"))]
    )
    if chart in ("trend", "stacked_bars"):
        ax = getattr(present, chart)(frame, "year", "n", "who", unit="calls")
    elif chart == "dot_plot":
        ax = present.dot_plot(frame.head(3), "who", "n", reference=2, reference_label=LONG)
    else:
        ax = present.ranked_bars(frame.head(3), "who", "n", unit="calls", average=2, average_label=LONG)
    drawing = draw(ax.figure, width)
    reach, room = _reach(drawing)
    assert reach < 1.15 * room
    assert "…" in drawing
    assert height(drawing) < 600, "three rows stay three rows"


@pytest.mark.parametrize("share", [False, True])
def test_charts_side_by_side_stand_one_below_the_other_on_a_phone(share):
    fig = Figure((14, 4))
    axes = fig.subplots(1, 3, sharey=share)
    for ax in axes:
        ax.barh([f"Council number {i}" for i in range(4)], range(4))
    places = [ax.get_position().bounds for ax in axes]
    drawing = draw(fig, NARROW)
    assert sum(text.text == "Council number 3" for text in ET.fromstring(drawing).iter("text")) == 3
    assert height(drawing) >= 3 * 1.6 * 72
    assert height(draw(fig, WIDE)) < 300, "there they have room beside each other"
    assert [ax.get_position().bounds for ax in axes] == places
    assert [ax.get_subplotspec().colspan.start for ax in axes] == [0, 1, 2]
    assert draw(fig, NARROW) == drawing


def test_charts_side_by_side_whose_names_leave_no_room_stand_one_below_the_other_at_a_desk():
    fig = Figure((14, 4))
    for ax in fig.subplots(1, 3):
        ax.barh([f"Council of the place of number {i}" for i in range(9)], range(9))
    assert height(draw(fig, WIDE)) >= 3 * 1.6 * 72


def test_dates_along_a_chart_are_few_on_a_phone():
    fig = Figure((10, 4))
    ax = fig.subplots()
    ax.plot(pd.date_range("2020-01-01", periods=300), range(300))
    before = dict(ax.xaxis.get_major_locator().maxticks)
    dates = [text.text for text in ET.fromstring(draw(fig, NARROW)).iter("text") if text.text.startswith("20")]
    assert 2 <= len(dates) <= 4
    assert ax.xaxis.get_major_locator().maxticks == before


def test_turned_names_do_not_cover_each_other_and_those_that_fit_all_stay():
    def named(count):
        ax = Figure().subplots()
        ax.bar([f"Category {i}" for i in range(count)], range(count))
        drawn = ET.fromstring(draw(ax.figure, NARROW)).iter("text")
        return [text.text for text in drawn if text.text.startswith("Category")]

    assert len(named(12)) == 12
    assert 5 < len(named(60)) <= 20


def test_parts_of_a_stack_with_names_of_several_lines_stand_apart():
    names = ["A name that goes on for three lines", "B", "C"]
    frame = pd.DataFrame({"x": ["a"] * 3, "who": names, "n": [0.1, 0.1, 9.0]})
    low, high, _ = present.stacked_bars(frame, "x", "n", "who", unit="number").texts
    assert abs(low.xy[1] - high.xy[1]) > 0.1 * low.axes.get_ylim()[1]


CHARTS = {
    "trend": lambda f: present.trend(f, "year", "n", "who", unit="GBP"),
    "stacked_bars": lambda f: present.stacked_bars(f, "year", "n", "who", unit="GBP"),
    "ranked_bars": lambda f: present.ranked_bars(f, "who", "n", unit="GBP"),
    "bridge": lambda f: present.bridge(f, "who", "n", unit="GBP"),
    "dot_plot": lambda f: present.dot_plot(f, "who", "n"),
    "range_bars": lambda f: present.range_bars(f, "who", "n", "n", "n", unit="GBP"),
    "heat_map": lambda f: present.heat_map(f, "who", "year", "n", unit="GBP"),
    "coalition_map": lambda f: present.coalition_map(f.assign(A=True), ["A"], "n", unit="GBP"),
}


def amounts(*values):
    return pd.DataFrame({"year": ["2007-08"] * len(values), "who": [f"W{i}" for i in range(len(values))], "n": values})


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((1, "many"), "{}: row 1, column 'n' holds 'many'; a chart draws numbers, so turn it into one"),
        ((1e308, 2), "{}: row 0, column 'n' holds 1e\\+308, which is more than an axis can show; is its unit right"),
    ],
)
def test_what_no_chart_can_draw_is_named_by_its_place(chart, values, words):
    with pytest.raises(ValueError, match=words.format(chart)):
        CHARTS[chart](amounts(*values))


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize(
    "values",
    [(0, 0), (1e-300, 0.0), (Decimal("1.5"), 2), pd.array([1, 2], dtype="Int64"), (5,)],
    ids=["nought", "tiny", "decimals", "nullable", "one"],
)
def test_numbers_of_every_kind_are_drawn(chart, values):
    frame = amounts(*values)
    before = frame.copy()
    assert draw(CHARTS[chart](frame).figure, NARROW)
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("chart", ["trend", "ranked_bars", "bridge", "dot_plot", "heat_map", "coalition_map"])
@pytest.mark.parametrize("gap", [None, float("nan"), pd.NA, float("inf")])
def test_a_gap_of_any_kind_is_missing_and_not_nought(chart, gap):
    drawing = draw(CHARTS[chart](amounts(2, gap, 3)).figure, NARROW)
    assert "inf" not in drawing
    assert chart == "trend" or ">[x]<" in drawing


@pytest.mark.parametrize("chart", ["trend", "stacked_bars", "heat_map"])
def test_two_rows_for_one_place_are_refused(chart):
    with pytest.raises(ValueError, match=f"{chart}: '.+', '.+' is there twice; add up or choose before drawing"):
        CHARTS[chart](pd.concat([amounts(1, 2)] * 2))


def test_a_stack_says_which_part_cannot_be_drawn():
    with pytest.raises(ValueError, match="stacked_bars: 'W1' of '2007-08' is -2; an amount that is missing or below"):
        CHARTS["stacked_bars"](amounts(1, -2))


def test_a_row_without_a_name_is_written_as_missing():
    drawing = draw(present.ranked_bars(amounts(1, 2).assign(who=[None, "B"]), "who", "n", unit="GBP").figure, NARROW)
    assert ">[x]<" in drawing


def test_a_chart_with_a_colour_bar_is_drawn_and_left_as_it_was():
    fig = Figure((9, 5))
    ax = fig.subplots()
    fig.colorbar(ax.imshow([[1, 2], [3, 4]]), label="Calls")
    grid = fig.axes[1].get_subplotspec().get_gridspec()
    before = grid.get_height_ratios()
    assert ">Calls<" in draw(fig, NARROW)
    assert grid.get_height_ratios() == before


def test_titles_and_names_of_axes_longer_than_the_chart_are_broken():
    fig = Figure((9, 5))
    ax = fig.subplots()
    ax.plot([1, 2])
    ax.set_title("A title that is long enough to need more than one line on any phone in the county", fontsize=14)
    ax.set_xlabel("A name of an axis that goes on and on so that it is longer than the phone is wide")
    fig.suptitle("Over all of it stands one more line of words that is longer than a phone")
    drawn = [text.text for text in ET.fromstring(draw(fig, NARROW)).iter("text")]
    assert max(map(len, drawn)) <= 50
    assert ax.get_title().endswith("in the county")
    assert "\n" not in ax.get_title() + ax.get_xlabel() + fig.get_suptitle()


@pytest.mark.parametrize("kind", ["polar", "3d", "empty", "log", "inset", "subfigures"])
def test_figures_of_other_kinds_are_drawn(kind):
    fig = Figure()
    if kind in ("polar", "3d"):
        fig.add_subplot(projection=kind)
    elif kind == "log":
        fig.subplots().set_yscale("log")
    elif kind == "inset":
        fig.subplots().inset_axes([0.5, 0.5, 0.4, 0.4])
    elif kind == "subfigures":
        for part in fig.subfigures(1, 2):
            part.subplots()
    assert draw(fig, NARROW).startswith("<svg")
