"""A scenario: a named set of assumptions, with whatever was changed said in its name."""

import difflib
from collections.abc import Mapping

import numpy as np
import pandas as pd

from tieranalysis.contract import TierAnalysisError
from tieranalysis.registers import assumption_register, scenario_changes, scenario_register

ENDS = {"cautious": {"high": "low", "low": "high"}, "hopeful": {"high": "high", "low": "low"}}


class ScenarioError(TierAnalysisError):
    """A scenario that no register knows, or that changes what is not there."""


def scenario(name: str = "base", **changes: float) -> pd.DataFrame:
    """Return a scenario, with changes if any: one row an assumption.

    Columns: scenario (with the changes, in words), assumption, title, value, low, high, unit, favours, grade, source,
    source_year, owner, review_date, changed (from the base) and outside_range (beyond what its source supports), and
    partners (codes with ; between, empty for all).

    Raises ScenarioError for an unknown scenario or assumption, and for a value that is missing, infinite or negative.

    >>> cautious = scenario("low", delivery_weight_high=0.5)
    >>> cautious["scenario"].iloc[0], assumed(cautious)["procurement_saving_rate"]
    ('low with delivery_weight_high=0.5', 0.015)
    """
    chosen = _known(name)
    table = assumption_register()
    own = scenario_changes().query("scenario == @name").set_index("assumption")["value"]
    start = _start(table, chosen["starts_from"]).mask(table["assumption"].isin(own.index), table["assumption"].map(own))
    value = table["assumption"].map(checked(table, changes)).astype("float64").fillna(start)
    table.insert(0, "scenario", _called(name, table["assumption"], start, value))
    outside = (value < table["low"]) | (value > table["high"])
    return table.assign(
        changed=value != table["value"], outside_range=outside, value=value, partners=chosen["partners"]
    )


def _called(name: str, assumption: pd.Series, start: pd.Series, value: pd.Series) -> str:
    """The scenario's name, and what was changed from it; a change to the value that it has anyway is none."""
    changed = [
        f"{one}={number:g}" for one, before, number in zip(assumption, start, value, strict=True) if number != before
    ]
    return f"{name} with {', '.join(changed)}" if changed else name


def assumed(scenario: pd.DataFrame) -> dict[str, float]:
    """Return the values of a scenario by the name of the assumption.

    >>> assumed(scenario())["discount_rate_real"]
    0.035
    """
    return dict(zip(scenario["assumption"], scenario["value"].astype("float64"), strict=True))


def delivery_weights(scenario: pd.DataFrame) -> dict[str, float]:
    """Return the delivery weights of a scenario by confidence, as `forecast_delivery` takes them.

    >>> delivery_weights(scenario())
    {'high': 0.95, 'medium': 0.75, 'low': 0.4}
    """
    values = assumed(scenario)
    return {name: values[f"delivery_weight_{name}"] for name in ("high", "medium", "low")}


def scenario_partners(scenario: pd.DataFrame) -> list[str] | None:
    """Return the codes of those who take part in a scenario; None where all do."""
    named = scenario["partners"].iloc[0]
    return None if pd.isna(named) else str(named).split(";")


def _known(name: str) -> pd.Series:
    register = scenario_register().set_index("scenario")
    if name not in register.index:
        raise ScenarioError(f"There is no scenario {name!r}. The scenarios are: {', '.join(register.index)}.")
    return register.loc[name]


def _start(table: pd.DataFrame, starts_from: str) -> pd.Series:
    """The value, or the end of the range that flatters least (cautious) or most (hopeful)."""
    if starts_from == "central":
        return table["value"]
    end = table["favours"].map(ENDS[starts_from])
    return table["low"].where(end.eq("low"), table["high"])


def checked(table: pd.DataFrame, changes: Mapping[str, float]) -> dict[str, float]:
    """Return the changes as numbers, when each is a number of 0 or more of an assumption in the table.

    Raises ScenarioError, which lists the assumptions when one is unknown.
    """
    known = table["assumption"].to_list()
    for name, value in changes.items():
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            raise ScenarioError(
                f"There is no assumption {name!r}{f'; {close[0]} may be meant' if close else ''}. The assumptions are: {', '.join(known)}."
            )
        if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not np.isfinite(value):
            raise ScenarioError(f"{name} is {value!r}. Give a number.")
        if value < 0:
            raise ScenarioError(f"{name} is {value:g}; a negative rate or amount is refused. Give 0 or more.")
    return {name: float(value) for name, value in changes.items()}
