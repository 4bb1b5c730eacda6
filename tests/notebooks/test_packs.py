"""The pack of a council of another county, from that county's own files; and what is said where there is nothing to try."""

import json
import shutil
from dataclasses import fields, replace
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from tieranalysis.cli import main
from tieranalysis.load.council_reports import reports_folder
from tieranalysis.load.savings import read_savings
from tieranalysis.load.savings_out import write_savings

ROOT = Path(__file__).parents[2]
CALLS = ROOT / "data" / "raw" / "contact_example"
ESSEX = ["E10000012", *(f"E070000{number}" for number in range(66, 78))]
KENT = ["E10000016", *(f"E07000{number}" for number in range(105, 117))]
CODES = dict(zip(ESSEX, KENT, strict=True))
MIME = "application/vnd.tieranalysis.v1+json"
TABLES = {"recommendations": "item", "parties": "item", "themes": "theme", "bodies": "body", "documents": "source"}
PLAN = """
[[reports]]
name = "kent"
notebook = "authority.ipynb"
[reports.parameters]
area = "kent"
register = "{folder}/register"
progress = "{folder}/log"
intervals_file = "{calls}/calls.csv.gz"
mapping_file = "{calls}/calls.toml"
assumptions_file = "{calls}/assumptions.csv"
points_file = "{folder}/points.csv"
savings_file = "{folder}/savings.xlsx"
[reports.grid]
authority = ["E07000106", "E07000105"]
"""


@pytest.fixture(scope="module")
def packs(tmp_path_factory):
    """Kent's packs, made from files of the example in which Kent's councils stand where Essex's do."""
    folder = tmp_path_factory.mktemp("kent")
    for name in ("register", "log"):
        (folder / name).mkdir()
    for name, key in TABLES.items():
        table = pd.read_csv(reports_folder() / f"{name}.csv", dtype="str", keep_default_na=False)
        table = table[table["item"].str.fullmatch("R0[1-9]|R1[01]")] if key == "item" else table
        (table.head(1) if name == "themes" else table).to_csv(folder / "register" / f"{name}.csv", index=False)
    (folder / "log" / "progress.csv").write_text("on,item,status,said_by,evidence\n2008-06-01,R01,done,Kent,minute\n")
    points = pd.read_csv(CALLS / "points.csv", dtype="str", keep_default_na=False)
    points.assign(authority=points["authority"].replace(CODES)).to_csv(folder / "points.csv", index=False)
    write_savings(kents(read_savings("", "essex")), folder / "savings.xlsx")
    shutil.copy(ROOT / "notebooks" / "authority.ipynb", folder)
    plan = PLAN.format(folder=folder.as_posix(), calls=CALLS.as_posix())
    (folder / "reports.toml").write_text(plan, encoding="utf-8")
    said = ["build", "--plan", str(folder / "reports.toml"), "--out", str(folder / "out"), "--as-at", "2026-11-21"]
    result = CliRunner().invoke(main, said)
    assert result.exit_code == 0, result.output
    return {path.parent.name[-9:]: path for path in (folder / "out").glob("kent-*/index.html")}


def kents(registers):
    """The example with Kent's councils in every column that names one."""
    named = ("authority", "partner")
    tables = {field.name: getattr(registers, field.name) for field in fields(registers)}
    moved = {
        name: table.assign(**{column: table[column].replace(CODES) for column in named if column in table})
        for name, table in tables.items()
        if isinstance(table, pd.DataFrame)
    }
    return replace(registers, **moved)


