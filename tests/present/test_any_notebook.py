"""Notebooks that know nothing of this package: pandas, matplotlib, print, widgets and errors."""

import re
from base64 import b64encode
from dataclasses import replace
from datetime import date
from io import StringIO
from itertools import pairwise

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tieranalysis import present
from tieranalysis.present import html_tables, outputs, prose, svg
from tieranalysis.present.cells import view

ABOUT = present.About("any", date(2026, 11, 21))
PNG = b64encode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x90\0\0\0\xc8").decode()


def render(*cells):
    return present.render(new_notebook(cells=list(cells)), ABOUT)


def result(**data):
    kinds = {name.replace("_", "/", 1): value for name, value in data.items()}
    return new_code_cell("x", outputs=[new_output("execute_result", data=kinds)])


def read(frame):
    (record,) = outputs.records(result(text_html=frame._repr_html_()))
    found = view(record)
    return [[cell.text for cell in row] for row in [found.headings, *found.body]], record


def test_a_frame_becomes_a_table_with_a_caption_headings_and_commas():
    html = render(
        new_markdown_cell("## Calls"), result(text_html=pd.DataFrame({"calls": [1234.5]}, index=["A"])._repr_html_())
    ).html
    assert "<b>Table 1: Calls</b>" in html
    assert '<th scope="row">A</th><td class="n">1,234.5</td>' in html
    assert "dataframe" not in html


def test_frames_of_every_shape_are_read_from_their_html():
    grouped = pd.DataFrame(
        {"n": [1, 2, 3]}, index=pd.MultiIndex.from_tuples([("E", "A"), ("E", "B"), ("K", "C")], names=["area", "who"])
    )
    rows, record = read(grouped)
    assert rows[0] == ["area", "who", "n"]
    assert rows[1:] == [["E", "A", "1"], ["E", "B", "2"], ["K", "C", "3"]]
    assert record["heads"] == 2
    levels = pd.DataFrame(
        [[1, 2.5]], columns=pd.MultiIndex.from_tuples([("2007", "net"), ("2007", "gross")]), index=["A"]
    )
    assert read(levels)[0] == [["Row", "2007 net", "2007 gross"], ["A", "1", "2.5"]]
    odd = pd.DataFrame({"code": ["007", "E07"], "v": [float("nan"), -1e-7], "d": [pd.NaT, pd.Timestamp("2026-11-21")]})
    assert read(odd)[0][1:] == [["007", "[x]", "[x]"], ["E07", "−0.0000001", "21 November 2026"]]
    kept = pd.DataFrame({"v": [1, 2]}, index=[7, 3])
    assert read(kept)[0][1:] == [["7", "1"], ["3", "2"]], "numbers that do not grow are more than a count"
    assert read(kept.rename_axis("code"))[0][0] == ["code", "v"]
    rows, record = read(pd.DataFrame({"v": [1, 2]}))
    assert (rows, record["heads"]) == ([["v"], ["1"], ["2"]], 0)


def test_a_table_in_a_cell_or_a_heading_is_lost_from_neither():
    inner = "<table><tr><td>a</td><td>b</td></tr></table>"
    html = f"<table><caption>Of <b>two</b></caption><tr><th>x</th></tr><tr><td>in<br>side {inner}</td></tr></table>"
    (record,) = outputs.records(result(text_html=html))
    assert (record["caption"], record["rows"]) == ("Of two", [["in side a b"]])
    kinds = [kind for kind, _ in prose.parts(prose.safe(f"<h2>Costs {inner}</h2><p>Up.</p>{inner}"))]
    assert kinds == ["html", "table", "html", "table"]


WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=6)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4))
def test_the_words_of_a_frame_come_back_from_its_html(rows):
    (record,) = outputs.records(result(text_html=pd.DataFrame(rows, columns=["one", "two"])._repr_html_()))
    kept = [[html_tables._value(" ".join(word.split())) for word in row] for row in rows]
    assert record["rows"] == kept


def test_a_long_frame_says_what_pandas_left_out():
    html = render(result(text_html=pd.DataFrame({"a": range(100_000)})._repr_html_())).html
    assert "Shown here: 10 rows from the start and the end, of 100,000. The notebook kept no more of them." in html
    assert ">...<" not in html


def test_a_picture_without_a_description_says_so_and_one_with_keeps_it():
    html = render(result(**{"image_png": PNG})).html
    assert 'alt="A picture that its author has not described; see the notice below it" width="400" height="200"' in html
    assert "<b>No description.</b>" in html
    described = new_output("display_data", data={"image/png": PNG}, metadata={"image/png": {"alt": "Costs rise"}})
    html = render(new_code_cell("x", outputs=[described])).html
    assert 'alt="Costs rise"' in html
    assert "No description" not in html
    placeholder = {"image/png": {"alt": "No description has been provided for this image"}}
    html = render(
        new_code_cell("x", outputs=[new_output("display_data", data={"image/png": PNG}, metadata=placeholder)])
    ).html
    assert "<b>No description.</b>" in html


