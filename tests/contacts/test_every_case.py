"""The tables, points and headline numbers of the contact-centre report are, in every case of its panel, those of the report made again."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

import tieranalysis as ta
from tieranalysis.present.cases_contacts import contacts_said
from tieranalysis.present.panel import PLACE

STEPS = {"uplift": [0.05, 0.3], "pooled_share": [0.6, 1.0], "patience_seconds": [120.0], "target_seconds": [20.0, 60.0]}
CONTROLS = ["joining", *STEPS]
TIMES, DAYS = ["09:00", "09:30", "14:00"], ["2026-03-02", "2026-03-03", "2026-03-09", "2026-03-10", "2026-03-16"]
OFFERED = {"A": (30, 44, 12), "A2": (6, 9, 3), "B": (42, 12, 20), "C": (6, 9, 30)}
AHT = {"A": 300.0, "A2": 420.0, "B": 270.0, "C": 240.0}
PARTNERS = {"A": "Essex", "A2": "Essex", "B": "Harlow", "C": "Maldon"}
JOINING = {"All": "Essex Harlow Maldon", "All but Essex": "Harlow Maldon", "All but Harlow": "Essex Maldon", "All but Maldon": "Essex Harlow"}  # fmt: skip
CALLS = pd.DataFrame(
    {"centre": centre, "channel": "phone", "start": pd.Timestamp(f"{day} {time}"), "interval_seconds": 1800}
    | dict.fromkeys(["offered", "answered"], many + 3.0 * (place % 4))
    | {"handle_seconds": (many + 3.0 * (place % 4)) * AHT[centre]}
    for centre, all_day in OFFERED.items()
    for place, day in enumerate(DAYS)
    for time, many in zip(TIMES, all_day, strict=True)
    if not (centre == "C" and (time == "14:00" or day == "2026-03-16"))  # shut in the afternoon, and on one day
)
WEEK = ta.typical_week(CALLS)
TOTALS = pd.DataFrame(
    {"usage": [9e3, 7e3, 4e3], "budget": [4e4, 2e4, 1e4], "population": [9.0, 3.0, 2.0], "agents": [8.0, 5.0, 2.0]},
    index=["Essex", "Harlow", "Maldon"],
)
WEIGHTS = TOTALS[["budget", "population", "usage"]].to_dict()
KNOWN = ta.contact_assumptions()
VALUE = KNOWN.set_index("assumption")["value"]
YEARLY = VALUE["agent_hour_gbp"], VALUE["weeks_a_year"] / (1 - VALUE["shrinkage"])
DRAWS = {"draws": 25, "seed": 7}
CASES = [
    dict(zip(CONTROLS, case, strict=True))
    for case in [
        ("All", 0.05, 1.0, 120.0, 20.0), ("All", 0.3, 0.6, 120.0, 60.0), ("All but Essex", 0.05, 1.0, 120.0, 20.0),
        ("All but Harlow", 0.05, 0.6, 120.0, 60.0), ("All but Maldon", 0.3, 1.0, 120.0, 20.0),
    ]
]  # fmt: skip
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(map(str, case.values())))


@pytest.fixture(scope="module")
def found():
    pooled = ta.pooled_to_try(CALLS, WEEK, PARTNERS, STEPS, **DRAWS)
    tried = ta.games_to_try(WEEK, PARTNERS, STEPS, *YEARLY)
    costs = ta.costs_to_try(pooled, TOTALS, PARTNERS, KNOWN)
    tables = {"pooled": pooled, "costs": costs, "case": ta.case_to_try(pooled, costs, KNOWN)}
    tables |= {
        "best": ta.best_to_try(tried),
        "lost": ta.hold_outs_to_try(tried),
        "shared": ta.sharing_to_try(tried, WEIGHTS),
    }
    tables |= {
        "gains": ta.gains_to_try(tried),
        "own": ta.own_lines_to_try(tried, pooled),
        "needs": ta.needs_to_try(pooled),
    }
    return tables | {"shares": ta.shares_to_try(tables["shared"])}


@pytest.fixture(scope="module")
def said(found):
    return contacts_said(*(found[name] for name in ("pooled", "best", "case", "lost", "shared", "own")))


def one(frame, case):
    for name, value in case.items():
        frame = frame[frame[name] == value] if name in frame else frame
    return frame.drop(columns=[name for name in case if name in frame]).reset_index(drop=True)


def again(case):
    """The report's own steps in one case: all its centres, and those of the partners who join by themselves."""
    rules = {name: case[name] for name in STEPS}
    inside = [centre for centre, partner in PARTNERS.items() if partner in JOINING[case["joining"]].split()]
    mine, joined = {c: PARTNERS[c] for c in inside}, WEEK[WEEK["centre"].isin(inside)]
    drawn = [ta.pool_uncertainty(CALLS, inside, whole=whole, **DRAWS, **rules) for whole in (True, False)]
    hours = ta.coalitions(joined, mine, **rules)
    return {
        "summary": ta.pool_summary(ta.pool(WEEK, inside, **rules)).iloc[-1],
        "joined": ta.pool_summary(ta.pool(joined, **rules)).iloc[-1],
        "drawn": drawn,
        "even": ta.break_even_uplift(WEEK, inside, **{name: rules[name] for name in list(STEPS)[1:]}),
        "hours": hours,
        "game": ta.price_game(hours, *YEARLY),
        "best": ta.best_by_size(ta.price_game(ta.coalitions(WEEK, PARTNERS, **rules), *YEARLY)),
        "totals": TOTALS.loc[JOINING[case["joining"]].split()],
        "numbers": len(inside),
    }


