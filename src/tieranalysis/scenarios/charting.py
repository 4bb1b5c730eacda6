"""What the charts of the savings report show in every case of its panel: paying back, and each partner's return."""

from collections.abc import Iterator, Sequence
from itertools import product

import pandas as pd

from tieranalysis.metrics.appraisal import appraise, cumulative_lines
from tieranalysis.metrics.flows import in_prices_of
from tieranalysis.metrics.savings.evaluate import evaluate
from tieranalysis.metrics.savings.programme import Programme
from tieranalysis.scenarios.sets import assumed, scenario_partners
from tieranalysis.scenarios.trying import values_of_cases, values_to_try

PAYING_BACK = ("delivery", "cost_uplift_rate", "delay_years", "discount_rate")
RETURNS = ("delivery", "cost_uplift_rate")


def paying_back_to_try(programme: Programme, scenario: pd.DataFrame) -> pd.DataFrame:
    """Follow what is left of benefits less costs over the years in every case of delivery, cost, delay and discount rate.

    One row a case, year and line: the four controls of `savings_to_try`, year, line ("Not discounted" or "Discounted"),
    amount_gbp [GBP, real], payback_year and peak_funding_gbp of the case, as `appraise` gives them.
    """
    frames = []
    for case, flows in flows_to_try(programme, scenario, PAYING_BACK):
        result = appraise(flows, case["discount_rate"], base_year=programme.years[0])
        of = {"payback_year": result.payback_year, "peak_funding_gbp": result.peak_funding_gbp}
        frames.append(cumulative_lines(result).assign(**case, **of))
    return pd.concat(frames, ignore_index=True)


def returns_to_try(programme: Programme, scenario: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Work out what a pound that each partner puts in brings, in every case of delivery and of the cost.

    `own` is `one_method` of the scenario itself: a partner keeps its part of all benefits and of all contributions there.
    One row a case and partner: the two controls, name, contribution_gbp, benefit_gbp [GBP, real] and return_ratio.
    """
    parts = {name: own[f"{name}_gbp"] / own[f"{name}_gbp"].sum() for name in ("contribution", "benefit")}
    frames = []
    for case, flows in flows_to_try(programme, scenario, RETURNS):
        amounts = {
            "contribution_gbp": parts["contribution"] * flows["cost_gbp"].sum(),
            "benefit_gbp": parts["benefit"] * flows["benefit_gbp"].sum(),
        }
        ratio = amounts["benefit_gbp"] / amounts["contribution_gbp"].where(amounts["contribution_gbp"] > 0)
        frames.append(pd.DataFrame({**case, "name": own["name"], **amounts, "return_ratio": ratio}))
    return pd.concat(frames, ignore_index=True)


def flows_to_try(
    programme: Programme, scenario: pd.DataFrame, controls: Sequence[str]
) -> Iterator[tuple[dict[str, float | str], pd.DataFrame]]:
    """Give each case of some controls of `savings_to_try`, with its real yearly flows as `appraise` takes them."""
    steps, values = values_to_try(scenario), assumed(scenario)
    grid = pd.DataFrame(list(product(*(steps[name] for name in controls))), columns=list(controls))
    found = evaluate(programme.of(scenario_partners(scenario)), values_of_cases(scenario, grid))
    for place, case in enumerate(grid.to_dict("records")):
        amounts = {name: found[name][place] for name in ("benefit_gbp", "cost_gbp")}
        flows = pd.DataFrame({"year": programme.years, **amounts, "price_base": programme.price_base})
        yield case, in_prices_of(flows, values["inflation_rate"], programme.years[0])
