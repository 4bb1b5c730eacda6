"""The teaching notebook's panels: both readings, every adjustment, and 3% of each baseline under each convention."""

import pandas as pd
import pytest

from tieranalysis.load.statements import read_statements
from tieranalysis.metrics.budgets.balance import balance_by_basis
from tieranalysis.metrics.budgets.baselines import efficiency_baselines
from tieranalysis.metrics.budgets.choose import one_year
from tieranalysis.metrics.budgets.printed import printed_balance
from tieranalysis.metrics.budgets.readings import (
    baselines_to_try,
    figure_assumptions,
    rate_assumptions,
    readings_beside,
    readings_to_try,
    targets_to_try,
)


@pytest.fixture(scope="module")
def rows(revenue):
    return one_year(revenue, "2010-11")


@pytest.fixture(scope="module")
def printed():
    return printed_balance(read_statements("printed"), read_statements("interpreted"))


def test_a_reading_moves_the_reports_ratio_and_an_adjustment_the_official_one(rows, printed):
    grid = readings_to_try(rows, printed, "essex", "2010-11")
    assert len(grid) == 16
    plain = grid.query("not (without_housing_benefit or without_education or without_parish_precepts)").set_index(
        "reading"
    )
    assert plain["report_ratio"].round(4).to_dict() == {"letter for letter": 0.0035, "as it must be read": 3.4927}
    assert plain["official_ratio"].round(2).unique().tolist() == [3.14]
    assert (grid["times_ratio"] == grid["report_ratio"] / grid["official_ratio"]).all()


def test_three_per_cent_of_the_report_is_fifty_million_and_compounds(rows, printed):
    # 3% of £1,666m is £49.98m; by the third year 9.2727% compounding, 9% added, 8.7327% of what is left.
    beside = baselines_to_try(rows, printed, "essex", "2010-11", [0.03, 0.04])
    grid = targets_to_try(beside)
    report = grid[(grid["baseline"] == "County: 2007 report, budget 2007-08") & (grid["rate"] == 0.03)]
    asked = report.set_index(["convention", "by_years"])["asked_gbp"] / 1e6
    assert asked.loc[("simple", 1)] == pytest.approx(49.98)
    assert [asked.loc[(name, 3)] for name in ("multiplicative", "simple", "declining")] == pytest.approx(
        [154.483, 149.94, 145.487], abs=0.001
    )
    assert grid["by_said"].unique().tolist()[2] == "the third year of the review, 2010-11"
    assert "County: Net current expenditure less mandatory housing benefit, 2010-11" not in set(grid["baseline"])
    assert "Districts: Net current expenditure less mandatory housing benefit, 2010-11" in set(grid["baseline"])
    assert len(grid) == 3 * len(beside)


@pytest.mark.parametrize(("rate", "years"), [(0.03, 3), (0.04, 1), (0.04, 2)])
def test_what_is_asked_beside_each_other_is_what_the_plain_function_asks(rows, printed, rate, years):
    every = baselines_to_try(rows, printed, "essex", "2010-11", [0.03, 0.04])
    own = every[(every["rate"] == rate) & (every["by_years"] == years)].drop(columns=["rate", "by_years"])
    plain = efficiency_baselines(rows, printed, "essex", "2010-11", rate, years)
    kept = [name for name in plain if name != "baseline"]
    pd.testing.assert_frame_equal(own[kept].reset_index(drop=True), plain[kept])


def test_the_official_ratios_stand_beside_each_reading(rows, printed):
    by_basis = balance_by_basis(rows, "essex", "2010-11")
    found = readings_beside(by_basis, printed)
    for reading, ratio in {"as it must be read": 1666 / 477, "letter for letter": 1.666 / 477}.items():
        own = found[found["reading"] == reading].reset_index(drop=True)
        assert own["report_ratio"].to_list() == pytest.approx([ratio] * len(by_basis))
        pd.testing.assert_frame_equal(own[list(by_basis)], by_basis)


def test_what_one_point_more_does_to_the_rebuilt_numbers(rows, printed):
    both = [read_statements("printed"), read_statements("interpreted")]
    table = figure_assumptions(printed, *both)
    for reading, ratio in {"as it must be read": 1666 / 477, "letter for letter": 1.666 / 477}.items():
        own = table[table["reading"] == reading]
        assert own["effect"].to_list() == pytest.approx([0.01 * ratio, ratio / 1.01 - ratio])
    assert table["source"].str.startswith("Two-Tier Working in Essex (2007), ").all()
    asked = rate_assumptions(baselines_to_try(rows, printed, "essex", "2010-11", [0.03, 0.04]), both[1])
    report = asked[asked["baseline"] == "County: 2007 report, budget 2007-08"]
    assert report["value"].to_list() == [0.03, 0.04]
    assert report["effect"].to_list() == pytest.approx([16.66e6] * 2)
    assert report["moves"].iloc[0] == "the first year asked of County: 2007 report, budget 2007-08"
