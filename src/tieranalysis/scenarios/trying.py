"""A grid of scenarios for the panel of a report: the reader looks up what the tested model made."""

import itertools
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from tieranalysis.contract.savings.tables import Registers
from tieranalysis.metrics.savings.evaluate import discount_factors, evaluate
from tieranalysis.metrics.savings.programme import Programme
from tieranalysis.registers import scenario_register
from tieranalysis.scenarios.moving import scenarios_that_fit
from tieranalysis.scenarios.sets import ScenarioError, assumed, scenario_partners

ENDS = {"at the low end": "low", "as assumed": None, "at the high end": "high"}
CLASSES = ("high", "medium", "low")
CONTROLS = ("delivery", "discount_rate", "cost_uplift_rate", "delay_years")
KEYS = [*CONTROLS, "partners"]
MOVED = {
    "discount_rate_real": "discount_rate",
    "cost_optimism_rate": "cost_uplift_rate",
    "delivery_delay_years": "delay_years",
}
RATES, UPLIFTS, DELAYS = (0.035, 0.06), (0.1, 2.0), (0.0, 1.0)  # the uplifts are the ends of the published range
Joins = Mapping[str, Sequence[str] | None]
ALL = "All partners"


def savings_to_try(programme: Programme, scenario: pd.DataFrame, year: str, joins: Joins | None = None) -> pd.DataFrame:
    """Work every combination of a few assumptions out, one row each, as `explorer` takes them.

    Controls: delivery (at the low end, as assumed, at the high end), discount_rate, cost_uplift_rate, delay_years and
    partners (the names in `joins`, which give the codes; None means all). Results: saving_gbp (in `year`), cost_gbp,
    npv_gbp [GBP] and benefit_cost_ratio. What the scenario assumes is always among the values.
    """
    grid = cases_of(scenario)
    moved = values_of_cases(scenario, grid)
    parts = [
        grid.assign(partners=name, **_results(programme.of(codes), moved, year))
        for name, codes in (joins or {ALL: None}).items()
    ]
    return pd.concat(parts, ignore_index=True)


def cases_of(scenario: pd.DataFrame, controls: Sequence[str] = CONTROLS) -> pd.DataFrame:
    """Return every combination of some controls of `savings_to_try`, one row a case."""
    steps = values_to_try(scenario)
    return pd.DataFrame(list(itertools.product(*(steps[name] for name in controls))), columns=list(controls))


def values_to_try(scenario: pd.DataFrame) -> dict[str, list[float | str]]:
    """Return the values of each control of `savings_to_try`, in order; what the scenario assumes is among them."""
    values = assumed(scenario)
    return {
        "delivery": list(ENDS),
        "discount_rate": steps_around(values["discount_rate_real"], RATES),
        "cost_uplift_rate": steps_around(values["cost_optimism_rate"], UPLIFTS),
        "delay_years": steps_around(values["delivery_delay_years"], DELAYS),
    }


def steps_outside(scenario: pd.DataFrame) -> pd.DataFrame:
    """Return the steps of the panel that lie beyond what their source supports: title, value, unit, low and high.

    >>> from tieranalysis.scenarios.sets import scenario
    >>> steps_outside(scenario())[["title", "value", "high"]].to_numpy().tolist()
    [['Real discount rate', 0.06, 0.035]]
    """
    rows, steps = scenario.set_index("assumption"), values_to_try(scenario)
    every = [(name, value) for name, control in MOVED.items() for value in steps[control]]
    table = rows.loc[[name for name, _ in every], ["title", "unit", "low", "high"]]
    table = table.assign(value=[value for _, value in every])
    return table[(table["value"] < table["low"]) | (table["value"] > table["high"])].reset_index(drop=True)


def steps_around(own: float, steps: Sequence[float]) -> list[float]:
    """Put a value in the place of the step that is nearest to it, so that every panel has as many cases.

    >>> steps_around(0.05, (0.035, 0.06)), steps_around(0.5, (0.1, 2.0))
    ([0.035, 0.05], [0.5, 2.0])
    """
    nearest = min(steps, key=lambda step: abs(step - own))
    return sorted({own, *(step for step in steps if step != nearest)})


