"""The illustrative year: it is what its generator makes, says so, and keeps its own assumptions."""

import gzip

import nbformat
import numpy as np
import pandas as pd
import pytest

import tieranalysis as ta
from tieranalysis.load.catalogue import data_root, describe
from tieranalysis.load.contact_example import illustrative_year
from tieranalysis.load.contact_points import find_file

EXAMPLE = "data/raw/contact_example"


@pytest.fixture(scope="module")
def year():
    return ta.load_contacts(f"{EXAMPLE}/calls.csv.gz", f"{EXAMPLE}/calls.toml", list(ta.contact_points()["centre"]))


def test_the_file_is_what_the_generator_makes():
    kept = gzip.decompress(find_file(f"{EXAMPLE}/calls.csv.gz").read_bytes()).decode("utf-8").splitlines()
    made = illustrative_year(ta.contact_points(), "2007-04-02", "2007-04-04").splitlines()
    assert kept[: len(made)] == made
    assert (
        illustrative_year(ta.contact_points(), "2007-04-02", "2007-04-02", seed=35).splitlines()
        != made[: len(made) // 3]
    )


def test_it_says_that_it_is_illustrative(year):
    assert year.attrs["illustrative"]
    assert "made up" in year.attrs["source"]["title"]
    assert ta.contact_points()["illustrative"].all()
    assert "made up" in describe(data_root() / "raw" / "contact_example" / "calls.csv.gz")["title"]
    assert ta.is_illustrative(year, ta.contact_points())


def test_six_centres_and_thirteen_lines_of_a_working_year(year):
    points = ta.contact_points()
    assert points["centre"].str.endswith("centre").sum() == 6
    assert (points["authority"] == "E10000012").sum() == 14
    local = year["start"].dt.tz_convert("Europe/London")
    assert local.dt.normalize().nunique() == 251  # 261 weekdays of 2007-08 less ten bank holidays
    assert local.dt.day_of_week.max() == 4
    assert (local.dt.hour * 60 + local.dt.minute).between(8 * 60 + 30, 17 * 60).all()
    volume = year.groupby("centre")["offered"].sum()
    expected = points.set_index("centre")["annual_contacts"]
    assert ((volume / expected).between(0.97, 1.04)).all()


def test_the_queue_that_made_it_is_near_the_formula(year):
    # an independent check of Erlang A: log-normal handling, a load that moves, agents as the generator's rota had them
    week = ta.typical_week(year[year["centre"] == "Colchester centre"])
    busy = week[week["offered"] > 20]
    loads = busy["offered"] * 270 / 1800
    staff = (loads + 0.7 * loads**0.5).apply(lambda agents: -(-agents // 1))
    formula = ta.service_level(busy["offered"], 1800, 270, staff, 20, 120)
    simulated = busy["answered_in_target"].sum() / busy["offered"].sum()
    assert (formula * busy["offered"]).sum() / busy["offered"].sum() == pytest.approx(simulated, abs=0.05)


def test_inventory_joins_what_the_report_states():
    inventory = ta.contact_inventory(
        ta.read_report_table("contact_arrangements"),
        ta.read_report_table("direct_lines"),
        ta.authorities(),
        ta.contact_points(),
    )
    assert ta.inventory_counts(inventory) == {"centres": 6, "direct_lines": 13, "traditional": 7, "not_stated": 2}
    without = inventory[inventory["arrangement"] != "contact centre"]
    assert without[["public_numbers", "annual_contacts"]].isna().all().all()
    unknown = inventory[inventory["arrangement"] == "not stated"]
    assert unknown[["basis", "direct_lines"]].isna().all().all()
    assert inventory.loc[inventory["arrangement"] == "traditional", "direct_lines"].eq(0).all()
    partners = ta.partners_of(ta.contact_points(), ta.authorities())
    totals = ta.partner_totals(ta.contact_points(), partners)
    assert totals.loc["Essex", "population"] == 1_362_888  # once, and not for each of fourteen points
    assert list(partners.values()).count("Essex") == 14


def test_the_notebook_starts_from_the_registered_assumptions():
    path = data_root().parent / "notebooks" / "contact_centres.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    known = ta.contact_assumptions().set_index("assumption")["value"]
    declared = next(cell.source for cell in cells if "parameters" in cell.metadata.get("tags", []))
    pairs = (line.split("#")[0].split(" = ") for line in declared.splitlines())
    values = {name.split(":")[0]: value.strip() for name, value in pairs}
    for name in ("target_seconds", "target_level", "patience_seconds", "uplift", "pooled_share"):
        assert float(values[name]) == known[name], name


def test_every_assumption_has_a_source_and_a_range():
    known = ta.contact_assumptions()
    assert (known["low"] <= known["value"]).all()
    assert (known["value"] <= known["high"]).all()
    judged = known["source"].str.startswith("Judgement")
    assert known.loc[judged, "grade"].eq("D").all()
    assert pd.notna(known[["source", "grade", "owner", "review_date"]]).all().all()


def test_the_notebook_runs_for_any_set_of_partners(tmp_path):
    """Two small districts, few draws: a path of the report that the report in the plan does not take."""
    papermill = pytest.importorskip("papermill")
    path = data_root().parent / "notebooks" / "contact_centres.ipynb"
    done = papermill.execute_notebook(
        path, tmp_path / "out.ipynb", {"joining": ["E07000073", "E07000075"], "draws": 5, "pooled_share": 1.0},
        kernel_name="python3", progress_bar=False,
    )  # fmt: skip
    shown = "".join(str(cell.get("outputs", "")) for cell in done.cells)
    assert "Harlow and Rochford" in shown
    assert "agents at the busiest half hour against" in shown
    assert "illustrative" in shown


def test_each_centre_employs_as_many_as_the_service_of_its_calls_asks(year):
    value = ta.contact_assumptions().set_index("assumption")["value"]
    week, points = ta.typical_week(year), ta.contact_points().set_index("centre")
    rules = {name: value[name] for name in ("target_seconds", "target_level", "patience_seconds")}
    alone = ta.pool_summary(ta.pool(week, dict(zip(points.index, points.index, strict=True)), **rules)).iloc[:-1]
    paid = alone.set_index("group")["agent_hours_apart"] / (1 - value["shrinkage"]) / value["hours_a_week"]
    assert points["agents"].to_dict() == paid.apply(np.ceil).to_dict()
