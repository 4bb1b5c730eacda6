"""What one point more of each assumption does to the answers on contact centres, by the functions that gave the answers."""

from collections.abc import Mapping

import pandas as pd

from tieranalysis.metrics.contacts.costs import (
    annual_saving,
    cost_of_calls,
    pooling_case,
    pooling_costs,
    pooling_quantities,
    unit_costs,
)
from tieranalysis.metrics.contacts.pooling import pool, pool_summary
from tieranalysis.metrics.contacts.uncertainty import pool_uncertainty
from tieranalysis.metrics.contacts.views import in_full
from tieranalysis.metrics.one_point import NOTHING, one_point_more

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
AT_MOST = "nothing more: it is at its most"


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
    table = in_full(known).assign(value=known["assumption"].map(assumed).fillna(known["value"]))
    hours: dict[tuple[float, ...], tuple[pd.Series, pd.DataFrame]] = {}
    priced: dict[tuple[object, ...], dict[str, float]] = {}
    by_partner = calls.groupby(["centre", "channel"], as_index=False)["offered"].sum()

    def answers(values: pd.DataFrame) -> dict[str, float]:
        value = values.set_index("assumption")["value"]
        rules = {name: float(value[name]) for name in QUEUE}
        if (key := tuple(rules.values())) not in hours:
            spread = pool_uncertainty(calls, draws=draws, seed=seed, whole=False, **rules)
            hours[key] = pool_summary(pool(week, **rules)).iloc[-1], spread
        if (prices := tuple(unit_costs(values).items())) not in priced:
            priced[prices] = _calls(by_partner, partners, values)
        return _answers(*hours[key], values, totals, len(partners)) | priced[prices]

    before = answers(table)
    effects = [_effect(answers, before, table, row) for row in range(len(table))]
    found = pd.DataFrame(effects, index=table.index, columns=["moves", "effect"])
    return (
        table.rename(columns={"assumption": "name", "title": "assumption"})
        .join(found)
        .assign(effect_unit="GBP")[COLUMNS]
    )


def _effect(answers: object, before: Mapping[str, float], table: pd.DataFrame, row: int) -> tuple[str, float]:
    """What moves when one assumption has one point more, and by how much the first of it [GBP]."""
    value, unit = table["value"].iloc[row], table["unit"].iloc[row]
    more = one_point_more(value, unit)
    if more == value:
        return AT_MOST, 0.0
    column = table["value"].astype("float64").copy()
    column.iloc[row] = more
    after = answers(table.assign(value=column))
    moved = {
        name: after[name] - was for name, was in before.items() if abs(after[name] - was) > 1e-9 * max(abs(was), 1)
    }
    return (" and ".join(moved), next(iter(moved.values()))) if moved else (NOTHING, 0.0)


def _answers(
    summary: pd.Series, spread: pd.DataFrame, values: pd.DataFrame, totals: pd.DataFrame, numbers: int
) -> dict[str, float]:
    value = values.set_index("assumption")["value"]
    saving = annual_saving(spread, value["agent_hour_gbp"], value["weeks_a_year"], value["shrinkage"])
    costs = pooling_costs(values, pooling_quantities(summary, totals, numbers, values))
    central = pooling_case(costs, saving).set_index("case").loc["central"]
    return {"net saving a year": central["net_saving_gbp"], "cost of the change": central["one_off_gbp"]}


def _calls(calls: pd.DataFrame, partners: Mapping[str, str], values: pd.DataFrame) -> dict[str, float]:
    return {"cost of these calls": float(cost_of_calls(calls, partners, values)["cost_gbp"].iloc[-1])}
