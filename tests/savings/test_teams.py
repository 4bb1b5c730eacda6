"""The register of each of those who may take part: what the plain functions give for the registers of those partners."""

import pandas as pd
import pytest

import tieranalysis as ta

YEAR = "2008-09"
AUDITED = ("savings", "one_off_costs", "overlap_groups", "evidence")


@pytest.fixture(scope="module")
def books():
    return ta.read_savings("", "essex")


@pytest.fixture(scope="module")
def teams(books):
    return ta.registers_to_try(books, ta.scenario(), ta.who_joins(books))


def of(frame, name):
    return frame[frame["partners"] == name].drop(columns="partners").reset_index(drop=True)


def test_the_registers_of_a_team_are_those_that_a_report_of_its_partners_has(books, teams):
    for name, codes in ta.who_joins(books).items():
        own = ta.registers_of(books, codes)
        pd.testing.assert_frame_equal(teams[name].savings, own.savings)
    two = ta.scenario("county_and_brentwood")
    (only,) = ta.registers_to_try(books, two, {"All partners": None}).values()
    assert set(only.partner_shares["partner"]) == {"E10000012", "E07000068"}


@pytest.mark.parametrize(
    ("metric", "tables", "given"),
    [
        (ta.gap_to_target, ("savings", "targets"), {}),
        (ta.track_savings, ("savings",), {"by": ["year", "cashable", "recurrent"]}),
        (ta.risk_or_plan, ("savings",), {"year": YEAR}),
        (ta.rate_savings, ("savings",), {}),
        (ta.audit_savings, AUDITED, {}),
        (ta.without_overlaps, ("savings", "overlap_groups"), {}),
    ],
)
def test_a_metric_for_each_team_is_the_metric_of_its_registers(teams, metric, tables, given):
    found = ta.for_each_team(teams, metric, *tables, **given)
    assert found.columns[0] == "partners"
    for name, own in teams.items():
        wanted = metric(*(getattr(own, table) for table in tables), **given).reset_index(drop=True)
        pd.testing.assert_frame_equal(of(found, name), wanted)


def test_what_was_made_for_each_team_goes_into_the_next_metric_team_by_team(teams):
    audited = ta.for_each_team(teams, ta.audit_savings, *AUDITED)
    graded = ta.for_each_team(teams, ta.audit_grades, audited, "savings")
    for name, own in teams.items():
        one = ta.audit_savings(own.savings, own.one_off_costs, own.overlap_groups, own.evidence)
        pd.testing.assert_frame_equal(of(graded, name), ta.audit_grades(one, own.savings))


def test_a_matrix_keeps_the_names_of_its_rows(teams):
    found = ta.for_each_team(teams, ta.overlap_matrix, "savings", "overlap_groups", year=YEAR)
    own = teams["All partners"]
    wanted = ta.overlap_matrix(own.savings, own.overlap_groups, YEAR).reset_index()
    pd.testing.assert_frame_equal(of(found, "All partners"), wanted, check_names=False)


def test_the_forecast_of_a_case_is_that_of_its_weights_and_its_team(teams):
    scenario = ta.scenario("late_and_dear")
    found = ta.forecast_to_try(teams, scenario)
    assert len(found.groupby(["delivery", "partners"])) == 9
    for (delivery, name), rows in found.groupby(["delivery", "partners"]):
        weights = ta.delivery_weights(ta.scenario_in(scenario, {"delivery": delivery}))
        wanted = ta.forecast_delivery(teams[name].savings, weights)
        pd.testing.assert_frame_equal(rows[list(wanted)].reset_index(drop=True), wanted)


def test_reserves_are_those_of_who_takes_part_and_missing_where_one_partner_s_are(teams):
    held = pd.DataFrame(
        {
            "authority": ["E10000012", "E07000068", "E07000071"],
            "unallocated_gbp": [31.0, 2.0, 5.0],
        }
    )
    found = ta.reserves_of(held, teams)
    assert found["Only the county and Brentwood"] == 33.0
    assert pd.isna(found["Only Colchester and Braintree"]), "Braintree's are not held"
    assert pd.isna(found["All partners"])


def test_answers_and_headlines_of_a_team_are_those_of_its_own_register(books, teams):
    scenario = ta.scenario()
    grid = pd.DataFrame({"partners": list(teams), "chance_said": ["64%", "almost nil", "not known"]})
    gaps = ta.for_each_team(teams, ta.gap_to_target, "savings", "targets").assign(target_gbp=2e6)
    tracked = ta.for_each_team(teams, ta.track_savings, "savings")
    audited = ta.for_each_team(teams, ta.audit_savings, *AUDITED)
    graded = ta.for_each_team(teams, ta.sound_share, ta.for_each_team(teams, ta.audit_grades, audited, "savings"))
    likely = ta.simulate(ta.programme_of(books, ta.assumption_register()), scenario, draws=50).summary
    said = ta.tracking_said(grid, tracked, gaps, graded, likely, YEAR)
    for row in said.itertuples(index=False):
        facts = [of(frame, row.partners) for frame in (tracked, gaps, graded)]
        assert row.answer_said == ta.savings_answer(facts[0], facts[1], likely, facts[2], YEAR, chance=row.chance_said)
        cards = ta.savings_headlines(*facts, YEAR)
        assert [row.left_gbp, row.at_risk_gbp, row.sound_rate] == [card["value"] for card in cards[1:]]
    assert "is 64%." in said["answer_said"].iloc[0]
    moving = ta.headlines_to_try(cards)
    assert [card["value"] for card in moving] == [cards[0]["value"], "{left_gbp}", "{at_risk_gbp}", "{sound_rate}"]
    assert [card["label"] for card in moving] == [card["label"] for card in cards]
