"""What a programme is likely to be worth under each named scenario that its partners fit."""

from collections.abc import Mapping

import pandas as pd

from tieranalysis.contract.savings.tables import Registers
from tieranalysis.metrics.savings.programme import Programme
from tieranalysis.registers import scenario_register
from tieranalysis.scenarios.moving import scenarios_that_fit
from tieranalysis.scenarios.sets import scenario
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
