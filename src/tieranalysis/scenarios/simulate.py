"""The range of what a programme may come to, by chance: every saving delivers more or less, and savings succeed and fail together."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tieranalysis.metrics.copula import CHUNK, draws_of, uncorrelated
from tieranalysis.metrics.savings.evaluate import active_assumptions, evaluate
from tieranalysis.metrics.savings.programme import Programme
from tieranalysis.scenarios.sets import ScenarioError, assumed, scenario_partners

NOT_BY_CHANCE = ("discount_rate_real", "delivery_weight_high", "delivery_weight_medium", "delivery_weight_low")


@dataclass(frozen=True, eq=False)
class Simulation:
    """What the draws came to: `summary` (one row a measure), `outcomes` (one row a draw) and what would repeat them."""

    summary: pd.DataFrame
    outcomes: pd.DataFrame
    inputs: pd.DataFrame
    scenario: str
    draws: int
    seed: int


def simulate(
    programme: Programme,
    scenario: pd.DataFrame,
    targets: Mapping[str, float] | None = None,
    draws: int = 10_000,
    seed: int = 2007,
    correlation: pd.DataFrame | float | None = None,
    chunk: int = CHUNK,
) -> Simulation:
    """Draw what each saving delivers and each other active assumption, and work the programme out for every draw.

    Each saving's delivery lies between the low and the high of its confidence class; two savings' deliveries are
    correlated by the scenario's delivery_correlation, or by `correlation`: one number, or a matrix labelled by the inputs
    (see `simulation_inputs`). `targets` gives the yearly saving to be met, by year [GBP a year].

    The summary has scenario, measure (npv_gbp and saving_<year>_gbp), title, p10, p50, p90 and mean [GBP], target_gbp and
    chance_of_target (missing where no target is set), draws and seed. P10 is what nine draws in ten exceed.
    Time and memory are linear in draws, and the same seed gives the same draws however they are divided.

    Raises DrawError for correlations that contradict each other, and ScenarioError for a target of an unknown year.
    """
    mine = programme.of(scenario_partners(scenario))
    inputs = simulation_inputs(mine, scenario)
    matrix = correlation if isinstance(correlation, pd.DataFrame) else correlated(inputs, scenario, correlation)
    parts = [_outcomes(mine, scenario, inputs, rows) for rows in draws_of(inputs, matrix, draws, seed, chunk)]
    outcomes = pd.DataFrame(np.concatenate(parts), columns=["npv_gbp", *map(_measure, mine.years)])
    called = scenario["scenario"].iloc[0]
    return Simulation(
        summarised(outcomes.to_numpy(), mine, dict(targets or {}), called, draws, seed),
        outcomes,
        inputs,
        called,
        draws,
        seed,
    )


def simulation_inputs(programme: Programme, scenario: pd.DataFrame) -> pd.DataFrame:
    """Return what is drawn: name (a saving's code, or an assumption), low, value and high [as each assumption's unit says]."""
    rows = scenario.set_index("assumption")[["low", "value", "high"]].astype("float64")
    rows = rows.assign(low=rows[["low", "value"]].min(axis=1), high=rows[["high", "value"]].max(axis=1))
    delivery = rows.loc[[f"delivery_weight_{name}" for name in programme.confidence]].set_axis(list(programme.savings))
    drawn = [
        name
        for name in active_assumptions(programme)
        if name not in NOT_BY_CHANCE and rows.at[name, "low"] < rows.at[name, "high"]
    ]
    return (
        pd.concat([delivery, rows.loc[drawn]])
        .rename_axis("name")
        .reset_index()
        .assign(is_saving=lambda t: t["name"].isin(programme.savings))
    )


def ranges_until(likely: pd.DataFrame, year: str) -> pd.DataFrame:
    """Return the yearly rows of a summary up to a year, and the one after it, in which every saving runs in full.

    Of the summaries of many cases (`likely_to_try`), those rows of each.
    """
    years = [name for name in likely["measure"].drop_duplicates() if name != "npv_gbp"]
    return likely[likely["measure"].isin(years[: years.index(_measure(year)) + 2])].reset_index(drop=True)


def correlated(inputs: pd.DataFrame, scenario: pd.DataFrame, correlation: float | None = None) -> pd.DataFrame:
    """Return the correlations of what is drawn: two savings' deliveries move together, as the scenario says or as given."""
    between = assumed(scenario)["delivery_correlation"] if correlation is None else float(correlation)
    matrix = uncorrelated(inputs["name"])
    savings = inputs["is_saving"].to_numpy()
    both = np.outer(savings, savings) & ~np.eye(len(inputs), dtype="bool")
    return matrix.mask(both, between)


def _outcomes(programme: Programme, scenario: pd.DataFrame, inputs: pd.DataFrame, rows: np.ndarray) -> np.ndarray:
    """Return one row a draw: the net present value, then the saving of each year."""
    savings = len(programme.savings)
    drawn = dict(zip(inputs["name"][savings:], rows[:, savings:].T, strict=True))
    results = evaluate(programme, assumed(scenario) | drawn, delivered=rows[:, :savings])
    return np.column_stack([results["npv_gbp"], results["benefit_gbp"]])


def _measure(year: str) -> str:
    return f"saving_{year.replace('-', '_')}_gbp"


def summarised(
    outcomes: np.ndarray, programme: Programme, targets: dict[str, float], called: str, draws: int, seed: int
) -> pd.DataFrame:
    """Return the summary of the yearly savings of all draws (draws by years), or of the worth and these, as `simulate` does."""
    strangers = [year for year in targets if year not in programme.years]
    if strangers:
        raise ScenarioError(
            f"There is a target for {strangers[0]}, and the programme runs from {programme.years[0]} to {programme.years[-1]}. Ask for more years, or leave it out."
        )
    low, middle, high = np.quantile(outcomes, [0.1, 0.5, 0.9], axis=0)
    measures = ["npv_gbp", *map(_measure, programme.years)][-outcomes.shape[1] :]
    titles = ["Net present value", *(f"Saving in {year}" for year in programme.years)][-outcomes.shape[1] :]
    aims = {_measure(year): amount for year, amount in targets.items()}
    met = [(outcomes[:, i] >= aims[name]).mean() if name in aims else np.nan for i, name in enumerate(measures)]
    return pd.DataFrame(
        {
            "scenario": called,
            "measure": measures,
            "title": titles,
            "p10_gbp": low,
            "p50_gbp": middle,
            "p90_gbp": high,
            "mean_gbp": outcomes.mean(axis=0),
            "target_gbp": [float(aims.get(name, np.nan)) for name in measures],
            "chance_of_target": met,
            "draws": draws,
            "seed": seed,
        }
    )
