"""Flows of benefit and cost by year: made from a total by phasing, uplifted for optimism, restated between real and cash."""

from collections.abc import Sequence

import pandas as pd

from tieranalysis.contract import TierAnalysisError, conform
from tieranalysis.contract.years import is_year, year_after, year_start, years_from
from tieranalysis.metrics.budgets.prices import price_index

CASH = {"cash", "nominal"}


class FlowsError(TierAnalysisError):
    """Flows that cannot be appraised, or not in the way that was asked."""


def checked_flows(flows: pd.DataFrame) -> pd.DataFrame:
    """Return the flows in order of year, when they keep their contract, stand in one price base and skip no year.

    Raises SchemaError for a missing column or amount and a year given twice, and FlowsError for the rest.
    """
    wanted = [name for name in ("year", "benefit_gbp", "cost_gbp", "price_base") if name in flows]
    kept = conform(flows[wanted], "flows", source="The flows", first_row=2)
    if kept.empty:
        raise FlowsError("The flows have no rows. Give one row a year, from the base year on.")
    _refuse_mixed_prices(kept)
    kept = kept.assign(start=kept["year"].map(year_start)).sort_values("start", ignore_index=True)
    skipped = kept.loc[kept["start"].diff().fillna(1) != 1, "year"]
    if len(skipped):
        raise FlowsError(
            f"The flows skip {year_after(skipped.iloc[0], -1)}. Add a row for it, with 0 where nothing is gained or spent."
        )
    return kept.drop(columns="start")


def _refuse_mixed_prices(flows: pd.DataFrame) -> None:
    bases = flows["price_base"].drop_duplicates()
    if len(bases) > 1:
        row = bases.index[1]
        raise FlowsError(
            f"The flows mix two price bases: row {row + 2}, column 'price_base', value {bases.iloc[1]!r}, after {bases.iloc[0]!r}. "
            "Pounds of different years' prices do not add: restate them in one, with to_real or to_cash."
        )


def is_real(price_base: str) -> bool:
    """Say whether a price base is real (the prices of one year) rather than cash.

    >>> is_real("2008-09"), is_real("real"), is_real("cash")
    (True, True, False)
    """
    return price_base not in CASH


def price_year(price_base: str, base_year: str) -> str:
    """Return the year in whose prices real flows stand; the word real alone means those of the base year.

    >>> price_year("real 2010-11", "2008-09"), price_year("real", "2008-09")
    ('2010-11', '2008-09')
    """
    named = price_base.removeprefix("real").strip()
    return named or base_year


def phase(total_gbp: float, shares: Sequence[float], first_year: str) -> pd.DataFrame:
    """Spread a total over the years: year and amount_gbp [GBP]; the amounts add to the total.

    The shares of a one-off cost are parts of it, as 0.30, 0.50, 0.20 (Surrey districts' submission, 2025).

    Raises FlowsError for a negative share, or shares that do not add to one.

    >>> phase(100.0, [0.3, 0.5, 0.2], "2008-09")["amount_gbp"].to_list()
    [30.0, 50.0, 20.0]
    """
    _refuse_shares(shares)
    return pd.DataFrame(
        {"year": years_from(first_year, len(shares)), "amount_gbp": [total_gbp * share for share in shares]}
    )


def build_up(steady_gbp: float, added: Sequence[float], first_year: str, years: int) -> pd.DataFrame:
    """Build a yearly benefit up to its steady state, and keep it there: year and amount_gbp [GBP a year].

    `added` is the share of the steady state that each year adds, as 0.10, 0.40, 0.40, 0.10 (Surrey, 2025).

    Raises FlowsError for a negative share, shares that do not add to one, or fewer years than shares.

    >>> build_up(100.0, [0.1, 0.4, 0.4, 0.1], "2008-09", 6)["amount_gbp"].round(9).to_list()
    [10.0, 50.0, 90.0, 100.0, 100.0, 100.0]
    """
    _refuse_shares(added)
    if years < len(added):
        raise FlowsError(f"{years} years are too few for a build-up of {len(added)}. Ask for {len(added)} or more.")
    reached = pd.Series([*added, *[0.0] * (years - len(added))]).cumsum()
    return pd.DataFrame({"year": years_from(first_year, years), "amount_gbp": steady_gbp * reached})


def _refuse_shares(shares: Sequence[float]) -> None:
    for place, share in enumerate(shares, start=1):
        if not share >= 0:
            raise FlowsError(
                f"Share {place} of the phasing is {share!r}. A share may not be negative or missing; give 0 or more."
            )
    if abs(sum(shares) - 1) > 1e-9:
        raise FlowsError(
            f"The shares of the phasing add to {sum(shares):.6g}, not to 1. Correct them: the whole must come, once."
        )


