"""What the charts of the savings report show in every case of its panel: paying back, what moves it, each partner's return."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from tieranalysis.contract.savings.tables import Registers
from tieranalysis.metrics.flows import in_prices_of
from tieranalysis.metrics.paying_back import LINES, PayingBack, paying_back
from tieranalysis.metrics.savings.evaluate import evaluate
from tieranalysis.metrics.savings.positions import named_partners, programme_shares
from tieranalysis.metrics.savings.programme import Programme
from tieranalysis.metrics.sharing import to_the_penny
from tieranalysis.scenarios.runs import NOTHING, swings, with_a_range
from tieranalysis.scenarios.sets import assumed
from tieranalysis.scenarios.trying import CONTROLS, Joins, cases_of, teams_of, values_of_cases

RETURNS = ("delivery", "cost_uplift_rate", "delay_years")


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
    programme: Programme, scenario: pd.DataFrame, joins: Joins | None = None, most: int = 8
) -> pd.DataFrame:
    """Move each assumption alone over its range in every case: the `most` that move the net present value most in each.

    One row a case and assumption, the widest swing of the case first; every case has as many. The controls, then title,
    grade, at_low_gbp, at_high_gbp, now_gbp, least_gbp, most_gbp and swing_gbp, as `tornado` gives them for the case.
    """
    cases = cases_of(scenario)
    values, active = values_of_cases(scenario, cases), with_a_range(programme, scenario)
    parts = [
        _widest(swings(mine, values, active), cases.assign(partners=name) if joins else cases, active, most)
        for name, mine in teams_of(programme, scenario, joins)
    ]
    least = min(len(rows) for part in parts for rows in part)
    return pd.concat([rows.head(least) for part in parts for rows in part], ignore_index=True)


def _widest(ends: Mapping[str, np.ndarray], cases: pd.DataFrame, active: pd.DataFrame, most: int) -> list[pd.DataFrame]:
    """Write the ends of n cases (n by assumptions) out, the widest swing of each case first; what does not move is left out."""
    width = np.abs(ends["at_high_gbp"] - ends["at_low_gbp"])
    order = np.argsort(-width, axis=1, kind="stable")[:, :most]
    found = []
    for place, case in enumerate(cases.to_dict("records")):
        chosen = order[place][width[place, order[place]] > NOTHING]
        amounts = {name: amount[place, chosen] for name, amount in ends.items()}
        found.append(pd.DataFrame({**case, **active.iloc[chosen][["title", "grade"]].to_dict("list"), **amounts}))
    return found


def returns_to_try(programme: Programme, scenario: pd.DataFrame, registers: Registers) -> pd.DataFrame:
    """Work out what a pound that each partner puts in brings, in every case of delivery, cost and delay.

    Shares are those agreed, as `programme_shares` gives them. One row a case and partner: delivery, cost_uplift_rate,
    delay_years, partner, name, contribution_gbp, benefit_gbp [GBP, real, to the penny] and return_ratio.
    """
    gains, pays = (pd.Series(programme_shares(registers, f"{name}_share")) for name in ("benefit", "contribution"))
    ((cases, benefit, cost),) = flows_to_try(programme, scenario, RETURNS)
    frames = []
    for place, case in enumerate(cases.to_dict("records")):
        amounts = {
            "contribution_gbp": _parts(pays, cost[place].sum()),
            "benefit_gbp": _parts(gains, benefit[place].sum()),
        }
        frames.append(pd.DataFrame(amounts).rename_axis("partner").reset_index().assign(**case))
    return named_partners(pd.concat(frames, ignore_index=True))


def _parts(shares: pd.Series, amount: float) -> pd.Series:
    return to_the_penny(shares * amount, float(amount))


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
