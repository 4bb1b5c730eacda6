"""What a reader of the overview may try: every measure of the money, and every way that the contact centres may go."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from tieranalysis.metrics.budgets.balance import tier_balance
from tieranalysis.metrics.budgets.compare import compare_areas
from tieranalysis.metrics.contacts.coalitions import coalitions
from tieranalysis.metrics.contacts.demand import Demand, demand
from tieranalysis.metrics.contacts.need import Pool, Standard, apart, together
from tieranalysis.metrics.contacts.pooling import break_even_uplift
from tieranalysis.metrics.contacts.uncertainty import uncertainty_in_each
from tieranalysis.metrics.contacts.views import in_full
from tieranalysis.metrics.fairness import best_by_size
from tieranalysis.metrics.one_point import one_point_more_of
from tieranalysis.metrics.risks import county_risks
from tieranalysis.registers import bases

STANDARD = ("target_seconds", "target_level", "patience_seconds")


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
    cases = pooling_effects_to_try(week, known, assumed, [assumed["uplift"]], [assumed["pooled_share"]])
    return cases.drop(columns=["uplift", "pooled_share"])


def pooling_effects_to_try(
    week: pd.DataFrame,
    known: pd.DataFrame,
    assumed: Mapping[str, float],
    uplift: Sequence[float],
    pooled_share: Sequence[float],
) -> pd.DataFrame:
    """Return `pooling_effects` for every rise of handling time and share of calls pooled: uplift, pooled_share, then its columns.

    What centres need apart rests on neither, and is worked out once for each standard. No row where no calls are held.
    """
    names = [name for name in known["assumption"] if name in assumed] if len(week) else []
    rows = in_full(known).set_index("assumption").loc[names, ["title", "unit", "source", "grade"]]
    saved = _saving_of(demand(week)) if names else None
    found = []
    for share, longer in product(pooled_share, uplift):
        own = {**assumed, "uplift": longer, "pooled_share": share}
        units = ["seconds" if name.endswith("_seconds") else "share" for name in names]
        more = [one_point_more_of(name, own[name], unit) for name, unit in zip(names, units, strict=True)]
        effects = [100 * (saved({**own, name: value}) - saved(own)) for name, value in zip(names, more, strict=True)]
        kept = rows.rename(columns={"title": "assumption"}).assign(uplift=longer, pooled_share=share)
        values = [own[name] for name in names]
        found.append(kept.assign(value=values, effect=effects, effect_unit="points"))
    return pd.concat(found, ignore_index=True)


def _saving_of(calls: Demand) -> Callable[[Mapping[str, float]], float]:
    """The share of agent hours, in fractions of agents, that pooling saves under any assumptions; none is worked out twice."""

    @cache
    def apart_hours(standard: Standard) -> float:
        return _hours(apart(calls, standard, whole=False).sum(axis=1), calls)

    @cache
    def together_hours(standard: Standard, rule: Pool) -> float:
        return _hours(together(calls, rule, standard, whole=False), calls)

    def saved(assumed: Mapping[str, float]) -> float:
        standard = Standard(**{name: assumed[name] for name in STANDARD})
        return 1 - together_hours(standard, Pool(assumed["pooled_share"], assumed["uplift"])) / apart_hours(standard)

    return saved


def _hours(agents: np.ndarray, calls: Demand) -> float:
    return float((agents * calls.interval_seconds).sum() / 3600)


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
