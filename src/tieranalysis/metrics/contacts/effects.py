"""What one point more of each assumption does to the answers on contact centres, in one case and in every case of a panel."""

from collections.abc import Callable, Mapping
from itertools import compress, product

import numpy as np
import pandas as pd

from tieranalysis.metrics.contacts.costs import cost_of_calls, paid_in_each, quantities_in_each, unit_costs
from tieranalysis.metrics.contacts.costs_tried import who_joins
from tieranalysis.metrics.contacts.demand import demand
from tieranalysis.metrics.contacts.drawing import draw_weeks
from tieranalysis.metrics.contacts.effects_hours import Way, hours_in_each
from tieranalysis.metrics.contacts.need import Pool, Standard
from tieranalysis.metrics.contacts.teams import ALL, who_may_join
from tieranalysis.metrics.contacts.trying import Steps
from tieranalysis.metrics.contacts.views import in_full
from tieranalysis.metrics.one_point import NOTHING, one_point_more_of

QUEUE = ("target_seconds", "target_level", "patience_seconds", "uplift", "pooled_share")
COLUMNS = [
    "assumption",
    "value",
    "low",
    "high",
    "unit",
    "grade",
    "moves",
    "effect",
    "effect_unit",
    "source",
    "review_date",
]
STATED = ["assumption", "low", "high", "unit", "grade", "source", "review_date"]
OWN = ""  # as assumed
AT_MOST = "nothing more: it is at its most"
Answers = Mapping[str, pd.Series]  # each answer of the page [GBP], a value a case


def contact_effects(
    calls: pd.DataFrame,
    week: pd.DataFrame,
    partners: Mapping[str, str],
    totals: pd.DataFrame,
    known: pd.DataFrame,
    assumed: Mapping[str, float],
    draws: int = 100,
    seed: int = 34,
) -> pd.DataFrame:
    """Return each assumption with what one point more does: to the net saving a year, the cost of the change, or that of the calls.

    `calls` are intervals and `week` a typical week of them, `totals` is `partner_totals`, `known` the table of assumptions;
    `assumed` holds the values of this page, which go before those of the table. Columns: assumption (its title), value, low,
    high, unit, grade, moves (every answer that moves; the effect is on the first), effect [GBP], effect_unit, source and
    review_date. Central case; the same draws as the page's. Errors as `pool_uncertainty` and `pooling_costs`.
    """
    found = contact_effects_to_try(calls, week, partners, totals, known, assumed, {}, draws, seed)
    return found[found["joining"] == ALL][COLUMNS]


def contact_effects_to_try(
    calls: pd.DataFrame,
    week: pd.DataFrame,
    partners: Mapping[str, str],
    totals: pd.DataFrame,
    known: pd.DataFrame,
    assumed: Mapping[str, float],
    steps: Steps,
    draws: int = 100,
    seed: int = 34,
) -> pd.DataFrame:
    """Return `contact_effects` in every case of `pooled_to_try`: joining and the controls of `steps`, then its columns.

    Saving and change are those of who joins, as in `case_to_try`; the calls are all that the page prices.
    """
    table = in_full(known).assign(value=known["assumption"].map(assumed).fillna(known["value"])).set_index("assumption")
    cases, hours = _cases(calls, week, partners, table, steps, draws, seed)
    who, priced = who_joins(cases["joining"], totals, partners), _priced(calls, partners)
    before = _answers(hours[OWN], who, table["value"], priced(table))
    parts = []
    for name in table.index:
        own = _values(cases, table, name)
        more = _more(own, table, name)
        moved = table if name in QUEUE else table.assign(value=table["value"].where(table.index != name, more.iloc[0]))
        after = _answers(hours.get(name, hours[OWN]), who, moved["value"], priced(moved))
        stated = table.loc[name].rename({"title": "assumption"})
        parts.append(
            cases.assign(**stated[STATED], value=own, **_effects(before, after, own == more), effect_unit="GBP")
        )
    found = pd.concat(parts).sort_index(kind="stable")  # case by case, each with the assumptions in their order
    return found[[*cases, *COLUMNS]].reset_index(drop=True)


