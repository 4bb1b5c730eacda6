"""Real terms: cash amounts restated in the prices of one year."""

from typing import Literal

import pandas as pd

from tieranalysis.metrics.budgets.choose import ChoiceError, refuse_two_vintages


def price_index(deflator: pd.DataFrame, base_year: str) -> pd.Series:
    """Chain the deflator's growth into an index of prices, by financial year [base year = 1].

    Raises ChoiceError when the base year is beyond the deflator, when a year in its chain is missing, or when the
    table has two vintages.

    Source: HM Treasury GDP deflator; each year's growth multiplies the index of the year before.

    >>> growth = pd.DataFrame({"year": ["2009-10", "2010-11", "2011-12"], "growth_multiplier": [1.02, 1.5, 1.2]})
    >>> price_index(growth, "2010-11").round(3).to_dict()
    {'2009-10': 0.667, '2010-11': 1.0, '2011-12': 1.2}
    """
    refuse_two_vintages(deflator, "The deflator has years")
    growth = deflator.sort_values("year").set_index("year")["growth_multiplier"].astype("float64")
    if base_year not in growth.index:
        raise ChoiceError(
            f"The deflator has no {base_year}: it runs from {growth.index[0]} to {growth.index[-1]}. Choose a base year within it."
        )
    starts = growth.index.str[:4].astype("int64")
    if (pd.Series(starts).diff().dropna() != 1).any():
        raise ChoiceError("The deflator skips a year, so its chain is broken. Complete it before using it.")
    chained = growth.cumprod()
    return chained / chained[base_year]


def real_terms(
    frame: pd.DataFrame, deflator: pd.DataFrame, base_year: str, beyond: Literal["refuse", "mark"] = "refuse"
) -> pd.DataFrame:
    """Restate every amount of a cash table in the prices of `base_year` [GBP of that year].

    Amounts are divided by the index of their own year; `price_base` says the base year, and `forecast_prices` is
    added: whether a forecast of prices was used. Columns of the result are otherwise those of the frame. A year
    beyond the deflator is refused, or with beyond="mark" its amounts are missing.

    Raises ChoiceError when the frame is not in cash, or a year lies beyond the deflator.

    >>> growth = pd.DataFrame({"year": ["2010-11", "2011-12"], "growth_multiplier": [1.5, 1.2], "forecast": [False, False]})
    >>> cash = pd.DataFrame({"year": ["2010-11", "2011-12"], "price_base": "cash", "amount_gbp": [100.0, 120.0]})
    >>> real_terms(cash, growth, "2010-11")["amount_gbp"].to_list()
    [100.0, 100.0]
    """
    bases = set(frame["price_base"])
    if bases != {"cash"}:
        raise ChoiceError(
            f"Only cash amounts can be restated; this table is in {', '.join(sorted(map(str, bases)))}. Start from the cash table."
        )
    index = price_index(deflator, base_year)
    outside = sorted(set(frame["year"]) - set(index.index))
    if outside and beyond == "refuse":
        raise ChoiceError(
            f"No real-terms figure for {', '.join(outside)}: the deflator runs from {index.index[0]} to {index.index[-1]}. Use a newer deflator, or leave the year out."
        )
    forecasts = set(deflator.loc[deflator["forecast"].astype("bool"), "year"])
    uses_forecast = frame["year"].isin(forecasts) | (base_year in forecasts)
    amounts = {name: frame[name] / frame["year"].map(index) for name in frame if str(name).endswith("_gbp")}
    return frame.assign(**amounts, price_base=base_year, forecast_prices=uses_forecast)
