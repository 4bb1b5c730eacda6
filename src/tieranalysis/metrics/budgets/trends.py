"""Frames for charts and panels: years in order with their gaps, and combinations to try."""

import pandas as pd

from tieranalysis.metrics.budgets.adjust import adjusted_balance
from tieranalysis.metrics.budgets.prices import price_index
from tieranalysis.registers import breaks


def with_gaps(balance: pd.DataFrame) -> pd.DataFrame:
    """Put the years that a series of balances lacks back in, with missing amounts, so that a gap shows as a gap.

    `balance` has year, tier and amounts. Returns year, tier and every column of amounts [as given], in order.

    >>> two = pd.DataFrame({"year": ["2010-11", "2012-13"], "tier": "county", "amount_gbp": [1.0, 3.0]})
    >>> with_gaps(two)["year"].to_list()
    ['2010-11', '2011-12', '2012-13']
    """
    starts = range(int(balance["year"].min()[:4]), int(balance["year"].max()[:4]) + 1)
    years = [f"{start}-{(start + 1) % 100:02d}" for start in starts]
    amounts = [name for name in balance if str(name).endswith("_gbp")]
    every = pd.MultiIndex.from_product([balance["tier"].unique(), years], names=["tier", "year"])
    return balance.set_index(["tier", "year"])[amounts].reindex(every).reset_index()


def tiers_in_words(frame: pd.DataFrame) -> pd.DataFrame:
    """Write the tiers as a chart shows them: County council, Districts together."""
    return frame.assign(tier=frame["tier"].map({"county": "County council", "districts": "Districts together"}))


def breaks_to_mark(frame: pd.DataFrame) -> dict[str, str]:
    """Return what to write at each year of a series from which the figures no longer cover the same things.

    >>> breaks_to_mark(pd.DataFrame({"year": ["2012-13", "2013-14"]}))
    {'2013-14': 'Council tax support; Public health'}
    """
    within = breaks(frame["year"].min(), frame["year"].max())
    return within.groupby("first_year")["short"].agg("; ".join).to_dict()


def adjustments_to_try(
    rows: pd.DataFrame, deflator: pd.DataFrame, area: str, year: str, price_bases: list[str]
) -> pd.DataFrame:
    """Return every combination of the four adjustments and of price bases, one row each: a grid to look answers up in.

    Columns: without_housing_benefit, without_education, without_parish_precepts, without_levies, prices (cash, or the
    year whose prices), county_gbp, districts_gbp [GBP], ratio [county to districts]. Errors as `tier_balance` and `price_index`.
    """
    cash = adjusted_balance(rows, area, year)
    restated = [_in_prices(cash, "cash", 1.0)] + [
        _in_prices(cash, base, price_index(deflator, base)[year]) for base in price_bases
    ]
    flags = [name for name in cash if str(name).startswith("without_")]
    return pd.concat(restated, ignore_index=True)[[*flags, "prices", "county_gbp", "districts_gbp", "ratio"]]


def _in_prices(cash: pd.DataFrame, base: str, index: float) -> pd.DataFrame:
    return cash.assign(prices=base, county_gbp=cash["county_gbp"] / index, districts_gbp=cash["districts_gbp"] / index)
