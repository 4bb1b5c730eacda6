"""The shipped example: made of stated assumptions only, labelled, and with nine targets that nobody has set."""

import pandas as pd
import pytest

from tieranalysis.contract import SourceError
from tieranalysis.contract.savings.tables import TABLES
from tieranalysis.load.savings import read_savings
from tieranalysis.load.savings_example import build_example
from tieranalysis.load.tables import read_table
from tieranalysis.metrics.savings.gaps import gap_to_target


@pytest.fixture(scope="module")
def shipped():
    return read_savings()


def test_what_ships_is_what_the_assumptions_make(shipped):
    built = build_example(read_table("revenue"))
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(shipped, table), getattr(built, table))


def test_recommendation_31_has_nine_targets_and_none_is_set(shipped):
    gaps = gap_to_target(shipped.savings, shipped.targets)
    assert len(gaps) == 9
    assert set(gaps["target_status"]) == {"not set"}
    assert gaps["target_gbp"].isna().all()


def test_it_says_that_it_is_illustrative(shipped):
    assert shipped.savings["illustrative"].all()


def test_procurement_worked_by_hand(shipped):
    # £680m x 2 % = £13.6m a year, a tenth of it in the first year; one-off cost 13.6 x 0.6 x 0.385 = £3.14m.
    first = shipped.savings.query("saving_id == 'PROC-01'").iloc[0]
    assert (first["full_year_gbp"], first["approved_gbp"]) == (13_600_000, 1_360_000)
    assert shipped.one_off_costs.query("saving_id == 'PROC-01'")["cost_gbp"].sum() == pytest.approx(3_141_600, abs=2)


def test_no_other_area_has_one():
    with pytest.raises(SourceError, match="No savings registers ship for 'kent', only an example for essex"):
        read_savings(area="kent")
