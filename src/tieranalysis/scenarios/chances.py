"""What a programme is likely to come to in every case of a panel: the same draws, each case with its own middles."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tieranalysis.metrics.copula import draws_of
from tieranalysis.metrics.savings.evaluate import discount_factors, evaluate
from tieranalysis.metrics.savings.programme import Programme
from tieranalysis.scenarios.sets import assumed
from tieranalysis.scenarios.simulate import correlated, simulation_inputs, summarised
from tieranalysis.scenarios.trying import Joins, cases_of, scenario_in, start_of, teams_of, values_to_try

DRAWN = ("delivery", "cost_uplift_rate", "delay_years")  # the discount rate is never drawn: it only prices the draws


@dataclass(frozen=True, eq=False)
class Likely:
    """The range of the net present value in every case of the panel, and of the yearly savings where it moves them.

    `worth`: the controls, npv_p10_gbp and npv_p90_gbp. `yearly`: delivery, delay_years, partners and the columns of the
    summary of `simulate`, one row a case and year; cost and discount rate do not move it.
    """

    worth: pd.DataFrame
    yearly: pd.DataFrame


def likely_to_try(
    programme: Programme,
    scenario: pd.DataFrame,
    joins: Joins | None = None,
    targets: Mapping[str, float] | None = None,
    draws: int = 10_000,
    seed: int = 2007,
) -> Likely:
    """Simulate every case of the panel of `savings_to_try`, as `simulate` would simulate the scenario in that case.

    A case moves what is most likely within the same low and high, so the chances drawn are the same in all of them.
    """
    start, teams = start_of(scenario), list(teams_of(programme, scenario, joins))
    worth, yearly = [], []
    for case in cases_of(scenario, DRAWN).to_dict("records"):
        moved = scenario_in(scenario, case)
        drawn = _drawn(programme, moved, draws, seed)
        for name, mine in teams:
            flows = evaluate(mine, **drawn)
            worth += [case | {"partners": name} | row for row in _worth(mine, scenario, drawn["values"], flows)]
            if case["cost_uplift_rate"] == start["cost_uplift_rate"]:
                named = moved["scenario"].iloc[0]
                rows = summarised(flows["benefit_gbp"], mine, dict(targets or {}), named, draws, seed)
                yearly.append(rows.assign(delivery=case["delivery"], delay_years=case["delay_years"], partners=name))
    return Likely(pd.DataFrame(worth), pd.concat(yearly, ignore_index=True))


def _drawn(programme: Programme, moved: pd.DataFrame, draws: int, seed: int) -> dict[str, object]:
    """The arguments of `evaluate` for all draws of one case; nobody's part of the programme changes them."""
    inputs, savings = simulation_inputs(programme, moved), len(programme.savings)
    (rows,) = draws_of(inputs, correlated(inputs, moved), draws, seed, chunk=draws)
    by_name = dict(zip(inputs["name"][savings:], rows[:, savings:].T, strict=True))
    return {"values": assumed(moved) | by_name, "delivered": rows[:, :savings]}


def _worth(
    programme: Programme, scenario: pd.DataFrame, values: Mapping[str, float], flows: Mapping[str, np.ndarray]
) -> list[dict[str, float]]:
    net = flows["benefit_gbp"] - flows["cost_gbp"]
    found = []
    for rate in values_to_try(scenario)["discount_rate"]:
        factors = discount_factors(programme, dict(values) | {"discount_rate_real": rate}, len(net))
        low, high = np.quantile((net * factors).sum(axis=1), [0.1, 0.9])
        found.append({"discount_rate": rate, "npv_p10_gbp": low, "npv_p90_gbp": high})
    return found