def _cases(
    calls: pd.DataFrame,
    week: pd.DataFrame,
    partners: Mapping[str, str],
    table: pd.DataFrame,
    steps: Steps,
    draws: int,
    seed: int,
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """The cases, and their hours: as assumed, and with one point more of each assumption on which a queue rests."""
    typical = demand(week[week["centre"].isin(list(partners))])
    weeks = draw_weeks(calls[calls["centre"].isin(list(partners))], draws=draws, seed=seed)
    joins = who_may_join(typical, partners)
    cases = pd.DataFrame(list(product(joins, *steps.values())), columns=["joining", *steps])
    rules = pd.DataFrame({name: _values(cases, table, name) for name in QUEUE})
    more = {name: _more(rules[name], table, name) for name in QUEUE}
    every = {OWN: rules} | {name: rules.assign(**{name: value}) for name, value in more.items()}
    inside = [tuple(joins[name]) for name in cases["joining"]]
    ways = [way for one in every.values() for way in map(_way, inside, one.to_dict("records"))]
    found = hours_in_each(typical, weeks, ways)
    return cases, {
        name: found[i * len(cases) : (i + 1) * len(cases)].reset_index(drop=True) for i, name in enumerate(every)
    }


def _values(cases: pd.DataFrame, table: pd.DataFrame, name: str) -> pd.Series:
    """The value of an assumption in each case: that of the panel, where it is one of its controls."""
    return cases[name] if name in cases else pd.Series(float(table.at[name, "value"]), cases.index)


def _more(own: pd.Series, table: pd.DataFrame, name: str) -> pd.Series:
    """Each value with one point more."""
    return own.map(lambda one: one_point_more_of(name, one, table.at[name, "unit"]))


def _way(inside: tuple[int, ...], rule: Mapping[str, float]) -> Way:
    standard = Standard(rule["target_seconds"], rule["target_level"], rule["patience_seconds"])
    return (inside, Pool(rule["pooled_share"], rule["uplift"])), standard


def _priced(calls: pd.DataFrame, partners: Mapping[str, str]) -> Callable[[pd.DataFrame], float]:
    """What the calls cost at the prices of a table of assumptions [GBP]; no prices are tried twice."""
    offered = calls.groupby(["centre", "channel"], as_index=False)["offered"].sum()
    known: dict[tuple[object, ...], float] = {}

    def priced(table: pd.DataFrame) -> float:
        values = table.reset_index()
        prices = tuple(unit_costs(values).items())
        if prices not in known:
            known[prices] = float(cost_of_calls(offered, partners, values)["cost_gbp"].iloc[-1])
        return known[prices]

    return priced


def _answers(hours: pd.DataFrame, who: pd.DataFrame, value: pd.Series, calls_gbp: float) -> Answers:
    """Every answer of the page that an assumption may move, in the order in which they are named."""
    many = quantities_in_each(hours["apart"], hours["together"], hours["busiest"], who, value)
    saving = hours["saved"] * value["agent_hour_gbp"] * value["weeks_a_year"] / (1 - value["shrinkage"])
    return {
        "net saving a year": saving - paid_in_each(value, many, "a year"),
        "cost of the change": paid_in_each(value, many, "one-off"),
        "cost of these calls": pd.Series(calls_gbp, hours.index),
    }


def _effects(before: Answers, after: Answers, at_most: pd.Series) -> dict[str, np.ndarray]:
    """What moves in each case, and by how much the first of it [GBP]."""
    was, now = (np.array([*answers.values()]) for answers in (before, after))
    moved = (np.abs(now - was) > 1e-9 * np.maximum(np.abs(was), 1)) & ~at_most.to_numpy()
    words = [" and ".join(compress(before, mine)) or NOTHING for mine in moved.T]
    effect = np.where(moved.any(axis=0), (now - was)[moved.argmax(axis=0), np.arange(was.shape[1])], 0.0)
    return {"moves": np.where(at_most, AT_MOST, words), "effect": effect}
