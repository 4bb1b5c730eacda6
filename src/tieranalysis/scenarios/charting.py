"""What the charts of the savings report show in every case of its panel: paying back, and what moves it."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from tieranalysis.metrics.flows import in_prices_of
from tieranalysis.metrics.paying_back import LINES, PayingBack, paying_back
from tieranalysis.metrics.savings.evaluate import evaluate
from tieranalysis.metrics.savings.programme import Programme
from tieranalysis.scenarios.runs import NOTHING, swings, with_a_range
from tieranalysis.scenarios.sets import assumed
from tieranalysis.scenarios.trying import CONTROLS, Joins, cases_of, teams_of, values_of_cases


def paying_back_to_try(programme: Programme, scenario: pd.DataFrame, joins: Joins | None = None) -> pd.DataFrame:
    """Follow what is left of benefits less costs over the years in every case of the panel of `savings_to_try`.

    One row a case, year and line: the controls, year, line ("Not discounted" or "Discounted"), amount_gbp [GBP, real],
    payback_year and peak_funding_gbp of the case, as `appraise` gives them.
    """
    return pd.concat(
        [_lines(cases, found) for cases, found in appraisals_to_try(programme, scenario, joins)], ignore_index=True
    )


def appraisals_to_try(
    programme: Programme, scenario: pd.DataFrame, joins: Joins | None = None
) -> Iterator[tuple[pd.DataFrame, PayingBack]]:
    """Appraise every case, all of those who may take part at once: the cases (one row each) and their appraisals."""
    for cases, benefit, cost in flows_to_try(programme, scenario, CONTROLS, joins):
        yield cases, paying_back(programme.years, benefit, cost, cases["discount_rate"].to_numpy(dtype="float64"))


def _lines(cases: pd.DataFrame, found: PayingBack) -> pd.DataFrame:
    """Write the cumulative flows of n cases out, one row a case, line and year."""
    each = len(LINES) * len(found.years)
    amounts = np.stack([found.cumulative_gbp, found.present_cumulative_gbp], axis=1)
    table = cases.loc[np.repeat(np.arange(len(cases)), each)].reset_index(drop=True)
    return table.assign(
        year=np.tile(found.years, len(LINES) * len(cases)),
        line=np.tile(np.repeat(LINES, len(found.years)), len(cases)),
        amount_gbp=amounts.ravel(),
        payback_year=np.repeat(found.payback, each),
        peak_funding_gbp=np.repeat(found.peak_gbp, each),
    )


def tornado_to_try(
    programme: Programme, scenario: pd.DataFrame, joins: Joins | None = None, most: int = 6
) -> pd.DataFrame:
    """Move each assumption alone over its range in every case, and say what the net present value comes to.

    The same assumptions in every case, at most `most`: those that come first, or nearest to it, in any of them. One row a case and
    assumption, the widest swing of the case first: the controls, title, grade, at_low_gbp, at_high_gbp, now_gbp, least_gbp,
    most_gbp and swing_gbp, as `tornado` gives them for the case.
    """
    cases, active = cases_of(scenario), with_a_range(programme, scenario)
    values = values_of_cases(scenario, cases)
    ends = {name: swings(mine, values, active) for name, mine in teams_of(programme, scenario, joins)}
    shown = _foremost(np.concatenate([found["swing_gbp"] for found in ends.values()]), most)
    parts = [
        _rows(found, cases.assign(partners=name) if joins else cases, active.iloc[shown], shown)
        for name, found in ends.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _foremost(swing: np.ndarray, most: int) -> np.ndarray:
    """The places of the columns that stand highest in any row, those that move nothing left out."""
    rank = np.argsort(np.argsort(-swing, axis=1, kind="stable"), axis=1).min(axis=0)
    order = np.lexsort((-swing.sum(axis=0), rank))
    return order[swing.max(axis=0)[order] > NOTHING][:most]


def _rows(ends: Mapping[str, np.ndarray], cases: pd.DataFrame, named: pd.DataFrame, shown: np.ndarray) -> pd.DataFrame:
    """Write the ends of n cases (n by assumptions) out, the widest swing of each case first."""
    order = np.argsort(-ends["swing_gbp"][:, shown], axis=1, kind="stable")
    table = cases.loc[np.repeat(np.arange(len(cases)), len(shown))].reset_index(drop=True)
    words = {name: named[name].to_numpy()[order].ravel() for name in ("title", "grade")}
    return table.assign(
        **words, **{name: np.take_along_axis(found[:, shown], order, axis=1).ravel() for name, found in ends.items()}
    )


def flows_to_try(
    programme: Programme, scenario: pd.DataFrame, controls: Sequence[str], joins: Joins | None = None
) -> Iterator[tuple[pd.DataFrame, np.ndarray, np.ndarray]]:
    """Give the cases of some controls, and their real yearly benefits and costs (n by years) [GBP], by who takes part."""
    cases, years = (
        cases_of(scenario, controls),
        pd.DataFrame({"year": programme.years, "price_base": programme.price_base}),
    )
    pound = years.assign(benefit_gbp=1.0, cost_gbp=0.0)
    worth = in_prices_of(pound, assumed(scenario)["inflation_rate"], programme.years[0])["benefit_gbp"].to_numpy()
    for name, mine in teams_of(programme, scenario, joins):
        found = evaluate(mine, values_of_cases(scenario, cases))
        shape = (len(cases), len(worth))
        benefit, cost = (np.broadcast_to(found[one], shape) * worth for one in ("benefit_gbp", "cost_gbp"))
        yield cases.assign(partners=name) if joins else cases, benefit, cost
