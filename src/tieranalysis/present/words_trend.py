"""Headline, subtitle and description of the tiers over the years, made from a case of `trend_to_try`."""

import pandas as pd

from tieranalysis.present.numbers import spoken
from tieranalysis.present.words_budgets import Words, area_name, left_out, prices_of

TIERS = {"County council": "county", "Districts together": "districts"}


def trend_words(trend: pd.DataFrame, area: str, title: str) -> Words:
    """Describe how each tier's amount moved in real terms, in a case of `trend_to_try`.

    >>> trend = pd.DataFrame({"year": ["2010-11", "2017-18"] * 2, "tier": ["county"] * 2 + ["districts"] * 2, "amount_gbp": [100.0, 80.0, 50.0, 45.0], "price_base": "2017-18"})
    >>> trend_words(trend, "essex", "Net current expenditure")["headline"]
    'In real terms the county fell by 20% from 2010-11 to 2017-18, the districts by 10%'
    """
    known = trend.dropna(subset=["amount_gbp"])
    of = trend.iloc[0]
    subtitle = f"{title}{left_out(of)}, {area_name(area)}, outturn, {prices_of(of)}, £ million"
    if known.empty:
        return {
            "headline": "No year can be given in real terms",
            "subtitle": subtitle,
            "alt": "An empty chart: no year has both a complete outturn and a deflator.",
        }
    tiers = known["tier"].replace(TIERS)
    moves = {tier: _move(rows) for tier, rows in known.groupby(tiers)}
    first, last = known["year"].min(), known["year"].max()
    said = "; ".join(
        f"{tier} {year} {spoken(amount, 'GBP')}"
        for tier, year, amount in zip(tiers, known["year"], known["amount_gbp"], strict=True)
    )
    return {
        "headline": f"In real terms the county {moves.get('county', 'cannot be followed')} from {first} to {last}, the districts {_short(moves.get('districts', 'cannot be followed'), moves.get('county', ''))}",
        "subtitle": subtitle,
        "alt": f"Two lines over the years, with gaps where no return is held: {said}.",
    }


def _move(rows: pd.DataFrame) -> str:
    if len(rows) < 2:
        return "cannot be followed"
    ordered = rows.sort_values("year")["amount_gbp"]
    change = ordered.iloc[-1] / ordered.iloc[0] - 1
    return f"{'rose' if change >= 0 else 'fell'} by {abs(change):.0%}"


def _short(move: str, other: str) -> str:
    """Leave the verb out where it is the same as before."""
    return move.removeprefix(other.split(" ", maxsplit=1)[0] + " ") if other else move
