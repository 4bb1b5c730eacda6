"""What one point more of each assumption does to the answers on agreements: its rules, its weights, and what divides a programme."""

from collections.abc import Mapping

import pandas as pd

from tieranalysis.metrics.agreements.allocation import allocate_programme, member_budgets
from tieranalysis.metrics.agreements.participation import authority_names
from tieranalysis.metrics.agreements.progress import progress_on
from tieranalysis.metrics.agreements.viability import reweighted, viability_screen
from tieranalysis.metrics.one_point import NOTHING, one_point_more

COLUMNS = ["assumption", "value", "unit", "grade", "moves", "effect", "effect_unit", "source"]
RULE = "Judgement: no source found; a parameter of this page"


def rule_effects(
    items: pd.DataFrame, log: pd.DataFrame, date: str, due_soon_days: int, silent_after_days: int
) -> pd.DataFrame:
    """Return the two limits in days that states hang on, with what one day more does to the number of items in the state.

    `items` and `log` as for `progress_on`. Columns: assumption, value, unit, grade, moves, effect [items], effect_unit, source.
    """
    limits = {"due_soon_days": due_soon_days, "silent_after_days": silent_after_days}
    before = _states(items, log, date, **limits)
    rows = []
    for name, words, state in (
        ("due_soon_days", "Days ahead within which an item is due", "due"),
        ("silent_after_days", "Days without a word after which an item is silent", "silent"),
    ):
        after = _states(items, log, date, **{**limits, name: int(one_point_more(limits[name], "days"))})
        effect = after.get(state, 0) - before.get(state, 0)
        rows.append(_row(words, limits[name], "days", effect, f"items that are {state}", "items", RULE))
    return pd.DataFrame(rows, columns=COLUMNS)


def weight_effects(scores: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """Return the weights of the viability screen, with what one point more of each does to the lead of the initiative in first place.

    The other weights make room in proportion. `scores` has the item's title as `title`. No row where fewer than two are scored.
    Columns as `rule_effects`; effect [points of ten].

    >>> scores = pd.DataFrame({"item": ["A", "B"], "title": ["Buying", "Vans"], "value": [8, 4], "cost": [2, 6], "readiness": [5, 5], "support": [5, 5]})
    >>> weight_effects(scores, {"value": 0.7, "cost": 0.1, "readiness": 0.1, "support": 0.1})[["value", "effect"]].round(3).to_numpy().tolist()[0]
    [0.7, 0.053]
    """
    if len(scores) < 2:
        return pd.DataFrame(columns=COLUMNS)
    first = viability_screen(scores, weights).iloc[0]
    before = _lead(scores, weights, first["item"])
    rows = []
    for name, weight in weights.items():
        after = _lead(scores, reweighted(weights, name, one_point_more(weight, "share")), first["item"])
        effect, what = round(after - before, 9), f"the lead of {first['title']} in the viability screen"
        rows.append(_row(f"Weight of {name} in the viability screen", weight, "rate", effect, what, "points", RULE))
    return pd.DataFrame(rows, columns=COLUMNS)


def programme_effects(
    measures: pd.DataFrame, by: str, programme_gbp: float, source: str, programme_source: str
) -> pd.DataFrame:
    """Return what a programme's division rests on, with what one per cent more does to the part of the district that has most.

    `measures` as for `allocate_programme`, `by` the measure that divides; `source` is that of the estimates of population, and
    another measure is the council's own. Columns as `rule_effects`; effect [GBP].
    """
    parts = allocate_programme(programme_gbp, measures, {by: 1.0}).set_index("authority")["amount_gbp"]
    most = parts.idxmax()
    name, mine = (
        authority_names(pd.Series([most])).iloc[0],
        (measures["authority"] == most) & (measures["measure"] == by),
    )
    own = float(measures.loc[mine, "value"].iloc[0])
    wider = measures.assign(value=measures["value"].astype("float64").mask(mine, one_point_more(own, by)))
    richer = round(one_point_more(programme_gbp, "GBP"), 2)
    what = f"the part of {name} in the programme"
    unit, grade, where = ("people", "A", source) if by == "population" else (by, "D", "The council's file of measures")
    tried = [
        (f"{by.replace('_', ' ').capitalize()} of {name}", own, unit, wider, programme_gbp, where, grade),
        ("Programme to divide", programme_gbp, "GBP", measures, richer, programme_source, "C"),
    ]
    rows = [
        _row(words, value, unit, _part(table, by, amount, most) - parts[most], what, "GBP", where, grade)
        for words, value, unit, table, amount, where, grade in tried
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def member_effects(budget_gbp: float, county_members: pd.DataFrame) -> pd.DataFrame:
    """Return the budget of county members, with what one per cent more does to the budget of one of them.

    Columns as `rule_effects`; effect [GBP]. Without county members it moves nothing; no row where there is no budget.

    >>> member_effects(300.0, pd.DataFrame())["moves"].iloc[0], len(member_effects(0.0, pd.DataFrame()))
    ('nothing on this page', 0)
    """
    if not budget_gbp:
        return pd.DataFrame(columns=COLUMNS)
    each = [_each(amount, county_members) for amount in (budget_gbp, round(one_point_more(budget_gbp, "GBP"), 2))]
    words = "Budget of county members together"
    row = _row(words, budget_gbp, "GBP", each[1] - each[0], "what each county member may spend", "GBP", RULE)
    return pd.DataFrame([row], columns=COLUMNS)


def _states(items: pd.DataFrame, log: pd.DataFrame, date: str, **limits: int) -> dict[str, int]:
    return progress_on(items, log, date, **limits)["state"].value_counts().to_dict()


def _lead(scores: pd.DataFrame, weights: Mapping[str, float], item: str) -> float:
    """By how much one initiative leads the best of the others."""
    ranked = viability_screen(scores, weights).set_index("item")["weighted_score"]
    return float(ranked[item] - ranked.drop(item).max())


def _part(measures: pd.DataFrame, by: str, programme_gbp: float, authority: str) -> float:
    table = allocate_programme(programme_gbp, measures, {by: 1.0}).set_index("authority")
    return float(table.at[authority, "amount_gbp"])


def _each(budget_gbp: float, county_members: pd.DataFrame) -> float:
    budgets = member_budgets(budget_gbp, county_members)
    return float(budgets["per_member_gbp"].max()) if len(budgets) else 0.0


def _row(
    words: str, value: float, unit: str, effect: float, what: str, effect_unit: str, source: str, grade: str = "D"
) -> tuple[object, ...]:
    return words, value, unit, grade, what if effect else NOTHING, effect, effect_unit, source
