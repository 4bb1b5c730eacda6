"""What each assumption is, and what one point more of it does, in every case of the panel of a programme."""

import numpy as np
import pandas as pd

from tieranalysis.metrics.savings.programme import Programme
from tieranalysis.scenarios.runs import active_rows, assumptions_with_effects, effects
from tieranalysis.scenarios.trying import Joins, cases_of, teams_of, values_of_cases


def effects_to_try(programme: Programme, scenario: pd.DataFrame, joins: Joins | None = None) -> pd.DataFrame:
    """Return the assumptions of every case of the panel of `savings_to_try`, with what one point more does there.

    One row a case and assumption, in the order of the report's own case: the controls, then the columns of
    `assumptions_with_effects`, whose value and effect are those of the case.
    """
    shown, active = assumptions_with_effects(programme, scenario), active_rows(programme, scenario)
    active = active.set_index("title", drop=False).loc[shown["assumption"]]
    cases = cases_of(scenario)
    values, wide = values_of_cases(scenario, cases), len(active)
    own = np.stack([np.broadcast_to(values[name], len(cases)) for name in active["assumption"]], axis=1)
    rows, named = (
        cases.loc[np.repeat(np.arange(len(cases)), wide)].reset_index(drop=True),
        pd.concat([shown.drop(columns=["value", "effect"])] * len(cases), ignore_index=True),
    )
    parts = [
        rows.assign(partners=name).join(named.assign(value=own.ravel(), effect=effects(mine, values, active).ravel()))
        for name, mine in teams_of(programme, scenario, joins)
    ]
    return pd.concat(parts, ignore_index=True)[[*cases, "partners", *shown]]
