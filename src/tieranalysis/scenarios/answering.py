"""The answers of the savings report in every case of its panel: what its sentences and small tables say there."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from tieranalysis.contract.savings.tables import Registers
from tieranalysis.metrics.savings.alone import worse_in_each
from tieranalysis.metrics.savings.joined import registers_of
from tieranalysis.metrics.savings.positions import programme_shares, weights_of
from tieranalysis.metrics.savings.programme import Programme
from tieranalysis.metrics.switching import internal_rate
from tieranalysis.scenarios.chances import Likely
from tieranalysis.scenarios.charting import appraisals_to_try
from tieranalysis.scenarios.sets import assumed, scenario_partners
from tieranalysis.scenarios.trying import CONTROLS, Joins, savings_to_try

KEYS = [*CONTROLS, "partners"]
MOVER = {"title": "mover", "grade": "mover_grade", "least_gbp": "mover_least_gbp", "most_gbp": "mover_most_gbp"}


def answers_to_try(
    programme: Programme,
    scenario: pd.DataFrame,
    registers: Registers,
    year: str,
    joins: Joins,
    likely: Likely,
    moved: pd.DataFrame,
    sizes: Mapping[str, pd.Series],
    target_year: str,
) -> pd.DataFrame:
    """Add to `savings_to_try` (in `year`) what the report's sentences say in each case.

    `likely` and `moved` are `likely_to_try` and `tornado_to_try` of the same programme, `sizes` is `sizes_of`. Further
    columns: npv_p10_gbp, npv_p90_gbp, present_benefit_gbp, present_cost_gbp, peak_gbp [GBP], peak_year, payback_year,
    present_payback_year, internal_rate [ratio a year], mover, mover_grade, mover_least_gbp, mover_most_gbp (missing where
    nothing moves it), chance (of the target of `target_year`), rules, rules_worse and most_worse (partners).
    """
    grid = savings_to_try(programme, scenario, year, joins)
    appraised = pd.concat(_appraised(programme, scenario, registers, joins, sizes), ignore_index=True)
    first = moved.drop_duplicates(KEYS)[[*KEYS, *MOVER]].rename(columns=MOVER)
    measure = f"saving_{target_year.replace('-', '_')}_gbp"
    of_year = likely.yearly[likely.yearly["measure"] == measure].rename(columns={"chance_of_target": "chance"})
    chance = of_year[["delivery", "delay_years", "partners", "chance"]]
    for more in (likely.worth, appraised, first, chance):
        grid = grid.merge(more, "left", [name for name in KEYS if name in more], validate="many_to_one")
    return grid


def _appraised(
    programme: Programme, scenario: pd.DataFrame, registers: Registers, joins: Joins, sizes: Mapping[str, pd.Series]
) -> Iterator[pd.DataFrame]:
    fixed = assumed(scenario)["set_up_fixed_share"]
    for cases, found in appraisals_to_try(programme, scenario, joins):
        mine = registers_of(registers, joins[cases["partners"].iloc[0]] or scenario_partners(scenario))
        benefit, agreed = (programme_shares(mine, f"{name}_share") for name in ("benefit", "contribution"))
        present = (found.present_benefit_gbp, found.present_cost_gbp)
        worse = worse_in_each(*present, float(found.cost_gbp[0]), benefit, fixed, agreed, weights_of(sizes, benefit))
        yield cases.assign(
            present_benefit_gbp=present[0],
            present_cost_gbp=present[1],
            peak_gbp=found.peak_gbp,
            peak_year=np.array(found.years)[found.cumulative_gbp.argmin(axis=1)],
            payback_year=found.payback,
            present_payback_year=found.present_payback,
            internal_rate=[internal_rate(pd.Series(row)) for row in np.diff(found.cumulative_gbp, prepend=0.0)],
            rules=worse.shape[1],
            rules_worse=(worse > 0).sum(axis=1),
            most_worse=worse.max(axis=1),
        )
