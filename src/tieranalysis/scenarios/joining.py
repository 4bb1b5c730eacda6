"""What a joint programme would bring one authority under each named scenario and rule of sharing, and what moves it."""

from collections.abc import Mapping

import pandas as pd

from tieranalysis.contract.savings.tables import Registers
from tieranalysis.metrics.flows import in_prices_of
from tieranalysis.metrics.savings.joined import registers_of
from tieranalysis.metrics.savings.positions import positions_of, sizes_of
from tieranalysis.metrics.savings.programme import Programme, programme_of
from tieranalysis.registers import assumption_register, scenario_register
from tieranalysis.scenarios.moving import scenarios_that_fit
from tieranalysis.scenarios.runs import flows_of
from tieranalysis.scenarios.sets import assumed, scenario, scenario_partners

COLUMNS = ["scenario", "rule", "contribution_gbp", "benefit_gbp", "npv_gbp", "alone_npv_gbp", "worse_off"]
MOST = 6  # scenarios in a panel


def position_in(
    registers: Registers,
    chosen: pd.DataFrame,
    revenue: pd.DataFrame,
    population: pd.DataFrame,
    area: str,
    authority: str,
    sizes: Mapping[str, pd.Series] | None = None,
) -> pd.DataFrame:
    """Return an authority's position in the programme of a scenario, one row a rule; none where it takes no part.

    `chosen` is the scenario; `revenue` the table of that name of one year. Columns: scenario, rule, contribution_gbp,
    benefit_gbp, npv_gbp, alone_npv_gbp (the better of going alone and not at all) [GBP] and worse_off (than alone).
    `sizes` is what `sizes_of` makes of revenue and population, where many scenarios are tried.
    """
    if registers.savings.empty:
        return pd.DataFrame(columns=COLUMNS)
    books, values = registers_of(registers, scenario_partners(chosen)), assumed(chosen)
    programme = programme_of(books, assumption_register())
    flows = in_prices_of(flows_of(programme, chosen), values["inflation_rate"], programme.years[0])
    fixed, discount = values["set_up_fixed_share"], values["discount_rate_real"]
    table = positions_of(books, flows, fixed, revenue, population, area, discount, sizes)
    own = table[table["partner"] == authority].rename(columns={"method": "rule"})
    return own.assign(scenario=chosen["scenario"].iloc[0])[COLUMNS].reset_index(drop=True)


def programme_to_try(
    registers: Registers, start: str, revenue: pd.DataFrame, population: pd.DataFrame, area: str, authority: str
) -> pd.DataFrame:
    """Work an authority's position out under the named scenarios that it takes part in, the one of the report first.

    Columns as `position_in`, the scenario by its title. At most six scenarios; no row where it takes part in none.
    """
    if registers.savings.empty:
        return pd.DataFrame(columns=COLUMNS)
    titles = scenario_register().set_index("scenario")["title"]
    given = (revenue, population, area, authority, sizes_of(revenue, population, area))
    names = named_scenarios(registers, start, authority)
    found = [position_in(registers, scenario(name), *given) for name in names]
    table = pd.concat(found, ignore_index=True)
    return table.assign(scenario=table["scenario"].map(titles))


def programme_held(registers: Registers) -> Programme | None:
    """Make the programme of registers under the register of assumptions; none where no saving is entered."""
    return programme_of(registers, assumption_register()) if len(registers.savings) else None


def years_of(programme: Programme | None) -> int:
    """Return over how many years a programme runs; nought where there is none.

    >>> years_of(None)
    0
    """
    return len(programme.years) if programme else 0


def worth_prices(programme: Programme | None) -> str:
    """Return the year in whose prices the worth of a programme is told, its first; empty where there is none.

    >>> worth_prices(None)
    ''
    """
    return programme.years[0] if programme else ""


def named_scenarios(registers: Registers, start: str, authority: str) -> list[str]:
    """Return the scenarios of a panel, at most six: the report's own, and the others that fit the registers and have the authority."""
    fitting = scenarios_that_fit(registers) if len(registers.savings) else []
    others = [name for name in fitting if name != start and _in(name, authority)]
    return [start, *others][:MOST] if fitting else []


def _in(name: str, authority: str) -> bool:
    partners = scenario_register().set_index("scenario").at[name, "partners"]
    return pd.isna(partners) or authority in str(partners).split(";")
