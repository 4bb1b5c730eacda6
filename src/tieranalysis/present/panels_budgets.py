"""The budgets report on other assumptions: what is left out and in whose prices; words, numbers and cells follow."""

import pandas as pd

from tieranalysis.present.block import Block
from tieranalysis.present.panel import explorer
from tieranalysis.present.ratios import others_said, times
from tieranalysis.present.words_budgets import LEFT_OUT, left_out, prices_said

CONTROLS = {name: f"Leave out {words}" for name, words in LEFT_OUT.items()} | {"prices": "Prices"}
UNITS = {"share": "rate", "ratio": "ratio"}


def budget_panel(tried: pd.DataFrame, by_basis: pd.DataFrame, basis: str, place: str, year: str) -> Block:
    """Let a reader leave spending out of both tiers, and choose in whose prices the page is.

    `tried` comes from `report_in_each`, `by_basis` from `balance_by_basis`; `basis` is the report's own measure. The report itself leaves nothing out, in cash.
    """
    said = tried.apply(left_out, axis=1).where(tried["less"], "")
    grid = tried.assign(
        prices_said=tried["prices"].map(prices_said),
        less_said=said,
        others_said=[others_said(by_basis, basis, less) for less in said],
    ).drop(columns="less")
    also = [str(name) for name in grid if name not in (*CONTROLS, "county_gbp", "districts_gbp", "ratio")]
    numbers = [name for name in also if not name.endswith("_said")]
    return explorer(
        grid,
        CONTROLS,
        ["county_gbp", "districts_gbp", "ratio"],
        start=dict.fromkeys(CONTROLS, False) | {"prices": "cash"},
        sentence="The county is {ratio} times the districts together: {county_gbp} to {districts_gbp}.",
        headline=f"Net current expenditure, {place}, {year}: leave something out and see the ratio",
        also=also,
        unit={
            name: UNITS.get(name.partition("_")[0], "GBP")
            for name in ["county_gbp", "districts_gbp", "ratio", *numbers]
        },
        decimals={"ratio": 2, "ratio_of_basis": 2} | dict.fromkeys(("head_county_gbp", "head_districts_gbp"), 0),
        notes=[f"Over the years, cash means the prices of {year}: cash of two years is not compared."],
    )


def each_tier(balance: pd.DataFrame) -> pd.DataFrame:
    """Let amount, share and amount a head of each tier follow `budget_panel`; `balance` has a row a tier."""
    cells = {"amount_gbp": "amount_{}_gbp", "share": "share_{}", "amount_per_head_gbp": "head_{}_gbp"}
    return balance.assign(
        **{name: [f"{{{look.format(tier)}}}" for tier in balance["tier"]] for name, look in cells.items()}
    )


def reading_panel(tried: pd.DataFrame, year: str) -> Block:
    """Let a reader choose how the 2007 report's figures are read, and what the returns beside them leave out.

    `tried` comes from `readings_to_try`; the report is read as it must be, and nothing is left out.
    """
    names = [name for name in LEFT_OUT if name in tried]
    grid = tried.assign(less_said=tried.apply(left_out, axis=1), times_said=tried["times_ratio"].map(times))
    return explorer(
        grid,
        {"reading": "Read the report’s figures"}
        | {name: f"Leave {LEFT_OUT[name]} out of the returns" for name in names},
        ["report_ratio", "official_ratio", "times_ratio"],
        start=dict.fromkeys(names, False) | {"reading": "as it must be read"},
        sentence="Read so, the report’s county is {report_ratio} times its districts; the returns{less_said} give {official_ratio}. The first is {times_said} times the second.",
        headline=f"Which reading, beside which official ratio of {year}?",
        labels={
            "report_ratio": "County to districts in the report",
            "official_ratio": "County to districts in the returns",
            "times_ratio": "The first over the second",
        },
        decimals={"report_ratio": 4, "official_ratio": 2, "times_ratio": 4},
        notes=[
            "The report’s figures are a budget of 2007-08, and nothing can be left out of them; the returns are outturns."
        ],
    )
