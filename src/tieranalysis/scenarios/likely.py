"""What a programme is likely to be worth under each named scenario that its partners fit, and what moves it most there."""

from collections.abc import Mapping

import pandas as pd

from tieranalysis.contract.savings.tables import Registers
from tieranalysis.metrics.savings.joined import registers_of
from tieranalysis.metrics.savings.programme import Programme, programme_of
from tieranalysis.registers import assumption_register, scenario_register
from tieranalysis.scenarios.moving import scenarios_that_fit
from tieranalysis.scenarios.runs import assumptions_with_effects
from tieranalysis.scenarios.sets import scenario, scenario_partners
from tieranalysis.scenarios.simulate import simulate


def likely_by_scenario(
    programme: Programme | None, registers: Registers, start: str, targets: Mapping[str, float] | None = None
) -> dict[str, pd.DataFrame]:
    """Simulate a programme under each named scenario whose partners it has, that of the report first: a summary by title.

    `programme` and `registers` are those of all partners; `targets` as `simulate`. Nothing without a programme.
    """
    if programme is None:
        return {}
    titles = scenario_register().set_index("scenario")["title"]
    names = [start, *(name for name in scenarios_that_fit(registers) if name != start)]
    return {str(titles[name]): simulate(programme, scenario(name), targets).summary for name in names}


def effects_by_scenario(registers: Registers, start: str, most: int = 6) -> pd.DataFrame:
    """Return the assumptions that move a programme most under each named scenario whose partners it has, the report's first.

    `registers` are those of all partners. Columns: scenario (its title), then those of `assumptions_with_effects`, for those who
    take part there. No row without a saving.
    """
    if registers.savings.empty:
        return assumptions_with_effects(None, scenario(start)).assign(scenario="")
    titles = scenario_register().set_index("scenario")["title"]
    names = [start, *(name for name in scenarios_that_fit(registers) if name != start)]
    parts = [_most(registers, scenario(name), most).assign(scenario=titles[name]) for name in names]
    return pd.concat(parts, ignore_index=True)


def _most(registers: Registers, chosen: pd.DataFrame, most: int) -> pd.DataFrame:
    programme = programme_of(registers_of(registers, scenario_partners(chosen)), assumption_register())
    return assumptions_with_effects(programme, chosen).head(most)
