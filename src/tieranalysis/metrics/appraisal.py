"""What an investment is worth: net present value, benefits over costs, payback, the money needed on the way, and what would undo it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd

from tieranalysis.contract.years import year_start
from tieranalysis.metrics.flows import FlowsError, checked_flows, is_real, price_year
from tieranalysis.metrics.switching import internal_rate, switching_values

NOT_REACHED = "not reached"


@dataclass(frozen=True, eq=False)
class Appraisal:
    """The results of an appraisal, by name: `result.npv_gbp` and `result["npv_gbp"]` are the same.

    Money is in pounds of `price_base`; present values are discounted to `base_year`. Payback years are financial
    years or "not reached". `yearly` is the table behind the results and `switching` what would bring the net present
    value to nothing.
    """

    npv_gbp: float
    benefit_cost_ratio: float
    payback_year: str
    discounted_payback_year: str
    peak_funding_gbp: float
    peak_funding_year: str
    present_benefit_gbp: float
    present_cost_gbp: float
    internal_rate: float
    discount_rate: float
    base_year: str
    price_base: str
    yearly: pd.DataFrame
    switching: pd.DataFrame

    def __getitem__(self, name: str) -> Any:
        """Return a result by its name."""
        if name not in self.keys():
            raise KeyError(f"An appraisal has no {name!r}. It has: {', '.join(self.keys())}.")
        return getattr(self, name)

    def keys(self) -> list[str]:
        """Return the names of the results, so that `dict(result)` works."""
        return [field.name for field in fields(self)]

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())


def appraise(
    flows: pd.DataFrame, discount_rate: float = 0.035, base_year: str = "2008-09", rate_kind: str = "real"
) -> Appraisal:
    """Appraise yearly flows: net present value, benefit-cost ratio, payback plain and discounted, peak funding, switching values.

    `flows` has one row a year:

        year     benefit_gbp  cost_gbp  price_base
        2008-09            0   100,000  2008-09
        2009-10       60,000         0  2008-09

    The base year is not discounted; a year n later is divided by (1 + discount_rate) to the power of n. The Green Book's
    rate of 3.5 % is real and takes flows in constant prices; say rate_kind="nominal" for a market rate with cash flows.
    A payback year is the first from which the cumulative net flow stays at or above zero. The peak funding need is the
    deepest cumulative net flow [GBP, not discounted]. The ratio is missing where there is no cost to divide by.

    Raises SchemaError or FlowsError for two price bases, a real rate with cash flows (or the reverse), a year twice,
    skipped or before the base year, a missing amount, and a rate that is negative or 1 and more.

    Source: HM Treasury, The Green Book, discounting of years 0 to 30.

    >>> flows = pd.DataFrame({"year": ["2008-09", "2009-10", "2010-11"], "benefit_gbp": [0, 60_000, 60_000],
    ...                       "cost_gbp": [100_000, 0, 0], "price_base": "2008-09"})
    >>> result = appraise(flows)
    >>> round(result.npv_gbp), round(result["benefit_cost_ratio"], 3), result.payback_year, result.peak_funding_gbp
    (13982, 1.14, '2010-11', 100000.0)
    """
    kept = checked_flows(flows)
    _refuse_rate(discount_rate, rate_kind)
    _refuse_years(kept, base_year)
    _refuse_mix(kept["price_base"].iloc[0], rate_kind)
    yearly = _yearly(kept, discount_rate, base_year)
    return _results(yearly, discount_rate, base_year)


def _refuse_rate(rate: float, kind: str) -> None:
    if kind not in {"real", "nominal"}:
        raise FlowsError(f"There is no kind of rate {kind!r}. Say real (with constant prices) or nominal (with cash).")
    if not 0 <= rate < 1:
        raise FlowsError(
            f"The discount rate is {rate!r}, outside 0 to 1. Write 3.5 % as 0.035; a negative rate is refused."
        )


def _refuse_years(flows: pd.DataFrame, base_year: str) -> None:
    early = flows.loc[flows["year"].map(year_start) < year_start(base_year), "year"]
    if len(early):
        raise FlowsError(
            f"The flows of {', '.join(early)} lie before the base year {base_year}: what is spent is spent, and no decision changes it. "
            f"Leave them out, or set base_year={early.iloc[0]!r}."
        )


def _refuse_mix(price_base: str, kind: str) -> None:
    if is_real(price_base) and kind == "nominal":
        raise FlowsError(
            f"A nominal rate with flows in {price_base} prices counts inflation once too few. Restate the flows with to_cash, or use the real rate."
        )
    if not is_real(price_base) and kind == "real":
        raise FlowsError(
            f"A real rate with {price_base} flows counts inflation as a benefit. Restate the flows with to_real(flows, prices, base_year), "
            'or use a nominal rate and say rate_kind="nominal".'
        )


def _yearly(flows: pd.DataFrame, rate: float, base_year: str) -> pd.DataFrame:
    later = flows["year"].map(year_start) - year_start(base_year)
    table = flows.assign(
        net_gbp=flows["benefit_gbp"] - flows["cost_gbp"], discount_factor=(1 + rate) ** -later.astype("float64")
    )
    table["present_benefit_gbp"] = table["benefit_gbp"] * table["discount_factor"]
    table["present_cost_gbp"] = table["cost_gbp"] * table["discount_factor"]
    table["present_net_gbp"] = table["net_gbp"] * table["discount_factor"]
    table["cumulative_net_gbp"] = table["net_gbp"].cumsum()
    return table.assign(cumulative_present_gbp=table["present_net_gbp"].cumsum())


def _results(yearly: pd.DataFrame, rate: float, base_year: str) -> Appraisal:
    benefit, cost = float(yearly["present_benefit_gbp"].sum()), float(yearly["present_cost_gbp"].sum())
    deepest = yearly["cumulative_net_gbp"].idxmin()
    need = max(0.0, -float(yearly["cumulative_net_gbp"].min()))
    base = yearly["price_base"].iloc[0]
    internal = internal_rate(yearly["net_gbp"])
    return Appraisal(
        npv_gbp=float(yearly["present_net_gbp"].sum()),
        benefit_cost_ratio=benefit / cost if cost else float("nan"),
        payback_year=first_year_that_stays(yearly["year"], yearly["cumulative_net_gbp"]),
        discounted_payback_year=first_year_that_stays(yearly["year"], yearly["cumulative_present_gbp"]),
        peak_funding_gbp=need,
        peak_funding_year=yearly["year"][deepest] if need else "none needed",
        present_benefit_gbp=benefit,
        present_cost_gbp=cost,
        internal_rate=internal,
        discount_rate=float(rate),
        base_year=base_year,
        price_base=price_year(base, base_year) if is_real(base) else base,
        yearly=yearly,
        switching=switching_values(benefit, cost, rate, internal),
    )


def cumulative_lines(result: Appraisal) -> pd.DataFrame:
    """Return the cumulative net flow, plain and discounted, one row a year and line: year, line and amount_gbp."""
    names = {"cumulative_net_gbp": "Not discounted", "cumulative_present_gbp": "Discounted"}
    long = result.yearly.melt("year", list(names), var_name="line", value_name="amount_gbp")
    return long.assign(line=long["line"].map(names))


def first_year_that_stays(years: pd.Series, cumulative: pd.Series | np.ndarray) -> str:
    """Return the first year from which a cumulative net flow stays at or above zero, or "not reached".

    >>> first_year_that_stays(pd.Series(["2008-09", "2009-10", "2010-11"]), pd.Series([5.0, -1.0, 0.0]))
    '2010-11'
    """
    return str(first_years_that_stay(years, np.asarray(cumulative)))


def first_years_that_stay(years: Sequence[str] | pd.Series, cumulative: np.ndarray) -> np.ndarray:
    """Return `first_year_that_stays` of many flows at once, whose years are the last axis: one text a flow.

    >>> first_years_that_stay(["2008-09", "2009-10"], np.array([[-1.0, 1.0], [-1.0, -1.0]])).tolist()
    ['2009-10', 'not reached']
    """
    below = cumulative < -1e-9 * np.abs(cumulative).max(axis=-1, keepdims=True)
    last = cumulative.shape[-1] - np.argmax(below[..., ::-1], axis=-1)
    return np.array([*years, NOT_REACHED])[np.where(below.any(axis=-1), last, 0)]
