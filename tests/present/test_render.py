"""The page as text: its order, its policy, and text from data that stays text."""

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tieranalysis import present
from tieranalysis.present import shell

ABOUT = present.About("budgets", date(2026, 11, 21))


def cell(source, *shown):
    outputs = [new_output("execute_result", data=one._repr_mimebundle_()) for one in shown]
    return new_code_cell(source, outputs=outputs)


def page(*cells, about=ABOUT):
    return present.render(new_notebook(cells=list(cells)), about)


def test_the_policy_names_the_one_style_and_the_one_script():
    html = page(new_markdown_cell("# Reserves")).html
    for tag in ("style", "script"):
        (text,) = re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert f"{tag}-src 'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in html
    assert "default-src 'none'; img-src data:" in html
    assert not re.search(r"\sstyle=|\son\w+=", re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL))


def test_sections_come_in_the_order_of_a_report_wherever_they_stand_in_the_notebook():
    html = page(
        new_markdown_cell("# Reserves\n\n## Method and limits\n\nSums.\n\n## Spending\n\nRose."),
        cell("n", present.notices(["A return is late."])),
        cell("m", present.main_points(["Reserves fell."])),
    ).html
    found = re.findall(r"<h2[^>]*>(.*?)</h2>", html)
    wanted = ["Main points", "Contents", "Data quality notices", "What changed since the last run"]
    assert found == [*wanted, "Spending", "Method and limits", "Code used", "About this report"]


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</script><b>"])
def test_hostile_text_stays_text_wherever_it_comes_from(hostile):
    frame = pd.DataFrame({"council": [hostile], hostile: [1.0]})
    about = present.About(hostile, date(2026, 11, 21), status=hostile, parameters={hostile: hostile}, contact=hostile)
    made = page(
        cell(hostile, present.header(hostile, hostile, period=hostile)),
        cell("m", present.main_points([hostile]), present.headlines([{"label": hostile, "value": hostile}])),
        cell("t", present.table(frame, hostile, unit=hostile, source=hostile, notes=[hostile])),
        cell("n", present.notices([{"title": hostile, "text": hostile}])),
        new_markdown_cell(f"## A\n\n{hostile}\n\n`{hostile}`"),
        new_code_cell("", outputs=[new_output("error", ename=hostile, evalue=hostile, traceback=[hostile])]),
        about=about,
    ).html
    outside = re.sub(r"<script>.*?</script>", "", made, count=1, flags=re.DOTALL)
    assert "<script>alert" not in outside
    assert "<img" not in outside
    assert "</script><b>" not in outside


def test_the_same_inputs_give_the_same_bytes():
    cells = [cell("t", present.table(pd.DataFrame({"council": ["Maldon"], "net_gbp": [1.5]}), "Net"))]
    assert page(*cells) == page(*cells)


def test_a_failed_cell_is_a_plain_notice_and_never_a_traceback():
    failed = new_output("error", ename="SchemaError", evalue="rs.csv, row 7: blank", traceback=["\x1b[31mTraceback x"])
    html = page(new_code_cell("x", outputs=[failed])).html
    assert "This part of the report could not be made." in html
    assert "SchemaError: rs.csv, row 7: blank" in html
    assert "Traceback" not in html


def test_numbers_without_a_unit_are_refused_with_what_to_do():
    with pytest.raises(ValueError, match=r"table 'Calls': no unit is known for 'answered'. Give unit='GBP'"):
        present.table(pd.DataFrame({"answered": [5]}), "Calls")


def test_the_page_keeps_to_its_budgets(rendered):
    style, script = (len(shell.asset(name).encode()) for name in ("page.css", "page.js"))
    assert style <= 15 * 1024
    assert script <= 8 * 1024
    assert len(rendered.html.encode()) <= 300 * 1024
    grids = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', rendered.html, re.DOTALL)
    assert grids
    assert max(map(len, grids)) <= 60 * 1024


def test_the_policy_stands_first_and_data_cannot_end_its_script(rendered):
    assert re.search(r"<head>\s*<meta http-equiv=.Content-Security-Policy", rendered.html)
    assert rendered.html.count("</script>") == 1 + rendered.html.count('<script type="application/json"')


def test_secrets_in_parameters_are_not_shown(rendered):
    assert "do-not-show" not in rendered.html
