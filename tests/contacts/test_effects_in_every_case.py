"""What one point more does in a case of the panel is what the page's own steps give with the point and without it."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

import tieranalysis as ta
from tieranalysis.metrics.contacts.demand import demand
from tieranalysis.metrics.contacts.need import Pool, Standard, apart, in_each
from tieranalysis.metrics.contacts.standards import apart_under, together_under
from tieranalysis.metrics.one_point import one_point_more

KNOWN = ta.contact_assumptions()
STEPS = {"uplift": [0.0, 0.2], "pooled_share": [0.7, 1.0], "patience_seconds": [90.0], "target_seconds": [20.0, 60.0]}
QUEUE = [*STEPS, "target_level"]
DRAWS = {"draws": 15, "seed": 5}
LEVEL = 0.85  # of the page, where the table of assumptions says another


def calls_in(offered, times, days, seconds=1200):
    """Days of calls for each centre: its calls at each time, a few more each day, and its own handling time [seconds]."""
    return pd.DataFrame(
        {"centre": centre, "channel": "phone", "start": pd.Timestamp(f"{day} {time}"), "interval_seconds": seconds}
        | dict.fromkeys(["offered", "answered"], many + 4.0 * (place % 3))
        | {"handle_seconds": (many + 4.0 * (place % 3)) * aht}
        for centre, (aht, each) in offered.items()
        for place, day in enumerate(days)
        for time, many in zip(times, each, strict=False)  # a centre with fewer shuts earlier
    )


WEEKDAYS = ["2026-06-01", "2026-06-03", "2026-06-08", "2026-06-10", "2026-06-15"]
FOREIGN = {"Maidstone": (310.0, [22, 41, 9]), "Dover": (250.0, [35, 12, 26]), "Ashford": (420.0, [7, 9]), "County hall": (280.0, [60, 71, 44])}  # fmt: skip
KENT = {"Maidstone": "Maidstone", "Dover": "Dover", "Ashford": "Ashford", "County hall": "Kent"}
TOTALS = pd.DataFrame({"agents": [6.0, 7.0, 2.0, 15.0]}, index=["Maidstone", "Dover", "Ashford", "Kent"])


@pytest.fixture(scope="module")
def kent():
    calls = calls_in(FOREIGN, ["08:00", "08:20", "17:40"], WEEKDAYS)
    found = ta.contact_effects_to_try(
        calls, ta.typical_week(calls), KENT, TOTALS, KNOWN, {"target_level": LEVEL}, STEPS, **DRAWS
    )
    return calls, found


def case_of(found, case):
    for name, value in case.items():
        found = found[found[name] == value]
    return found.assign(name=KNOWN["assumption"].to_numpy()).set_index("name")


def answers(calls, partners, totals, rules, known=KNOWN, out=None):
    """The net saving and the cost of the change of those who join, as the page's own steps make them."""
    inside = [centre for centre, partner in partners.items() if partner != out]
    week, value = ta.typical_week(calls), known.set_index("assumption")["value"]
    spread = ta.pool_uncertainty(calls, inside, whole=False, **DRAWS, **rules)
    summary = ta.pool_summary(ta.pool(week[week["centre"].isin(inside)], **rules)).iloc[-1]
    saving = ta.annual_saving(spread, *value[["agent_hour_gbp", "weeks_a_year", "shrinkage"]])
    quantities = ta.pooling_quantities(summary, totals.drop(index=[out] if out else []), len(inside), known)
    central = ta.pooling_case(ta.pooling_costs(known, quantities), saving).set_index("case").loc["central"]
    return central["net_saving_gbp"], central["one_off_gbp"]


def with_one_more(name):
    table = KNOWN.set_index("assumption")
    more = one_point_more(table.at[name, "value"], table.at[name, "unit"])
    return table.assign(value=table["value"].where(table.index != name, more)).reset_index()


@pytest.mark.parametrize(
    ("out", "uplift", "share", "target"),
    [(None, 0.0, 0.7, 20.0), (None, 0.2, 1.0, 60.0), ("Kent", 0.2, 0.7, 60.0), ("Dover", 0.0, 1.0, 20.0)],
)
def test_a_case_is_what_the_page_says_with_the_point_and_without_it(kent, out, uplift, share, target):
    calls, found = kent
    rules = dict(zip(STEPS, [uplift, share, 90.0, target], strict=True))
    mine = case_of(found, {"joining": f"All but {out}" if out else "All", **rules})
    rules |= {"target_level": LEVEL}
    was = answers(calls, KENT, TOTALS, rules, out=out)
    more = {"uplift": uplift + 0.01, "pooled_share": min(share + 0.01, 1.0), "target_level": LEVEL + 0.01}
    more |= {"target_seconds": target * 1.01, "patience_seconds": 90.9}
    for name in QUEUE:
        now = answers(calls, KENT, TOTALS, rules | {name: more[name]}, out=out)
        assert mine.at[name, "effect"] == pytest.approx(now[0] - was[0], abs=1e-6), name
        assert mine.at[name, "value"] == rules[name], "that of the case"
    for name, place in [("agent_hour_gbp", 0), ("shrinkage", 0), ("licence_gbp", 0), ("training_gbp", 1)]:
        now = answers(calls, KENT, TOTALS, rules, with_one_more(name), out)
        assert mine.at[name, "effect"] == pytest.approx(now[place] - was[place], abs=1e-6), name
    at_most = mine.at["pooled_share", "moves"] == "nothing more: it is at its most"
    assert at_most == (share == 1.0)


