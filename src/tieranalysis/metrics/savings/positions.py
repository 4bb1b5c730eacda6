"""The partners of a programme from its registers: their shares, what the rules weigh them by, and their positions."""

from collections.abc import Mapping, Sequence

import pandas as pd

from tieranalysis.contract.savings.errors import SavingsError
from tieranalysis.contract.savings.tables import Registers
from tieranalysis.metrics.budgets.choose import by_authority
from tieranalysis.metrics.budgets.people import area_population, populations
from tieranalysis.metrics.savings.partners import AGREED, partner_positions
from tieranalysis.registers import authorities, members


def positions_of(
    registers: Registers,
    flows: pd.DataFrame,
    fixed_share: float,
    revenue: pd.DataFrame,
    population: pd.DataFrame,
    area: str,
    discount_rate: float = 0.035,
    sizes: Mapping[str, pd.Series] | None = None,
) -> pd.DataFrame:
    """Return every partner's position under every rule, with its name.

    Where the registers hold no shares, each saving is its own authority's alone.

    `revenue` is the table `revenue` of one year, and `population` its table, for the rules by budget and population;
    `sizes` is what `sizes_of` makes of them, where many programmes of one area are tried. Columns as `partner_positions`, then name and return_ratio (benefit over contribution).
    """
    benefit = programme_shares(registers)
    agreed = programme_shares(registers, "contribution_share")
    known = sizes_of(revenue, population, area) if sizes is None else sizes
    weights = weights_of(known, benefit)
    return named_partners(
        partner_positions(flows, benefit, fixed_share, agreed, weights, discount_rate, flows["year"].iloc[0])
    )


def one_method(positions: pd.DataFrame, method: str = AGREED) -> pd.DataFrame:
    """Return the positions under one rule of sharing, the highest return on a pound put in first."""
    chosen = positions[positions["method"] == method]
    return chosen.sort_values("return_ratio", ascending=False, kind="stable", ignore_index=True)


def by_method(positions: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return each partner's contribution under every rule: name, and one column a rule, such as equal_gbp [GBP].

    `by` names the columns on which the contributions of many cases (`positions_to_try`) rest: one row a case of those and
    partner, after them. A rule that a case has not is missing there.
    """
    keys = [*by, "name"]
    first = positions.drop_duplicates([*keys, "method"]).set_index([*keys, "method"])["contribution_gbp"]
    wide = first.unstack(sort=False).rename_axis(columns=None)
    return wide.add_suffix("_gbp").reset_index()


def programme_shares(registers: Registers, share: str = "benefit_share") -> dict[str, float]:
    """Return each partner's part of the whole programme: its shares of the savings, weighted by their full-year amounts.

    `share` is benefit_share or contribution_share (weighted by the one-off costs, where there are any). The parts add to one.

    Raises SavingsError where there is nothing to weight by.
    """
    last = registers.savings.sort_values("year").groupby("saving_id").last()
    saved = last["full_year_gbp"].fillna(last["approved_gbp"])
    costs = registers.one_off_costs.groupby("saving_id")["cost_gbp"].sum()
    weight = costs if share == "contribution_share" and costs.sum() > 0 else saved
    shares = registers.partner_shares if len(registers.partner_shares) else _own(last)
    weighted = shares.assign(weight=shares["saving_id"].map(weight).fillna(0.0))
    if not weighted["weight"].sum() > 0:
        raise SavingsError(
            f"There is no amount to weight {share} by. Enter costs and savings, and the shares of those savings."
        )
    parts = (weighted[share] * weighted["weight"]).groupby(weighted["partner"], sort=False).sum()
    return (parts / parts.sum()).to_dict()


def reserves_of(reserves: pd.DataFrame, teams: Mapping[str, Registers]) -> dict[str, float]:
    """Return the unallocated reserves of those who take part together, by team; missing where any partner's are [GBP].

    `reserves` is the table of that name of `tieranalysis.metrics.budgets.councils`, `teams` their registers by name.
    """
    held = reserves.set_index("authority")["unallocated_gbp"]
    return {name: float(held.reindex(list(programme_shares(own))).sum(skipna=False)) for name, own in teams.items()}


def _own(savings: pd.DataFrame) -> pd.DataFrame:
    """Each saving wholly its authority's, for registers that hold no shares."""
    rows = savings[["authority"]].rename(columns={"authority": "partner"}).rename_axis("saving_id").reset_index()
    return rows.assign(contribution_share=1.0, benefit_share=1.0)


def partner_weights(
    revenue: pd.DataFrame, population: pd.DataFrame, area: str, year: str, benefit_shares: Mapping[str, float]
) -> dict[str, dict[str, float]]:
    """Return what the rules by budget, population and usage weigh each partner by.

    Budget is service expenditure without education [GBP]; population that of the partner's own area, so the county's is its
    districts' together; usage the partner's part of what is saved. A rule is left out where a partner has no figure for it.

    `revenue` is the table `revenue` of one year.
    """
    return weights_of(sizes_of(revenue, population, area, year), benefit_shares)


def sizes_of(
    revenue: pd.DataFrame, population: pd.DataFrame, area: str, year: str | None = None
) -> dict[str, pd.Series]:
    """Return the budget [GBP] and the population [people] of the authorities of an area, for the rules of those names."""
    year = year or revenue["year"].iloc[0]
    wide = by_authority(revenue, ["total_service_expenditure", "education"])
    people = populations(population, area, year)
    county = members(area, year).query("tier == 'county'")["authority"].iloc[0]
    people.loc[county] = area_population(population, area, year)
    return {"budget": wide["total_service_expenditure"] - wide["education"], "population": people}


def weights_of(sizes: Mapping[str, pd.Series], benefit_shares: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Return what the rules weigh each partner by, as `partner_weights`, from what `sizes_of` gives."""
    found = {**sizes, "usage": pd.Series(dict(benefit_shares))}
    chosen = {name: weights.reindex(list(benefit_shares)) for name, weights in found.items()}
    return {name: weights.to_dict() for name, weights in chosen.items() if weights.notna().all()}


def named_partners(positions: pd.DataFrame) -> pd.DataFrame:
    """Add each partner's name, and return_ratio (benefit over contribution), to its positions."""
    names = authorities().set_index("authority")["name"]
    named = positions.assign(name=positions["partner"].map(names).fillna(positions["partner"]))
    return named.assign(
        return_ratio=named["benefit_gbp"] / named["contribution_gbp"].where(named["contribution_gbp"] > 0)
    )
