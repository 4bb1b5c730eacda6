"""The register of savings for each of those who may take part: their part of every amount, tracked, audited and forecast."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from tieranalysis.contract.savings.tables import Registers
from tieranalysis.metrics.savings.forecast import forecast_delivery
from tieranalysis.metrics.savings.joined import registers_of
from tieranalysis.scenarios.sets import delivery_weights, scenario_partners
from tieranalysis.scenarios.trying import Joins, scenario_in, values_to_try


def registers_to_try(registers: Registers, scenario: pd.DataFrame, joins: Joins) -> dict[str, Registers]:
    """Return the registers of each of those who may take part, by name, as `registers_of` gives them."""
    return {name: registers_of(registers, codes or scenario_partners(scenario)) for name, codes in joins.items()}


def for_each_team(
    teams: Mapping[str, Registers],
    metric: Callable[..., pd.DataFrame],
    *tables: str | pd.DataFrame,
    **given: Any,
) -> pd.DataFrame:
    """Work a metric out for each of those who may take part, one after the other: `partners` (the team), then its columns.

    `teams` is `registers_to_try`. Each of `tables` is the name of a table of the registers, or a frame that this function
    made, of which each team gets its own rows; `given` are the metric's other arguments.
    """
    parts = []
    for name, own in teams.items():
        found = metric(*(_of(name, own, table) for table in tables), **given)
        kept = found.reset_index() if found.index.name else found.reset_index(drop=True)
        kept.insert(0, "partners", name)
        parts.append(kept)
    return pd.concat(parts, ignore_index=True)


def _of(name: str, own: Registers, table: str | pd.DataFrame) -> pd.DataFrame:
    if isinstance(table, str):
        return getattr(own, table)
    return table[table["partners"] == name].drop(columns="partners").reset_index(drop=True)


def forecast_to_try(teams: Mapping[str, Registers], scenario: pd.DataFrame) -> pd.DataFrame:
    """Return `forecast_delivery` in every case of delivery and of who takes part: the controls, then its columns."""
    parts = []
    for delivery in values_to_try(scenario)["delivery"]:
        weights = delivery_weights(scenario_in(scenario, {"delivery": delivery}))
        found = for_each_team(teams, forecast_delivery, "savings", weights=weights)
        parts.append(found.assign(delivery=delivery))
    return pd.concat(parts, ignore_index=True)
