"""What a reader of the overview may try: every measure of the money, and every way that the contact centres may go."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import pandas as pd

from tieranalysis.metrics.budgets.balance import tier_balance
from tieranalysis.metrics.budgets.compare import compare_areas
from tieranalysis.metrics.contacts.coalitions import coalitions
from tieranalysis.metrics.contacts.need import Pool, Standard
from tieranalysis.metrics.contacts.pooling import break_even_uplift, pool, pool_summary
from tieranalysis.metrics.contacts.uncertainty import uncertainty_in_each
from tieranalysis.metrics.contacts.views import in_full
from tieranalysis.metrics.fairness import best_by_size
from tieranalysis.metrics.one_point import one_point_more
from tieranalysis.metrics.risks import county_risks
from tieranalysis.registers import bases


def on_every_basis(rows: pd.DataFrame, area: str, year: str) -> dict[str, dict[str, pd.DataFrame]]:
    """Return the balance of an area and the comparison of all counties on every basis: balance, comparison by basis.

    `rows` is the table `revenue` of one year. Errors as `tier_balance`.
    """
    return {
        basis: {"balance": tier_balance(rows, area, year, basis), "comparison": compare_areas(rows, year, basis)}
        for basis in bases()["basis"]
    }


def pooling_to_try(
    calls: pd.DataFrame,
    week: pd.DataFrame,
    partners: Mapping[str, str],
    uplift: Sequence[float],
    pooled_share: Sequence[float],
    draws: int,
    seed: int,
    **standard: float,
) -> list[dict[str, Any]]:
    """Work the answer on the contact centres out for every rise of handling time and share of calls pooled.

    `standard` holds target_seconds, target_level and patience_seconds. One dict a combination: uplift, pooled_share, spread
    (`pool_uncertainty`), break_even [share of handling time] and best (`best_by_size`, of agent hours). None without partners.
    """
    if not partners:
        return []
    cases = list(product(pooled_share, uplift))
    even = {share: break_even_uplift(week, pooled_share=share, **standard) for share in pooled_share}
    ways = [Pool(share, longer) for share, longer in cases]
    spreads = uncertainty_in_each(calls, ways, Standard(**standard), draws=draws, seed=seed)
    found: list[dict[str, Any]] = []
    for (share, longer), spread in zip(cases, spreads, strict=True):
        best = best_by_size(coalitions(week, dict(partners), uplift=longer, pooled_share=share, **standard))
        case = {"uplift": longer, "pooled_share": share, "spread": spread, "break_even": even[share], "best": best}
        found.append(case)
    return found


def pooling_effects(week: pd.DataFrame, known: pd.DataFrame, assumed: Mapping[str, float]) -> pd.DataFrame:
    """Return what one point more of each assumption does to the share of agent hours that pooling saves over the week.

    `known` is the table of assumptions; `assumed` holds uplift, pooled_share, target_level [share], target_seconds and
    patience_seconds. One point is a percentage point of a share, which is never above one, and one per cent of seconds.
    Whole agents move in steps, so fractions are used. Columns: assumption (its title), value, unit, source, grade, effect
    [percentage points of the saving] and effect_unit.
    """
    names = [name for name in known["assumption"] if name in assumed] if len(week) else []
    rows, before = in_full(known).set_index("assumption").loc[names], _saved(week, assumed) if names else 0.0
    units = {name: "seconds" if name.endswith("_seconds") else "share" for name in names}
    more = {name: one_point_more(assumed[name], unit) for name, unit in units.items()}
    effects = [100 * (_saved(week, {**assumed, name: more[name]}) - before) for name in names]
    kept = rows[["title", "unit", "source", "grade"]].rename(columns={"title": "assumption"})
    values = [assumed[name] for name in names]
    return kept.assign(value=values, effect=effects, effect_unit="points").reset_index(drop=True)


def _saved(week: pd.DataFrame, assumed: Mapping[str, float]) -> float:
    return float(pool_summary(pool(week, **assumed)).iloc[-1]["saving_rate_fractional"])


def break_even_held(week: pd.DataFrame, pooled_share: float, **standard: float) -> float | None:
    """Return `break_even_uplift` of a typical week; nothing where no calls are held."""
    return break_even_uplift(week, pooled_share=pooled_share, **standard) if len(week) else None


def with_risks(
    cases: Sequence[Mapping[str, Any]],
    by_basis: pd.DataFrame,
    targets: pd.DataFrame,
    recommendations: pd.DataFrame,
    illustrative: bool,
) -> list[dict[str, Any]]:
    """Put the county's risks (`county_risks`) beside each case of `pooling_to_try`: the break-even is one of them."""
    return [
        {**case, "risks": county_risks(by_basis, targets, recommendations, case["break_even"], illustrative)}
        for case in cases
    ]


def steps_with(own: float, values: Sequence[float]) -> list[float]:
    """Return values to try in order, with the report's own among them.

    >>> steps_with(0.05, [0.0, 0.1])
    [0.0, 0.05, 0.1]
    """
    return sorted({float(own), *map(float, values)})