def test_every_case_has_every_assumption_and_calls_cost_the_same_whoever_joins(kent):
    calls, found = kent
    cases = found.groupby(["joining", *STEPS], sort=False)
    assert len(cases) == 4 * 2 * 2 * 2
    assert cases["assumption"].agg(list).map(lambda names: names == list(KNOWN["title"])).all()
    phone = found[found["moves"] == "cost of these calls"]["effect"].unique()
    assert phone == pytest.approx([0.01 * 2.83 * calls["offered"].sum()])


def test_the_plain_table_is_that_of_the_case(kent):
    calls, found = kent
    own = dict(zip(STEPS, [0.2, 0.7, 90.0, 60.0], strict=True))
    plain = ta.contact_effects(
        calls, ta.typical_week(calls), KENT, TOTALS, KNOWN, {**own, "target_level": LEVEL}, **DRAWS
    )
    mine = case_of(found, {"joining": "All", **own})[list(plain)].reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, plain, rtol=1e-9, atol=1e-7)


def test_two_partners_join_or_do_not_and_one_centre_alone_saves_nothing():
    calls = calls_in({"North": (200.0, [30, 20]), "South": (360.0, [12, 25])}, ["09:00", "09:20"], WEEKDAYS[:2])
    rules = {"uplift": 0.1, "pooled_share": 0.8, "patience_seconds": 60.0, "target_seconds": 30.0}
    both, totals = {"North": "North", "South": "South"}, pd.DataFrame({"agents": [3.0, 4.0]}, index=["North", "South"])
    effects = ta.contact_effects(calls, ta.typical_week(calls), both, totals, KNOWN, rules, **DRAWS)
    effects.index = KNOWN["assumption"]
    at = rules | {"target_level": 0.8}
    was, now = (answers(calls, both, totals, at | {"uplift": longer})[0] for longer in (0.1, 0.11))
    assert effects.at["uplift", "effect"] == pytest.approx(now - was, abs=1e-6)
    alone = calls[calls["centre"] == "North"]
    effects = ta.contact_effects(
        alone, ta.typical_week(alone), {"North": "North"}, totals.head(1), KNOWN, rules, **DRAWS
    )
    effects.index = KNOWN["assumption"]
    assert effects.loc["uplift", ["moves", "effect"]].to_list() == ["nothing on this page", 0]


def test_a_level_that_would_be_every_call_has_no_point_more(kent):
    calls, _ = kent
    effects = ta.contact_effects(calls, ta.typical_week(calls), KENT, TOTALS, KNOWN, {"target_level": 0.99}, **DRAWS)
    level = effects.set_axis(KNOWN["assumption"]).loc["target_level"]
    assert (level["moves"], level["effect"], level["value"]) == ("nothing more: it is at its most", 0, 0.99)


def test_an_assumption_that_prices_a_line_has_to_be_there(kent):
    calls, _ = kent
    known = KNOWN[KNOWN["assumption"] != "training_gbp"]
    with pytest.raises(ValueError, match=r"'Cross-training of agents' needs the assumption 'training_gbp'; give it"):
        ta.contact_effects(calls, ta.typical_week(calls), KENT, TOTALS, known, {"target_level": LEVEL}, **DRAWS)


def test_agents_under_many_standards_are_those_under_each():
    rng = np.random.default_rng(3)
    times = [f"{hour:02}:{minute:02}" for hour in range(8, 18) for minute in (0, 20, 40)]
    offered = {name: (aht, rng.integers(0, 60, len(times))) for name, aht in [("A", 240.0), ("B", 300.0), ("C", 411.0)]}
    calls = demand(calls_in(offered, times, [f"2026-06-{day:02}" for day in range(1, 21)]))
    standards = [Standard(wait, level, patience) for wait, level, patience in product([20.0, 60.6], [0.8, 0.81], [None, 121.2])]  # fmt: skip
    deals = [([0, 1, 2], Pool(0.9, 0.05)), ([0, 2], Pool(1.0, 0.2)), ([1], Pool(0.5, 0.0))]
    alone, joint = apart_under(calls, standards), together_under(calls, deals, standards)
    for place, standard in enumerate(standards):
        np.testing.assert_allclose(alone[place], apart(calls, standard, False), rtol=1e-10)
        np.testing.assert_allclose(joint[place], in_each(calls, deals, standard, False), rtol=1e-10)