def scenario_in(scenario: pd.DataFrame, case: Mapping[str, float | str]) -> pd.DataFrame:
    """Return a scenario as it is in one case of the panel: the same assumptions, those that the case moves with its values."""
    moved = values_of_cases(scenario, pd.DataFrame([case]))
    return scenario.assign(value=[float(np.ravel(moved[name])[0]) for name in scenario["assumption"]])


def teams_of(
    programme: Programme, scenario: pd.DataFrame, joins: Joins | None = None
) -> Iterator[tuple[str, Programme]]:
    """Give the programme of each of those who may take part, by name; without `joins` that of the scenario's partners."""
    for name, codes in (joins or {ALL: None}).items():
        yield name, programme.of(scenario_partners(scenario) if codes is None else codes)


def values_of_cases(scenario: pd.DataFrame, cases: pd.DataFrame) -> dict[str, float | np.ndarray]:
    """Return every assumption of a scenario, as arrays where the columns of `cases` move it (one row a case)."""
    delivery = _weights(scenario, cases["delivery"]) if "delivery" in cases else {}
    return assumed(scenario) | delivery | _moved(cases)


def who_joins(registers: Registers, most: int = 2) -> Joins:
    """Return who may take part: all partners, and the coalitions of the named scenarios whose partners have shares.

    A coalition is named as its scenario's title is up to the first comma, such as "Only Colchester and Braintree"; one that
    holds all partners of the registers is no other.
    """
    named = scenario_register().dropna(subset=["partners"]).set_index("scenario")
    teams, everyone = named["partners"].str.split(";"), set(registers.partner_shares["partner"])
    fit = [name for name in scenarios_that_fit(registers) if name in teams.index and set(teams[name]) != everyone]
    return {ALL: None} | {named.at[name, "title"].partition(",")[0]: teams[name] for name in fit[:most]}


def year_in(programme: Programme, year: str) -> str:
    """Return the year, when the programme has it.

    Raises ScenarioError, which says from when to when the programme runs.
    """
    if year not in programme.years:
        raise ScenarioError(
            f"There is nothing for {year!r}: the programme runs from {programme.years[0]} to {programme.years[-1]}. Choose a year within it."
        )
    return year


def start_of(scenario: pd.DataFrame, partners: str = ALL) -> dict[str, float | str]:
    """Return the combination that the scenario itself assumes, as `explorer` takes it."""
    values = assumed(scenario)
    return {
        "delivery": "as assumed",
        "discount_rate": values["discount_rate_real"],
        "cost_uplift_rate": values["cost_optimism_rate"],
        "delay_years": values["delivery_delay_years"],
        "partners": partners,
    }


def _weights(scenario: pd.DataFrame, delivery: pd.Series) -> dict[str, np.ndarray]:
    rows = scenario.set_index("assumption")
    return {
        name: delivery.map({words: rows.at[name, end or "value"] for words, end in ENDS.items()}).to_numpy(
            dtype="float64"
        )
        for name in (f"delivery_weight_{one}" for one in CLASSES)
    }


def _moved(grid: pd.DataFrame) -> dict[str, np.ndarray]:
    return {ours: grid[name].to_numpy(dtype="float64") for ours, name in MOVED.items() if name in grid}


def _results(programme: Programme, values: dict[str, float | np.ndarray], year: str) -> dict[str, np.ndarray]:
    results = evaluate(programme, values)
    cost = results["cost_gbp"]
    factor = discount_factors(programme, values, len(cost))
    worth, price = (results["benefit_gbp"] * factor).sum(axis=1), (cost * factor).sum(axis=1)
    return {
        "saving_gbp": results["benefit_gbp"][:, programme.years.index(year_in(programme, year))],
        "cost_gbp": cost.sum(axis=1),
        "npv_gbp": results["npv_gbp"],
        "benefit_cost_ratio": np.divide(worth, price, out=np.full(len(price), np.nan), where=price > 0),
    }
