"""What moved: programmes and scenarios side by side, before and after a change."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tieranalysis.contract.savings.tables import Registers
from tieranalysis.metrics.savings.programme import Programme
from tieranalysis.registers import assumption_register, scenario_register
from tieranalysis.scenarios.runs import outcome
from tieranalysis.scenarios.sets import ScenarioError
from tieranalysis.scenarios.simulate import simulate

Cases = Mapping[str, tuple[Programme, pd.DataFrame]]


def what_moved(cases: Cases) -> pd.DataFrame:
    """Return each case beside the first, one row a case.

    Columns: change, scenario, npv_gbp, npv_moved_gbp, cost_gbp, last_saving_gbp (a year, in the last year) and last_saving_moved_gbp [GBP].
    """
    rows = [
        outcome(programme, scenario).assign(change=name, last=f"saving_{programme.years[-1].replace('-', '_')}_gbp")
        for name, (programme, scenario) in cases.items()
    ]
    table = pd.concat([row.assign(last_saving_gbp=row[row["last"].iloc[0]]) for row in rows], ignore_index=True)
    for name in ("npv", "last_saving"):
        table[f"{name}_moved_gbp"] = table[f"{name}_gbp"] - table[f"{name}_gbp"].iloc[0]
    return table[
        ["change", "scenario", "npv_gbp", "npv_moved_gbp", "cost_gbp", "last_saving_gbp", "last_saving_moved_gbp"]
    ]


def ranges_of(cases: Cases, draws: int = 10_000) -> pd.DataFrame:
    """Return the range of the net present value of each case: case, scenario, p10_gbp, p50_gbp and p90_gbp [GBP]."""
    found = [
        simulate(programme, scenario, draws=draws).summary.query("measure == 'npv_gbp'").assign(case=name)
        for name, (programme, scenario) in cases.items()
    ]
    return pd.concat(found, ignore_index=True)[["case", "scenario", "p10_gbp", "p50_gbp", "p90_gbp"]]


def scenarios_that_fit(registers: Registers) -> list[str]:
    """Return the names of the scenarios whose partners all have shares in the registers."""
    known = set(registers.partner_shares["partner"])
    named = scenario_register().set_index("scenario")["partners"]
    return [name for name, partners in named.items() if pd.isna(partners) or set(partners.split(";")) <= known]


def steps_of(assumption: str, count: int = 9) -> list[float]:
    """Return evenly spaced values of an assumption from its low to its high end.

    >>> steps_of("procurement_saving_rate", 4)
    [0.015, 0.02, 0.025, 0.03]
    """
    row = _row(assumption)
    return (
        [round(float(value), 12) for value in np.linspace(row["low"], row["high"], count)]
        if row["low"] < row["high"]
        else [float(row["value"])]
    )


def unit_of(assumption: str) -> str:
    """Return the unit of an assumption.

    >>> unit_of("procurement_saving_rate")
    'share of spend a year'
    """
    return str(_row(assumption)["unit"])


def _row(assumption: str) -> pd.Series:
    table = assumption_register().set_index("assumption")
    if assumption not in table.index:
        raise ScenarioError(f"There is no assumption {assumption!r}. The assumptions are: {', '.join(table.index)}.")
    return table.loc[assumption]
