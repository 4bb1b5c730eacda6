"""What an authority's pack says first: its place in the money, what joining would bring, what it owes and is owed."""

from collections.abc import Sequence

import pandas as pd

from tieranalysis.present.answers_agreements import counted, listed
from tieranalysis.present.answers_budgets import in_words
from tieranalysis.present.answers_comparison import ordinal
from tieranalysis.present.numbers import spoken


def place_answer(place: pd.Series, row: pd.Series, year: str, status: str, rank: int | None = None, of: int = 0) -> str:
    """Say an authority's place in the money on one basis.

    `place` has name, official_name, tier and area_name; `row` is its row of `authority_on_bases`.

    >>> place = pd.Series({"official_name": "Rochford District Council", "tier": "district", "area_name": "Essex"})
    >>> row = pd.Series({"title": "Service expenditure", "amount_gbp": 12.4e6, "share_of_tier": 0.041, "amount_per_head_gbp": 148.5})
    >>> place_answer(place, row, "2010-11", "outturn", 9, 12)
    'On service expenditure, Rochford District Council spent £12.4m in 2010-11: 4% of what the districts of Essex spent together, and £148 a head, 9th highest of twelve.'
    """
    if pd.isna(row["amount_gbp"]):
        return f"There are no figures for {place['official_name']} in {year} on {row['title'].lower()}."
    verb = "spent" if status == "outturn" else "planned to spend"
    said = f"On {row['title'].lower()}, {place['official_name']} {verb} {spoken(row['amount_gbp'], 'GBP')} in {year}: "
    return said + f"{_share(place, row)}{_per_head(row, rank, of)}."


def _share(place: pd.Series, row: pd.Series) -> str:
    if place["tier"] == "unitary":
        return "a unitary council, outside both tiers"
    share, whole = ("share_of_tier", f"what the districts of {place['area_name']} {'spent'} together")
    if place["tier"] == "county":
        share, whole = "share_of_both", f"what the two tiers of {place['area_name']} spent together"
    return (
        f"{row[share]:.0%} of {whole}" if pd.notna(row[share]) else f"the total of {place['area_name']} is not complete"
    )


def _per_head(row: pd.Series, rank: int | None, of: int) -> str:
    if pd.isna(row["amount_per_head_gbp"]):
        return ", and residents are not known"
    place = f", {ordinal(rank)} highest of {in_words(of)}" if rank else ""
    return f", and £{row['amount_per_head_gbp']:,.0f} a head{place}"


def owed_answer(name: str, led: int, shared: int, overdue: Sequence[str], visits_open: int, visits_met: int) -> str:
    """Say what an authority owes and is owed.

    >>> owed_answer("Rochford", 8, 25, ["Such committees elsewhere"], 1, 0)
    'Rochford leads eight recommendations, alone or with others, and has a part in 25 more; overdue among them is “Such committees elsewhere”. Its yearly visit by the county’s leaders is owed: none is logged this year.'
    >>> owed_answer("Essex", 28, 7, [], 0, 0)
    'Essex leads 28 recommendations, alone or with others, and has a part in seven more; none of them is overdue.'
    """
    late = (
        f"overdue among them {'is' if len(overdue) == 1 else 'are'} {listed([f'“{title}”' for title in overdue])}"
        if overdue
        else "none of them is overdue"
    )
    said = f"{name} leads {counted(led, 'recommendation')}, alone or with others, and has a part in {in_words(shared)} more; {late}."
    if visits_met:
        return said + " Its yearly visit by the county’s leaders is logged."
    return said + (
        " Its yearly visit by the county’s leaders is owed: none is logged this year." if visits_open else ""
    )


RULES = {
    "equal": "equally",
    "budget": "by budget",
    "population": "by population",
    "usage": "by usage",
    "stand_alone": "by what each costs alone",
    "scrb": "by separable costs",
    "shapley": "by the Shapley value",
    "nucleolus": "by the nucleolus",
}


def joining_answer(name: str, own: pd.DataFrame, illustrative: bool) -> str:
    """Say what joining a shared contact centre would bring an authority, and under which rules it would be worse off.

    `own` has its rows of the table of shares: method and saving [GBP a year]; no row where its calls are not held.

    >>> rows = pd.DataFrame({"method": ["shapley", "population"], "saving": [50e3, -20e3]})
    >>> joining_answer("Rochford", rows, True)
    'On illustrative calls, one contact centre for all would save Rochford £50,000 a year, shared by the Shapley value; shared by population it would be worse off than alone.'
    >>> joining_answer("Maldon", rows.iloc[:0], True)
    'What joining would bring Maldon cannot be worked out: no calls of its own are held.'
    """
    if own.empty:
        return f"What joining would bring {name} cannot be worked out: no calls of its own are held."
    saving = own.set_index("method")["saving"]
    opening = "On illustrative calls, one" if illustrative else "One"
    gain = saving["shapley"]
    verb = "save" if gain >= 0 else "cost"
    said = f"{opening} contact centre for all would {verb} {name} {spoken(abs(gain), 'GBP', 0 if abs(gain) < 1e6 else None)} a year, shared by the Shapley value"
    worse = [RULES[method] for method in saving.index[saving < 0]]
    if worse:
        return f"{said}; shared {listed(worse)} it would be worse off than alone."
    return f"{said}; no rule of sharing would leave it worse off than alone."