def test_a_picture_of_lines_is_cleaned_and_put_in():
    html = render(
        result(
            **{
                "image_svg+xml": '<svg width="300" height="200" onload="x()"><script/><rect width="9" height="9"/></svg>'
            }
        )
    ).html
    assert re.search(
        r'<svg width="300" viewBox="0 0 300 200" role="img" aria-label="A picture[^>]*><rect width="9" height="9" /></svg>',
        html,
    )


def test_letters_that_are_drawn_as_shapes_keep_their_size():
    fig = Figure()
    fig.subplots().set_xlabel("Council")
    out = StringIO()
    fig.savefig(out, format="svg")  # as matplotlib does by itself: each letter is a shape, 64 times too large
    drawn = svg.clean(out.getvalue(), "f", "A chart")
    assert 'transform="scale(0.015625)"' in drawn
    assert "scale(0)" not in drawn
    assert svg.clean('<svg><g transform="matrix(0.05 0 0 0.05 10.04 3)"><path d="M0 0"/></g></svg>', "f").count(
        "0.05 0 0 0.05 10.04 3"
    )


def test_printed_text_is_kept_without_colour_codes_and_not_without_end():
    (record,) = outputs.records(new_code_cell("x", outputs=[new_output("stream", text="\x1b[31m" + "a" * 30_000)]))
    assert record["text"] == "a" * 20_000
    assert record["cut"] == "The first 20,000 of 30,000 characters are shown."
    assert (
        list(outputs.records(new_code_cell("x", outputs=[new_output("stream", name="stderr", text="warning")]))) == []
    )


def test_interactive_outputs_are_named_as_left_out():
    html = render(result(**{"application_vnd.jupyter.widget-view+json": {"model_id": "x"}})).html
    assert "One output needs a running notebook and cannot be shown on a page." in html


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("<b onclick='x()' style='color:red'>Kept</b>", "<p><b>Kept</b></p>"),
        ("[x](javascript:alert(1))", "<p><a>x</a></p>"),
        ("[x](data:text/html,hi)", "<p><a>x</a></p>"),
        ("![spy](https://example.org/x.png)", "<p>[picture not shown: spy]</p>"),
        ("<iframe src='https://a.b'></iframe>Text", "Text"),
        ("![map](attachment:gone.png)", "<p>[picture not shown: map]</p>"),
        ("<style>p{}</style><svg><script>1</script></svg>Text", "Text"),
    ],
)
def test_markdown_keeps_words_and_loses_what_could_act(source, wanted):
    assert prose.from_markdown(source).strip() == wanted


@pytest.mark.parametrize(
    "data",
    [
        {"text/html": "<div id='p'></div><script>Plotly.newPlot()</script>", "text/plain": "Figure()"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "IntSlider(value=1)"},
        {"application/vnd.vegalite.v5+json": {}, "text/plain": "alt.Chart(...)"},
    ],
)
def test_what_a_script_would_have_drawn_is_named_as_left_out_and_not_lost(data):
    (record,) = outputs.records(new_code_cell("x", outputs=[new_output("display_data", data=data)]))
    assert record["notices"][0]["title"] == "Left out"


def test_an_attached_picture_is_put_in():
    html = prose.from_markdown("![A map](attachment:map.png)", {"map.png": {"image/png": PNG}})
    assert f'src="data:image/png;base64,{PNG}"' in html
    assert 'alt="A map"' in html


def test_headings_never_skip_a_level_and_the_first_is_the_title():
    page = render(new_markdown_cell("# Title\n\n#### Deep\n\ntext\n\n## Two\n\n##### Deeper\n\n###### Deepest\n\nx"))
    levels = [int(level) for level in re.findall(r"<h(\d)", page.html.partition('<div class="rest">')[2])]
    assert page.title == "Title"
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_notebook_of_nothing_is_still_a_page():
    page = present.render({"cells": []}, ABOUT)
    assert "<h1>any</h1>" in page.html
    assert page.files == {}


def test_the_committee_extract_is_made_when_it_is_asked_for():
    asked = present.render({"cells": []}, replace(ABOUT, extract=True))
    assert list(asked.files) == ["any-extract.html"]
    assert 'href="any-extract.html"' in asked.html


def test_frames_are_shown_as_tables_in_jupyter():
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    assert present.register(shell)
    data, _ = shell.display_formatter.format(pd.DataFrame({"calls": [1200]}))
    assert data["application/vnd.tieranalysis.v1+json"]["rows"] == [[1200]]
    assert "1,200" in data["text/html"]
    assert "calls" in data["text/plain"]
    data, _ = shell.display_formatter.format(pd.Series([3, None], index=["a", "b"], name="calls"))
    record = data["application/vnd.tieranalysis.v1+json"]
    assert ([column["label"] for column in record["columns"]], record["rows"]) == (
        ["Row", "Calls"],
        [["a", 3.0], ["b", None]],
    )


