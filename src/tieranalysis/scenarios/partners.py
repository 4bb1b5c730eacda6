"""Who puts in, who gains, who would do better alone and who would do best together, in every case of the panel of a programme."""

from collections.abc import Mapping

import pandas as pd

from tieranalysis.contract.savings.tables import Registers
from tieranalysis.metrics.savings.in_each import Flows, positions_in_each
from tieranalysis.metrics.savings.partners import worse_off
from tieranalysis.metrics.savings.positions import (
    by_method,
    named_partners,
    one_method,
    programme_shares,
    weights_of,
)
from tieranalysis.metrics.savings.programme import Programme
from tieranalysis.metrics.savings.willing import coalitions_in_each
from tieranalysis.registers import authorities
from tieranalysis.scenarios.charting import appraisals_to_try, flows_to_try
from tieranalysis.scenarios.sets import assumed
from tieranalysis.scenarios.teams import registers_to_try
from tieranalysis.scenarios.trying import ALL, CONTROLS, KEYS, Joins

OWN = [
    "name",
    "contribution_gbp",
    "benefit_gbp",
    "net_gbp",
    "npv_gbp",
    "payback_year",
    "alone_contribution_gbp",
    "alone_npv_gbp",
    "worse_off",
]
SHARED = ["cost_uplift_rate", "partners"]
RETURNED = ["delivery", "cost_uplift_rate", "delay_years", "partners"]  # a return is not discounted


def positions_to_try(
    programme: Programme,
    scenario: pd.DataFrame,
    registers: Registers,
    sizes: Mapping[str, pd.Series],
    joins: Joins | None = None,
) -> pd.DataFrame:
    """Return every partner's position under every rule in every case of the panel of `savings_to_try`.

    `sizes` is `sizes_of`. One row a case, rule and partner: the controls, then the columns of `positions_of`, as it gives
    them for the programme of those who take part.
    """
    teams = joins or {ALL: None}
    books, fixed = registers_to_try(registers, scenario, teams), assumed(scenario)["set_up_fixed_share"]
    parts = []
    for cases, benefit, cost in flows_to_try(programme, scenario, CONTROLS, teams):
        shares, agreed = (
            programme_shares(books[cases["partners"].iloc[0]], f"{name}_share") for name in ("benefit", "contribution")
        )
        flows = Flows(programme.years, benefit, cost, cases["discount_rate"].to_numpy(dtype="float64"))
        found = positions_in_each(flows, shares, fixed, agreed, weights_of(sizes, shares))
        parts.append(cases.loc[found["case"], KEYS].reset_index(drop=True).join(found.drop(columns="case")))
    return named_partners(pd.concat(parts, ignore_index=True))


def coalitions_to_try(
    programme: Programme, scenario: pd.DataFrame, registers: Registers, joins: Joins | None = None
) -> pd.DataFrame:
    """Return the best coalition of each size among those who take part, in every case of the panel of `savings_to_try`.

    One row a case and size: the controls, then the columns of `best_coalitions`.
    """
    teams, names = joins or {ALL: None}, authorities().set_index("authority")["name"].to_dict()
    books, fixed = registers_to_try(registers, scenario, teams), assumed(scenario)["set_up_fixed_share"]
    parts = []
    for cases, found in appraisals_to_try(programme, scenario, teams):
        shares = programme_shares(books[cases["partners"].iloc[0]])
        best = coalitions_in_each(found.present_benefit_gbp, found.present_cost_gbp, shares, fixed, names)
        parts.append(cases.loc[best["case"], KEYS].reset_index(drop=True).join(best.drop(columns="case")))
    return pd.concat(parts, ignore_index=True)


def own_to_try(positions: pd.DataFrame) -> pd.DataFrame:
    """Return each partner's own position, shares as agreed, in every case of `positions_to_try`, the highest return first."""
    return one_method(positions)[[*KEYS, *OWN]]


def worse_to_try(positions: pd.DataFrame) -> pd.DataFrame:
    """Return `worse_off` in every case of `positions_to_try`: the controls, method, worse_off and who."""
    return worse_off(positions, KEYS)


def contributions_to_try(positions: pd.DataFrame) -> pd.DataFrame:
    """Return `by_method` in every case of `positions_to_try` on which it rests: what cost comes to, and who takes part."""
    return by_method(positions, SHARED)


def returns_to_try(positions: pd.DataFrame) -> pd.DataFrame:
    """Return what a pound that each partner puts in brings, shares as agreed, in every case of `positions_to_try`.

    One row a case of delivery, cost, delay and who takes part, and partner of the report: those controls, name,
    contribution_gbp, benefit_gbp [GBP, real] and return_ratio, all missing for partners that take no part there.
    """
    agreed = one_method(positions)[[*RETURNED, "name", "contribution_gbp", "benefit_gbp", "return_ratio"]]
    known = agreed.drop_duplicates([*RETURNED, "name"])
    everyone = known[["name"]].drop_duplicates()
    cases = known[RETURNED].drop_duplicates()
    return cases.merge(everyone, "cross").merge(known, "left", [*RETURNED, "name"])
