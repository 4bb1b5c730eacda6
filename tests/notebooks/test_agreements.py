"""The agreements notebook on a made-up year, at two dates, from another county's register."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from tieranalysis.cli import main
from tieranalysis.load.council_reports import reports_folder

ROOT = Path(__file__).parents[2]
LOG = """on,item,status,said_by,evidence
2008-01-15,R02,under way,Kent,minute 1
2008-06-01,R01,done,Kent,minute 2
2008-09-01,R11,dropped,Kent,minute 3
"""
PLAN = """
[[reports]]
name = "kent"
notebook = "agreements.ipynb"
[reports.parameters]
area = "kent"
register = "{register}"
progress = "{progress}"
[reports.grid]
date = ["2008-05-31", "2008-10-01"]
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kent")
    register, progress = folder / "register", folder / "log"
    register.mkdir()
    progress.mkdir()
    write_register(register)
    (progress / "progress.csv").write_text(LOG, encoding="utf-8")
    shutil.copy(ROOT / "notebooks" / "agreements.ipynb", folder)
    plan = folder / "reports.toml"
    plan.write_text(PLAN.format(register=register.as_posix(), progress=progress.as_posix()), encoding="utf-8")
    result = CliRunner().invoke(
        main, ["build", "--plan", str(plan), "--out", str(folder / "out"), "--as-at", "2026-11-21"]
    )
    assert result.exit_code == 0, result.output
    return {p.parent.name[-10:]: p.read_text(encoding="utf-8") for p in (folder / "out").glob("kent-*/index.html")}


def write_register(folder):
    """Write a register of the first theme alone: eleven recommendations, in the five tables that are needed."""
    kept = {"recommendations": "item", "parties": "item", "themes": "theme", "bodies": "body", "documents": "source"}
    for name, key in kept.items():
        table = pd.read_csv(reports_folder() / f"{name}.csv", dtype="str", keep_default_na=False)
        if key == "item":
            table = table[table["item"].str.fullmatch("R0[1-9]|R1[01]")]
        if key == "theme":
            table = table.head(1)
        table.to_csv(folder / f"{name}.csv", index=False)


def test_each_date_tells_its_own_story(pages):
    assert (
        "Of eleven recommendations, none is done, one under way, none is overdue and ten were silent in the 365 days"
        in pages["2008-05-31"]
    )
    assert (
        "Of eleven recommendations, one is done, one under way, none is overdue and eight were silent in the 365 days"
        in pages["2008-10-01"]
    )
    assert "Of the others" not in pages["2008-05-31"]
    assert "none is logged as not started and one has been dropped." in pages["2008-10-01"]


def test_nothing_of_essex_stands_on_the_page_of_another_county(pages):
    for html in pages.values():
        assert "– Kent" in html
        assert "Essex Online Partnership" not in html
        assert "The register asks for no savings targets." in html