def with_optimism_bias(
    flows: pd.DataFrame, cost_uplift_rate: float = 0.0, benefit_cut_rate: float = 0.0, delay_years: int = 0
) -> pd.DataFrame:
    """Return the flows with costs uplifted, benefits cut, and benefits that many years later.

    The last year stays the last, so benefits delayed beyond it are lost to the appraisal, as the Green Book's horizon asks.
    Ranges: HM Treasury, supplementary guidance on optimism bias (Mott MacDonald), ICT 10 to 200 % of cost and 10 to 54 % of time.

    Raises FlowsError for a negative rate, or a cut of more than all.

    >>> flows = pd.DataFrame({"year": ["2008-09", "2009-10"], "benefit_gbp": [50.0, 60.0], "cost_gbp": [10.0, 0.0], "price_base": "2008-09"})
    >>> with_optimism_bias(flows, cost_uplift_rate=1.0, delay_years=1)[["benefit_gbp", "cost_gbp"]].to_numpy().tolist()
    [[0.0, 20.0], [50.0, 0.0]]
    """
    kept = checked_flows(flows)
    for name, rate in {
        "cost_uplift_rate": cost_uplift_rate,
        "benefit_cut_rate": benefit_cut_rate,
        "delay_years": delay_years,
    }.items():
        if not rate >= 0:
            raise FlowsError(f"{name} is {rate!r}. Optimism bias corrects one way: give 0 or more.")
    if benefit_cut_rate > 1 or int(delay_years) != delay_years:
        raise FlowsError(
            f"A cut of {benefit_cut_rate!r} or a delay of {delay_years!r} years cannot be. Cut by 1 at most, delay by whole years."
        )
    benefit = (kept["benefit_gbp"] * (1 - benefit_cut_rate)).shift(int(delay_years), fill_value=0.0)
    return kept.assign(benefit_gbp=benefit, cost_gbp=kept["cost_gbp"] * (1 + cost_uplift_rate))


def to_real(flows: pd.DataFrame, prices: pd.DataFrame | float, base_year: str) -> pd.DataFrame:
    """Restate cash flows in the prices of one year [GBP of that year].

    `prices` is the deflator (year, growth_multiplier), or one yearly rate of inflation to assume.

    Raises FlowsError when the flows are real already, or a year lies beyond the deflator.

    >>> cash = pd.DataFrame({"year": ["2008-09", "2009-10"], "benefit_gbp": [0.0, 110.0], "cost_gbp": 0.0, "price_base": "cash"})
    >>> to_real(cash, 0.10, "2008-09")["benefit_gbp"].round(9).to_list()
    [0.0, 100.0]
    """
    kept = checked_flows(flows)
    if is_real(kept["price_base"].iloc[0]):
        raise FlowsError(
            f"The flows are real already (price base {kept['price_base'].iloc[0]}). Restate them with to_cash first."
        )
    return _scaled(kept, 1 / _index(kept["year"], prices, base_year), base_year)


def in_prices_of(flows: pd.DataFrame, prices: pd.DataFrame | float, base_year: str) -> pd.DataFrame:
    """Return real flows as they are, and cash flows restated in the prices of the base year."""
    base = checked_flows(flows)["price_base"].iloc[0]
    return flows if is_real(base) else to_real(flows, prices, base_year)


def to_cash(flows: pd.DataFrame, prices: pd.DataFrame | float, base_year: str = "2008-09") -> pd.DataFrame:
    """Restate real flows in the money of each year [GBP, cash]: the view in which budgets and reserves stand.

    `prices` is the deflator (year, growth_multiplier), or one yearly rate of inflation to assume.

    Raises FlowsError when the flows are cash already, or a year lies beyond the deflator.

    >>> real = pd.DataFrame({"year": ["2008-09", "2009-10"], "benefit_gbp": [0.0, 100.0], "cost_gbp": 0.0, "price_base": "2008-09"})
    >>> to_cash(real, 0.10)["benefit_gbp"].round(9).to_list()
    [0.0, 110.0]
    """
    kept = checked_flows(flows)
    base = kept["price_base"].iloc[0]
    if not is_real(base):
        raise FlowsError(f"The flows are in {base} already. There is nothing to restate.")
    return _scaled(kept, _index(kept["year"], prices, price_year(base, base_year)), "cash")


def _scaled(flows: pd.DataFrame, factor: pd.Series, price_base: str) -> pd.DataFrame:
    amounts = {name: flows[name] * factor.to_numpy() for name in ("benefit_gbp", "cost_gbp")}
    return flows.assign(**amounts, price_base=price_base)


def _index(years: pd.Series, prices: pd.DataFrame | float, base_year: str) -> pd.Series:
    if isinstance(prices, pd.DataFrame):
        index = price_index(prices, base_year)
        beyond = sorted(set(years) - set(index.index))
        if beyond:
            raise FlowsError(
                f"The deflator has no {', '.join(beyond)}: it runs from {index.index[0]} to {index.index[-1]}. Use a newer one, or a rate."
            )
        return years.map(index)
    if not (is_year(base_year) and prices > -1):
        raise FlowsError(
            f"Prices cannot rise by {prices!r} a year from {base_year!r}. Write 2 % as 0.02, and a year as 2008-09."
        )
    return years.map(year_start).sub(year_start(base_year)).map(lambda later: (1 + prices) ** later)