def costs_again(own):
    quantities = ta.pooling_quantities(own["joined"], own["totals"], own["numbers"], KNOWN)
    return ta.pooling_costs(KNOWN, quantities)


def case_again(own):
    saving = ta.annual_saving(
        own["drawn"][1], *(VALUE[name] for name in ("agent_hour_gbp", "weeks_a_year", "shrinkage"))
    )
    return saving, ta.pooling_case(costs_again(own), saving)


def same(mine, wanted):
    pd.testing.assert_frame_equal(
        mine[list(wanted)], wanted.reset_index(drop=True), check_dtype=False, rtol=1e-9, atol=1e-7
    )


@each_case
def test_the_table_of_needs_is_that_of_the_report_made_again(found, case):
    own = again(case)
    same(one(found["needs"], case), ta.needs_side_by_side(own["summary"], *own["drawn"]))


@each_case
def test_the_tables_of_costs_are_those_of_the_partners_who_join(found, case):
    own = again(case)
    same(one(found["costs"], case), costs_again(own))
    same(one(found["case"], case), case_again(own)[1])


@each_case
def test_the_tables_of_sharing_are_those_of_the_game_of_who_joins(found, case):
    game = again(case)["game"]
    weights = {rule: {name: given[name] for name in game.partners} for rule, given in WEIGHTS.items()}
    shared = ta.sharing_table(game, weights)
    mine = one(found["shared"], case)
    same(mine, shared)
    assert dict(zip(mine["method"], mine["blocked"], strict=True)) == ta.blocked(game, shared)
    assert mine["least_core"].iloc[0] == pytest.approx(ta.least_core(game), abs=1e-6)
    same(one(found["shares"], case), ta.shares_by_rule(shared))
    same(one(found["lost"], case), ta.hold_outs(game))
    saved = one(found["gains"], case).query("joins").set_index("partner")["saving"]
    assert saved.to_dict() == pytest.approx(
        shared.query("method == 'shapley'").set_index("partner")["saving"].to_dict()
    )


@each_case
def test_every_sentence_is_the_one_that_the_report_made_again_would_print(said, case):
    own = again(case)
    game, drawn = own["game"], own["drawn"][0]
    weights = {rule: {name: given[name] for name in game.partners} for rule, given in WEIGHTS.items()}
    shared = ta.sharing_table(game, weights)
    wide = ta.shares_by_rule(shared)
    wanted = {
        "pooling": ta.pooling_answer(drawn, own["even"], own["best"]),
        "rounding": ta.rounding_answer(own["summary"]),
        "cost": ta.cost_answer(case_again(own)[1]),
        "own_lines": ta.own_lines_answer(
            own["joined"]["agent_hours_apart"], ta.stand_alone(own["hours"]).sum(), own["hours"].costs[-1]
        ),
        "hold_out": ta.hold_out_answer(ta.hold_outs(game)),
        "fairness": ta.fairness_answer(shared, ta.blocked(game, shared), ta.least_core(game)),
        "rules": " ".join(
            [*(ta.alike_notes(wide) or ["No two rules come to the same here."]), *ta.unshared_notes(shared)]
        ),
    }
    row = one(said.grid, case).iloc[0]
    assert {name: PLACE.sub(lambda place: row[place[1]], words) for name, words in said.sentences.items()} == wanted


@each_case
def test_the_headline_numbers_are_those_of_the_report_made_again(said, case):
    own = again(case)
    wanted = ta.contact_headlines(own["drawn"][0], case_again(own)[0], own["even"])
    row = one(said.grid, case).iloc[0]
    for entry, named in zip(wanted, ta.headlines_that_follow(), strict=True):
        assert {k: v for k, v in entry.items() if k not in ENDS} == {k: v for k, v in named.items() if k not in ENDS}
        for end in [end for end in ENDS if end in entry]:
            assert row[PLACE.fullmatch(named[end])[1]] == pytest.approx(entry[end], abs=2e-6), (entry["label"], end)


ENDS = ("value", "low", "high")


def test_there_is_one_row_a_case_and_the_cases_differ(found, said):
    many = len(JOINING) * int(np.prod([len(steps) for steps in STEPS.values()]))
    assert len(said.grid) == len(found["pooled"]) == many
    assert set(map(tuple, said.grid[CONTROLS].to_numpy())) == set(product(JOINING, *STEPS.values()))
    assert set(said.also) <= set(said.grid)
    for name, frame in found.items():
        amounts = frame.drop(columns=[c for c in CONTROLS if c in frame]).select_dtypes("number")
        assert amounts.round(6).drop_duplicates().shape[0] > 8, name


def test_where_one_council_alone_has_centres_there_is_nothing_to_lose_and_nothing_fails():
    alone = {"A": "Essex", "A2": "Essex"}
    calls = CALLS[CALLS["centre"].isin(list(alone))]
    week = ta.typical_week(calls)
    pooled, tried = ta.pooled_to_try(calls, week, alone, STEPS, **DRAWS), ta.games_to_try(week, alone, STEPS, *YEARLY)
    case = ta.case_to_try(pooled, ta.costs_to_try(pooled, TOTALS.iloc[:1], alone, KNOWN), KNOWN)
    lost, shared = ta.hold_outs_to_try(tried), ta.sharing_to_try(tried, {"usage": {"Essex": 1.0}})
    told = contacts_said(pooled, ta.best_to_try(tried), case, lost, shared, ta.own_lines_to_try(tried, pooled))
    assert set(told.grid["joining"]) == {"All"}
    assert len(told.grid) == 8
    assert "no partner is pivotal" in told.sentences["hold_out"]