def test_handles_of_objects_are_left_out_and_printed_pieces_are_joined():
    for handle in ("[<matplotlib.lines.Line2D at 0x7f3a>]", "<Axes: xlabel='x'>", "<Figure size 640x480 with 1 Axes>", "Text(0.5, 1.0, 'A walk (2010)')", "[Text(0, 0, 'a'), Text(1, 0, 'b')]"):  # fmt: skip
        assert list(outputs.records(result(text_plain=handle))) == []
    pieces = [new_output("stream", name="stdout", text=text) for text in ("one\n", "two\n")]
    assert [record["text"] for record in outputs.records(new_code_cell("x", outputs=pieces))] == ["one\ntwo"]


def test_characters_that_no_text_file_holds_do_not_stop_a_page():
    page = render(result(text_plain="bell \x07 half \ud800 end"))
    assert "bell \N{REPLACEMENT CHARACTER} half ? end" in page.html
    assert page.html.encode()


MIME = "application/vnd.tieranalysis.v1+json"
ROWS = {
    "kind": "table",
    "columns": [{"name": "a", "label": "a", "number": True}],
    "heads": 0,
    "rows_in_all": 1,
    "shown": 1,
}


@pytest.mark.parametrize(
    "record", [{"kind": "table"}, {"kind": "x"}, [], {**ROWS, "rows": [[1, 2]]}, {"kind": "figure", "wide": 1}]
)
def test_a_record_that_is_not_whole_is_passed_over_for_what_else_there_is(record):
    output = new_output("display_data", data={MIME: record, "text/plain": "what else"})
    assert "what else" in render(new_code_cell("x", outputs=[output])).html


def test_pictures_beyond_what_a_page_holds_stand_beside_it():
    large = b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 300_000).decode()
    page = render(*[result(**{"image_png": large}) for _ in range(4)])
    assert len(page.html) < 1_000_000
    assert page.files["any-figure-4.png"].startswith(b"\x89PNG")
    assert 'href="any-figure-4.png"' in page.html


def test_a_pyplot_figure_is_not_shown_twice():
    from matplotlib import pyplot

    fig, ax = pyplot.subplots()
    ax.plot([1, 2])
    present.figure(fig, alt="A line that rises from 1 to 2", headline="Up", subtitle="s")
    assert not pyplot.fignum_exists(fig.number)


def test_what_a_terminal_would_have_shown_is_what_is_kept():
    def printed(text):
        (record,) = outputs.records(new_code_cell("x", outputs=[new_output("stream", text=text)]))
        return record["text"]

    assert printed("progress 10%\rprogress 100%\ndone\r\nend") == "progress 100%\ndone\nend"
    assert printed("\x1b[?25lhid\x1b[?25h \x1b]8;;http://a.b\x07link\x1b]8;;\x07\x1b(B.") == "hid link."
    assert printed("ab\bc") == "ac"
    assert printed("one\n\b\btwo") == "one\ntwo", "a line that is done is not taken back"
    assert printed("x" * 200_000 + "\b" * 200_000 + "left") == "left", "in one pass, however long"


def test_a_formula_or_data_are_shown_as_they_are_written():
    data = {"text/latex": "$x^2$", "text/plain": "<IPython.core.display.Latex object>"}
    html = render(new_code_cell("x", outputs=[new_output("display_data", data=data)]))
    assert "$x^2$" in html.html
    data = {"application/json": {"a": [1]}, "text/plain": "<IPython.core.display.JSON object>"}
    html = render(new_code_cell("x", outputs=[new_output("display_data", data=data)])).html
    assert "&#34;a&#34;: [" in html
    assert "IPython.core" not in html


def test_a_small_drawing_stays_small():
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50"><rect width="9" height="9"/></svg>'
    assert '<svg width="100" viewBox="0 0 100 50"' in render(result(**{"image_svg+xml": drawing})).html


def test_words_of_blocks_stay_apart_and_a_task_says_whether_it_is_done():
    html = prose.from_markdown("<details><summary>More</summary>Hidden</details><center>A</center><section>B</section>")
    assert list(BeautifulSoup(html, "html.parser").stripped_strings) == ["More", "Hidden", "A", "B"]
    assert html.count("<div>") == 4
    html = prose.from_markdown("- [ ] to do\n- [x] done")
    assert "<li>☐ to do</li>" in html
    assert "<li>☑ done</li>" in html


def test_numbers_that_a_style_has_written_out_stand_like_numbers():
    frame = pd.DataFrame(
        {"who": ["A", "B"], "net": ["£1,234", "£-9,876"], "share": ["12.3%", None], "code": ["E07", "7a"]}
    )
    (record,) = outputs.records(result(text_html=frame.style.hide(axis="index").to_html()))
    found = view(record)
    assert [cell.number for cell in found.body[0]] == [False, True, True, False]
    assert [cell.number for cell in found.headings] == [False, True, True, False]
    assert render(result(text_html=frame.to_html())).files
