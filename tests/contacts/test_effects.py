"""What one point more of an assumption does is what the page would say with the assumption one point higher."""

import pandas as pd
import pytest

import tieranalysis as ta
from tieranalysis.metrics.one_point import one_point_more

PARTNERS = {"A": "Essex", "B": "Harlow", "C": "Maldon"}
CALLS = pd.DataFrame(
    {"centre": centre, "channel": "phone", "start": pd.Timestamp(f"2026-03-{day:02} {time}"), "interval_seconds": 1800, "offered": calls + 3 * (day % 7), "handle_seconds": (calls + 3 * (day % 7)) * 300.0}
    | {"answered": calls + 3 * (day % 7)}
    for centre, many in {"A": [30.0, 50.0], "B": [40.0, 10.0], "C": [5.0, 8.0]}.items()
    for day in (2, 3, 9, 10)
    for time, calls in zip(["09:00", "09:30"], many, strict=True)
)  # fmt: skip
TOTALS = pd.DataFrame({"agents": [4.0, 3.0, 1.0]}, index=["Essex", "Harlow", "Maldon"])
PAGE = {"uplift": 0.1, "pooled_share": 1.0, "target_level": 0.8, "target_seconds": 20.0, "patience_seconds": 90.0}


@pytest.fixture(scope="module")
def known():
    return ta.contact_assumptions()


@pytest.fixture(scope="module")
def effects(known):
    return found(known, PAGE)


def found(known, page):
    table = ta.contact_effects(CALLS, ta.typical_week(CALLS), PARTNERS, TOTALS, known, page, 20, 7)
    return table.assign(name=known["assumption"].to_numpy()).set_index("name")


def net_saving(known, **page):
    """The central case as the notebook works it out, step by step."""
    value = known.set_index("assumption")["value"]
    rules = {**PAGE, **page}
    spread = ta.pool_uncertainty(CALLS, draws=20, seed=7, whole=False, **rules)
    summary = ta.pool_summary(ta.pool(ta.typical_week(CALLS), **rules)).iloc[-1]
    saving = ta.annual_saving(spread, value["agent_hour_gbp"], value["weeks_a_year"], value["shrinkage"])
    case = ta.pooling_case(ta.pooling_costs(known, ta.pooling_quantities(summary, TOTALS, 3, known)), saving)
    return case.set_index("case").at["central", "net_saving_gbp"], case.set_index("case").at["central", "one_off_gbp"]


def test_every_assumption_stands_there_with_its_unit_and_the_value_of_the_page(known, effects):
    assert list(effects["assumption"]) == list(known["title"])
    assert effects.at["uplift", "value"] == 0.1, "the parameter, not the table"
    assert effects["effect_unit"].eq("GBP").all()
    assert effects[["source", "grade", "unit", "review_date"]].notna().all(axis=None)
    assert not effects["source"].str.startswith("as ").any()


@pytest.mark.parametrize(("name", "more"), [("uplift", 0.11), ("patience_seconds", 90.9), ("target_seconds", 20.2)])
def test_the_effect_on_the_saving_is_that_of_the_page_made_again(known, effects, name, more):
    again = net_saving(known, **{name: more})[0] - net_saving(known)[0]
    assert effects.at[name, "effect"] == pytest.approx(again, abs=1e-6)
    assert effects.at[name, "moves"].startswith("net saving a year")


def test_costs_that_are_paid_once_move_the_cost_of_the_change(known, effects):
    dearer = known.assign(value=known["value"].where(known["assumption"] != "training_gbp", 1515.0))
    assert effects.at["training_gbp", "moves"] == "cost of the change"
    assert effects.at["training_gbp", "effect"] == pytest.approx(15 * 8)
    assert net_saving(dearer)[1] - net_saving(known)[1] == pytest.approx(15 * 8)


def test_what_moves_two_answers_names_both_and_what_moves_none_says_so(effects):
    assert effects.at["shrinkage", "moves"] == "net saving a year and cost of the change"
    assert effects.at["unit_cost_phone_gbp", "moves"] == "cost of these calls"
    assert effects.at["unit_cost_phone_gbp", "effect"] == pytest.approx(0.01 * 2.83 * CALLS["offered"].sum())
    for name in ("unit_cost_web_gbp", "unit_cost_face_to_face_gbp"):
        assert (effects.at[name, "moves"], effects.at[name, "effect"]) == ("nothing on this page", 0)
    assert effects.at["pooled_share", "moves"] == "nothing more: it is at its most"


def test_an_assumption_of_nought_is_moved_by_one_of_its_unit(effects):
    # Premises cost nothing more than what is given up; £1 more a place is £1 a year for each place together.
    assert effects.at["premises_gbp", "value"] == 0
    assert effects.at["premises_gbp", "effect"] < 0
    assert effects.at["premises_gbp", "effect"] == round(effects.at["premises_gbp", "effect"]), "whole places"


@pytest.mark.parametrize(
    ("value", "unit", "more"),
    [
        (0.035, "rate a year", 0.045),
        (1.49, "ratio", 1.5),
        (0.995, "share of calls", 1.0),
        (2.0, "years", 3.0),
        (92, "days", 93),
        (6.0, "weeks of today's staff cost", 6.06),
        (0.0, "GBP a place a year", 1.0),
        (0.0, "years", 1.0),
    ],
)
def test_one_point_is_what_the_pages_say(value, unit, more):
    assert one_point_more(value, unit) == pytest.approx(more)
