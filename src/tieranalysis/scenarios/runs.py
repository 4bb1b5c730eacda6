"""What a programme comes to under scenarios: side by side, in sweeps, and one assumption at a time."""

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from tieranalysis.metrics.one_point import one_point_more
from tieranalysis.metrics.savings.evaluate import Values, active_assumptions, evaluate
from tieranalysis.metrics.savings.programme import Programme
from tieranalysis.registers import assumption_register
from tieranalysis.scenarios.sets import ScenarioError, assumed, checked, scenario, scenario_partners

SHOWN = ["assumption", "value", "low", "high", "unit", "source", "grade", "owner", "review", "effect", "effect_unit"]
NOTHING = 0.5  # pounds; a smaller swing is none


def compare(programme: Programme, names: Sequence[str] = ("low", "base", "high")) -> pd.DataFrame:
    """Return what a programme comes to under each named scenario: scenario, net present value and yearly savings [GBP]."""
    chosen = [scenario(name) for name in names]
    return pd.concat([outcome(programme.of(scenario_partners(one)), one) for one in chosen], ignore_index=True)


def outcome(programme: Programme, scenario: pd.DataFrame) -> pd.DataFrame:
    """Return what a programme comes to under a scenario: scenario, npv_gbp, cost_gbp, and saving_<year>_gbp for each year."""
    results = evaluate(programme, assumed(scenario))
    return _row_each(programme, results, [scenario["scenario"].iloc[0]])


def flows_of(programme: Programme, scenario: pd.DataFrame) -> pd.DataFrame:
    """Return a scenario's yearly flows as `appraise` takes them: year, benefit_gbp, cost_gbp, price_base, and the scenario."""
    results = evaluate(programme.of(scenario_partners(scenario)), assumed(scenario))
    amounts = {name: results[name][0] for name in ("benefit_gbp", "cost_gbp")}
    return pd.DataFrame(
        {
            "year": programme.years,
            **amounts,
            "price_base": programme.price_base,
            "scenario": scenario["scenario"].iloc[0],
        }
    )


def sweep(programme: Programme, grid: Mapping[str, Sequence[float]], base: str = "base") -> pd.DataFrame:
    """Try every combination of the values in a grid: one row each, with the scenario, the values and what the programme comes to.

    A sweep of a thousand scenarios is one evaluation on arrays, not a thousand.

    Raises ScenarioError for an empty grid, an unknown assumption, or a value that is missing, infinite or negative.
    """
    if not grid or not all(len(values) for values in grid.values()):
        raise ScenarioError("The grid is empty. Give at least one assumption with at least one value.")
    table = assumption_register()
    combinations = list(itertools.product(*grid.values()))
    for values in combinations:
        checked(table, dict(zip(grid, values, strict=True)))
    columns = {
        name: np.array([values[place] for values in combinations], dtype="float64") for place, name in enumerate(grid)
    }
    chosen = scenario(base)
    results = evaluate(programme.of(scenario_partners(chosen)), assumed(chosen) | columns)
    called = [
        f"{base} with " + ", ".join(f"{n}={v:g}" for n, v in zip(grid, values, strict=True)) for values in combinations
    ]
    rows = _row_each(programme, results, called)
    return pd.concat([rows[["scenario"]], pd.DataFrame(columns), rows.drop(columns="scenario")], axis=1)


def tornado(programme: Programme, scenario: pd.DataFrame, measure: str = "npv_gbp") -> pd.DataFrame:
    """Move each assumption alone to its low and its high end: what the measure comes to, the widest swing first.

    Only active assumptions stand in it: those with a range, whose movement moves this programme.
    Columns: scenario, assumption, title, unit, grade, low, high, at_low_gbp, at_high_gbp, now_gbp, least_gbp, most_gbp, swing_gbp.

    Raises ScenarioError for a measure that the programme does not have.
    """
    active = with_a_range(programme, scenario)
    ends = swings(programme, assumed(scenario), active, measure)
    table = active[["scenario", "assumption", "title", "unit", "grade", "low", "high"]].assign(
        **{name: amounts[0] for name, amounts in ends.items()}
    )
    return table[table["swing_gbp"] > NOTHING].sort_values(
        "swing_gbp", ascending=False, kind="stable", ignore_index=True
    )


def with_a_range(programme: Programme, scenario: pd.DataFrame) -> pd.DataFrame:
    """Return the assumptions of a scenario that have a range and can move a programme."""
    return scenario[scenario["assumption"].isin(active_assumptions(programme)) & (scenario["low"] < scenario["high"])]


