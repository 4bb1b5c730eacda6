"""What the words and lines of the budgets report say in every case of its panel."""

import pandas as pd

from tieranalysis.metrics.budgets.adjust import LEFT_OUT, adjusted_balance
from tieranalysis.metrics.budgets.balance import balance_by_year
from tieranalysis.metrics.budgets.charting import ADJUSTED
from tieranalysis.metrics.budgets.prices import price_index, real_terms
from tieranalysis.metrics.budgets.trends import with_gaps
from tieranalysis.registers import is_two_tier


def report_in_each(grid: pd.DataFrame, balance: pd.DataFrame, deflator: pd.DataFrame) -> pd.DataFrame:
    """Put the report's own balance beside each case of `adjustments_to_try`: less what is left out, in the prices chosen.

    `balance` comes from `per_head`. On another basis than net current expenditure nothing can be left out, and only prices
    move it. Adds less (whether the adjustments belong to the basis), ratio_of_basis, and by tier amount_county_gbp [GBP],
    share_county, head_county_gbp [GBP per resident], and the same for districts. Errors as `price_index`.
    """
    first, scale = balance.iloc[0], _scales(grid["prices"], deflator, str(balance["year"].iloc[0]))
    own, people = balance.set_index("tier")["amount_gbp"], balance.set_index("tier")["population"]
    less = first["basis"] == ADJUSTED
    amounts = {tier: grid[f"{tier}_gbp"] if less else own[tier] * scale for tier in ("county", "districts")}
    both = amounts["county"] + amounts["districts"]
    found = {"less": less, "ratio_of_basis": amounts["county"] / amounts["districts"]}
    for tier, amount in amounts.items():
        found |= {
            f"amount_{tier}_gbp": amount,
            f"share_{tier}": amount / both,
            f"head_{tier}_gbp": amount / people[tier],
        }
    return grid.assign(**found)


def _scales(prices: pd.Series, deflator: pd.DataFrame, year: str) -> pd.Series:
    known = {base: 1.0 if base == "cash" else 1 / price_index(deflator, base)[year] for base in prices.unique()}
    return prices.map(known).astype(float)


def trend_to_try(
    revenue: pd.DataFrame, deflator: pd.DataFrame, area: str, year: str, basis: str, price_bases: list[str]
) -> pd.DataFrame:
    """Follow both tiers over the years in every case of the panel, always in real terms: cash of two years is not compared.

    In the case "cash" the years are in the prices of `year`, in which its own amount is what the report shows. On net
    current expenditure the cases are those of `adjustments_to_try`; on another basis those of prices alone. Columns: the
    controls (without_..., prices), price_base, tier, year, amount_gbp [GBP of the price base]; a year that is not held is
    missing. Errors as `balance_by_year` and `price_index`.
    """
    cash = _adjusted_by_year(revenue, area) if basis == ADJUSTED else balance_by_year(revenue, area, basis)
    flags = [name for name in LEFT_OUT if name in cash]
    parts = [(case, rows) for case, rows in cash.groupby(flags)] if flags else [((), cash)]
    return pd.concat(
        [
            with_gaps(real_terms(rows, deflator, base, beyond="mark")).assign(
                **dict(zip(flags, case, strict=True)), prices=prices, price_base=base
            )
            for prices, base in {"cash": year, **{base: base for base in price_bases}}.items()
            for case, rows in parts
        ],
        ignore_index=True,
    )


def _adjusted_by_year(revenue: pd.DataFrame, area: str) -> pd.DataFrame:
    years = sorted(revenue.loc[revenue["status"] == "outturn", "year"].unique())
    each = [adjusted_balance(revenue, area, year, "outturn") for year in years if is_two_tier(area, year)]
    wide = pd.concat(each, ignore_index=True).rename(columns={"county_gbp": "county", "districts_gbp": "districts"})
    kept = [*LEFT_OUT, "year", "price_base"]
    return wide.melt(kept, ["county", "districts"], var_name="tier", value_name="amount_gbp")