def records(path, kind):
    cells = json.loads((path.parent / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    found = [o.get("data", {}).get(MIME, {}) for cell in cells for o in cell.get("outputs", [])]
    return [record for record in found if record.get("kind") == kind]


def test_the_sentences_are_those_of_the_county(packs):
    money, joining, owed = records(packs["E07000106"], "main_points")[0]["points"]
    assert money.startswith("On net current expenditure, Canterbury City Council spent ")
    assert "of what the districts of Kent spent together" in money
    assert money.endswith("highest of twelve.")
    assert joining.startswith("On illustrative calls, one contact centre for all would ")
    assert "Canterbury" in joining
    assert owed.startswith("Canterbury leads ")
    assert not any("Essex" in words for words in (money, joining))


def test_a_council_without_calls_says_so_where_others_have_a_panel(packs):
    path = packs["E07000105"]
    said = "What joining would bring Ashford cannot be worked out: no calls of its own are held."
    assert records(path, "main_points")[0]["points"][1].startswith(said)
    assert [record["text"] for record in records(path, "sentence")].count(said) == 2, "in place of table and of panel"
    assert len(records(path, "explorer")) == 2
    card = records(path, "headlines")[0]["headlines"][3]
    assert (card["value"], card["note"]) == (None, "no calls of its own are held")


def test_every_combination_of_the_panel_is_the_models(packs):
    # The row for the report's own deal has the share and saving that the rules' table and the headline show.
    path = packs["E07000106"]
    panel = next(one for one in records(path, "explorer") if "contact centre" in one["headline"])
    assert panel["sizes"] == [3, 3, 3, 8]
    card = records(path, "headlines")[0]["headlines"][3]
    alone, share, saving = (panel["at_start"][f"{name}_gbp"] for name in ("alone", "share", "saving"))
    assert card["value"] == pytest.approx(saving)
    assert saving == pytest.approx(alone - share)
    rules = next(one for one in records(path, "table") if "in one contact centre" in one["caption"])
    assert ["By the Shapley value", share, saving] in rules["rows"]
    assert rules["moves"]["sizes"] == [8] * 27, "a row a rule in each of 27 deals"


BARE = """
[[reports]]
name = "pack"
notebook = "authority.ipynb"
[reports.parameters]
area = "{area}"
[reports.grid]
authority = {codes}

[[reports]]
name = "overview"
notebook = "overview.ipynb"
[reports.parameters]
area = "{area}"
"""


def built(folder, plan):
    for name in ("authority", "overview"):
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", folder)
    (folder / "reports.toml").write_text(plan, encoding="utf-8")
    said = ["build", "--plan", str(folder / "reports.toml"), "--out", str(folder / "out"), "--as-at", "2026-11-21"]
    return CliRunner().invoke(main, said), folder / "out"


@pytest.fixture(
    scope="module",
    params=[("kent", ["E10000016", "E07000106", "E06000035"]), ("lancashire", ["E10000017", "E07000117"])],
    ids=["kent", "lancashire"],
)
def bare(request, tmp_path_factory):
    """Packs and overview of a county that has given nothing but its name."""
    area, codes = request.param
    result, out = built(tmp_path_factory.mktemp(area), BARE.format(area=area, codes=json.dumps(codes)))
    assert result.exit_code == 0, result.output
    return area, out


def words_of(path):
    return json.dumps(
        [
            record
            for kind in ("main_points", "headlines", "sentence", "table", "notices", "figure")
            for record in records(path, kind)
        ]
    )


def test_a_county_that_gave_nothing_has_packs_that_say_what_is_not_held_and_how_to_give_it(bare):
    _, out = bare
    for path in out.glob("pack-*/index.html"):
        money, joining, owed = records(path, "main_points")[0]["points"]
        assert money.startswith("On net current expenditure, ")
        assert "no calls of its own are held." in joining
        assert "no savings registers of its county are held." in joining
        assert owed.endswith("owes and is owed cannot be told: no register of agreements of its county is held.")
        said = [record["text"] for record in records(path, "sentence")]
        assert (
            sum("points_file, intervals_file and mapping_file (docs/contact-centres.md)" in text for text in said) == 2
        )
        assert sum("savings_file (docs/savings.md)" in text for text in said) == 2
        titles = [notice["title"] for notice in records(path, "notices")[0]["notices"]]
        assert {"No calls held", "No register held"} <= set(titles)
        assert "Essex" not in words_of(path), "nothing that ships for Essex stands on another county's page"
        assert "contact_example/calls" not in (path.parent / "manifest.json").read_text(encoding="utf-8")


def test_a_county_that_gave_nothing_has_an_overview_of_what_is_official(bare):
    _, out = bare
    path = out / "overview" / "index.html"
    points = records(path, "main_points")[0]["points"]
    assert "times as much as" in points[0]
    assert points[2:5] == [
        "What one contact centre for all would bring cannot be worked out: no calls of the county's councils are held.",
        "Whether a savings target will be met cannot be told: no savings registers of the county are held.",
        "What was agreed, and what has become of it, cannot be told: no register of agreements of the county is held.",
    ]
    assert [card["value"] for card in records(path, "headlines")[0]["headlines"][1:]] == [None, None, None]
    assert "are illustrative: they show" not in words_of(path), "what is not held is not made up either"
    assert "Essex" not in words_of(path)


def test_points_without_calls_are_refused_by_name(tmp_path):
    plan = BARE.format(area="kent", codes='["E10000016"]').replace(
        'area = "kent"', 'area = "kent"\npoints_file = "mine.csv"'
    )
    result, _ = built(tmp_path, plan)
    assert result.exit_code == 1
    assert "points_file is named, and intervals_file and mapping_file are not. Name all three, or none" in result.output