def swings(
    programme: Programme, values: Values, active: pd.DataFrame, measure: str = "npv_gbp"
) -> dict[str, np.ndarray]:
    """Move each active assumption alone to its low and its high end, under one set of values or n of them at once.

    Returns at_low_gbp, at_high_gbp, now_gbp, least_gbp, most_gbp and swing_gbp: one row a set, one column an assumption.
    """
    count, wide = max(np.size(value) for value in values.values()), len(active)
    shape = (count, wide)
    now = np.repeat(_measured(programme, values, count, measure)[:, None], wide, axis=1)
    low, high = (
        _at_end(programme, values, active["assumption"], active[end], measure).reshape(shape) for end in ("low", "high")
    )
    ends = np.stack([low, high, now])
    least, most = ends.min(axis=0), ends.max(axis=0)
    names = ("at_low_gbp", "at_high_gbp", "now_gbp", "least_gbp", "most_gbp", "swing_gbp")
    return dict(zip(names, (low, high, now, least, most, np.abs(high - low)), strict=True))


def effect_of_one_point(programme: Programme, scenario: pd.DataFrame, measure: str = "npv_gbp") -> pd.DataFrame:
    """Return what one point more of each active assumption does to the measure: assumption, title, value, grade, source, effect_gbp.

    One point is that of `one_point_more`.
    """
    active = active_rows(programme, scenario)
    return (
        active[["scenario", "assumption", "title", "value", "unit", "grade", "source"]]
        .assign(effect_gbp=effects(programme, assumed(scenario), active, measure)[0])
        .reset_index(drop=True)
    )


def active_rows(programme: Programme, scenario: pd.DataFrame) -> pd.DataFrame:
    """Return the assumptions of a scenario that can move a programme."""
    return scenario[scenario["assumption"].isin(active_assumptions(programme))]


def effects(programme: Programme, values: Values, active: pd.DataFrame, measure: str = "npv_gbp") -> np.ndarray:
    """What one point more of each active assumption does to the measure, under one set of values or n of them: n by assumptions [GBP]."""
    count = max(np.size(value) for value in values.values())
    more = [
        np.array([one_point_more(float(value), unit) for value in np.broadcast_to(values[name], count)])
        for name, unit in zip(active["assumption"], active["unit"], strict=True)
    ]
    now = _measured(programme, values, count, measure)[:, None]
    return _at_end(programme, values, active["assumption"], more, measure).reshape(count, len(active)) - now


def assumptions_with_effects(programme: Programme | None, scenario: pd.DataFrame) -> pd.DataFrame:
    """Return the active assumptions as the report's panel of assumptions takes them, the greatest effect first.

    Columns: assumption (its title), value, low, high, unit, source, grade, owner, review, effect (of one point more on
    the net present value) and effect_unit. No row without a programme.
    """
    if programme is None:
        return pd.DataFrame(columns=["assumption", "value", "unit", "source", "grade", "effect", "effect_unit"])
    found = effect_of_one_point(programme, scenario).set_index("assumption")["effect_gbp"]
    rows = active_rows(programme, scenario).assign(effect=lambda table: table["assumption"].map(found))
    rows = rows.assign(
        assumption=rows["title"],
        review=rows["review_date"].dt.date.astype("str"),
        effect_unit="GBP",
        size=rows["effect"].abs(),
    )
    return rows.sort_values("size", ascending=False, kind="stable", ignore_index=True)[SHOWN]


def _at_end(
    programme: Programme, values: Values, names: Sequence[str], ends: Sequence[float | np.ndarray], measure: str
) -> np.ndarray:
    """Evaluate once with one row a set of values and moved assumption; each end is one for all sets, or one a set."""
    wide, count = len(names), max(np.size(value) for value in values.values())
    moved = {name: np.repeat(np.broadcast_to(value, count), wide) for name, value in values.items()}
    moved = {name: column.astype("float64") for name, column in moved.items()}
    for place, (name, end) in enumerate(zip(names, ends, strict=True)):
        moved[name][place::wide] = end
    return _measured(programme, moved, count * wide, measure)


def _measured(programme: Programme, values: Values, count: int, measure: str) -> np.ndarray:
    return _measure(_row_each(programme, evaluate(programme, values), [""] * count), measure)


def _measure(rows: pd.DataFrame, measure: str) -> np.ndarray:
    if measure not in rows or measure == "scenario":
        raise ScenarioError(
            f"A programme has no measure {measure!r}. It has: {', '.join(n for n in rows if n != 'scenario')}."
        )
    return rows[measure].to_numpy()


def _row_each(programme: Programme, results: Mapping[str, np.ndarray], called: Sequence[str]) -> pd.DataFrame:
    yearly = {
        f"saving_{year.replace('-', '_')}_gbp": results["benefit_gbp"][:, place]
        for place, year in enumerate(programme.years)
    }
    columns = {"npv_gbp": results["npv_gbp"], "cost_gbp": results["cost_gbp"].sum(axis=1), **yearly}
    return pd.DataFrame(
        {"scenario": list(called), **{name: np.broadcast_to(values, len(called)) for name, values in columns.items()}}
    )
