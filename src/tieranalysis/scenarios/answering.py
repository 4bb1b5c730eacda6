"""The answers of the savings report in every case of its panel: what its sentences and small tables say there."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from tieranalysis.metrics.savings.programme import Programme
from tieranalysis.metrics.switching import internal_rate
from tieranalysis.scenarios.chances import Likely
from tieranalysis.scenarios.charting import appraisals_to_try
from tieranalysis.scenarios.trying import KEYS, Joins, savings_to_try

MOVER = {"title": "mover", "grade": "mover_grade", "least_gbp": "mover_least_gbp", "most_gbp": "mover_most_gbp"}


def answers_to_try(
    programme: Programme,
    scenario: pd.DataFrame,
    year: str,
    joins: Joins,
    likely: Likely,
    moved: pd.DataFrame,
    worse: pd.DataFrame,
    target_year: str,
) -> pd.DataFrame:
    """Add to `savings_to_try` (in `year`) what the report's sentences say in each case.

    `likely` and `moved` are `likely_to_try` and `tornado_to_try` of the same programme, `worse` is `worse_off` of its
    `positions_to_try`. Further columns: npv_p10_gbp, npv_p90_gbp, present_benefit_gbp, present_cost_gbp, peak_gbp [GBP], peak_year, payback_year,
    present_payback_year, internal_rate [ratio a year], mover, mover_grade, mover_least_gbp, mover_most_gbp (missing where
    nothing moves it), chance (of the target of `target_year`), rules, rules_worse and most_worse (partners).
    """
    grid = savings_to_try(programme, scenario, year, joins)
    appraised = pd.concat(_appraised(programme, scenario, joins), ignore_index=True)
    first = moved.drop_duplicates(KEYS)[[*KEYS, *MOVER]].rename(columns=MOVER)
    measure = f"saving_{target_year.replace('-', '_')}_gbp"
    of_year = likely.yearly[likely.yearly["measure"] == measure].rename(columns={"chance_of_target": "chance"})
    chance = of_year[["delivery", "delay_years", "partners", "chance"]]
    for more in (likely.worth, appraised, first, chance, _counted(worse)):
        grid = grid.merge(more, "left", [name for name in KEYS if name in more], validate="many_to_one")
    return grid


def _appraised(programme: Programme, scenario: pd.DataFrame, joins: Joins) -> Iterator[pd.DataFrame]:
    for cases, found in appraisals_to_try(programme, scenario, joins):
        yield cases.assign(
            present_benefit_gbp=found.present_benefit_gbp,
            present_cost_gbp=found.present_cost_gbp,
            peak_gbp=found.peak_gbp,
            peak_year=np.array(found.years)[found.cumulative_gbp.argmin(axis=1)],
            payback_year=found.payback,
            present_payback_year=found.present_payback,
            internal_rate=[internal_rate(pd.Series(row)) for row in np.diff(found.cumulative_gbp, prepend=0.0)],
        )


def _counted(worse: pd.DataFrame) -> pd.DataFrame:
    """Count, case by case, the rules, those under which somebody would do better alone, and how many partners at most."""
    by = worse.assign(any=worse["worse_off"] > 0).groupby(KEYS, sort=False)
    return by.agg(rules=("method", "size"), rules_worse=("any", "sum"), most_worse=("worse_off", "max")).reset_index()
