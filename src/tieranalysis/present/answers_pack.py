"""What an authority's pack says first: its place in the money, what joining would bring, what it owes and is owed."""

from collections.abc import Sequence

import pandas as pd

from tieranalysis.present.answers_agreements import counted, listed
from tieranalysis.present.answers_budgets import in_words
from tieranalysis.present.answers_comparison import ordinal
from tieranalysis.present.answers_savings import listed as every
from tieranalysis.present.dates import dated
from tieranalysis.present.numbers import spoken
from tieranalysis.present.ratios import verb_of

GROUNDS = {"stated": "", "derived": ", by way of its group", "inferred": ", as far as can be inferred"}


def place_answer(place: pd.Series, row: pd.Series, year: str, status: str) -> str:
    """Say an authority's place in the money on one basis.

    `place` has name, official_name, tier and area_name; `row` is its row of `ranked_on_bases`.

    >>> place = pd.Series({"official_name": "Rochford District Council", "tier": "district", "area_name": "Essex"})
    >>> row = pd.Series({"title": "Service expenditure", "amount_gbp": 12.4e6, "share_of_tier": 0.041, "amount_per_head_gbp": 148.5, "rank": 9, "ranked": 12})
    >>> place_answer(place, row, "2010-11", "outturn")
    'On service expenditure, Rochford District Council spent £12.4m in 2010-11: 4% of what the districts of Essex spent together, and £148 a head, 9th highest of twelve.'
    >>> place_answer(place, row.replace("Service expenditure", "Council tax requirement"), "2010-11", "outturn")
    'On council tax requirement, Rochford District Council raised £12.4m in 2010-11: 4% of what the districts of Essex raised together, and £148 a head, 9th highest of twelve.'
    """
    if pd.isna(row["amount_gbp"]):
        return f"There are no figures for {place['official_name']} in {year} on {row['title'].lower()}."
    now, then = verb_of(row["title"])
    verb = then if status == "outturn" else f"planned to {now}"
    said = f"On {row['title'].lower()}, {place['official_name']} {verb} {spoken(row['amount_gbp'], 'GBP')} in {year}: "
    return said + f"{_share(place, row, verb)}{_per_head(row)}."


def share_label(place: pd.Series) -> str:
    """Name the share that a pack gives: a county's is of both tiers.

    >>> share_label(pd.Series({"tier": "county"}))
    'Share of both tiers'
    """
    return "Share of both tiers" if place["tier"] == "county" else "Share of its tier"


def rank_words(place: pd.Series, row: pd.Series) -> str:
    """Say where a district stands among the districts by amount a head, or what is compared.

    >>> rank_words(pd.Series({"tier": "district"}), pd.Series({"rank": 2, "ranked": 12}))
    '2nd highest of twelve districts'
    """
    if pd.isna(row["rank"]):
        return {"unitary": "outside both tiers", "county": "one county, so not ranked"}.get(
            place["tier"], "not ranked: not complete"
        )
    return f"{ordinal(int(row['rank']))} highest of {in_words(int(row['ranked']))} districts"


def _share(place: pd.Series, row: pd.Series, verb: str) -> str:
    if place["tier"] == "unitary":
        return "a unitary council, outside both tiers"
    share, whole = ("share_of_tier", f"what the districts of {place['area_name']} {verb} together")
    if place["tier"] == "county":
        share, whole = "share_of_both", f"what the two tiers of {place['area_name']} {verb} together"
    return (
        f"{row[share]:.0%} of {whole}" if pd.notna(row[share]) else f"the total of {place['area_name']} is not complete"
    )


def _per_head(row: pd.Series) -> str:
    if pd.isna(row["amount_per_head_gbp"]):
        return ", and residents are not known"
    known = "rank" in row and pd.notna(row["rank"])
    place = f", {ordinal(int(row['rank']))} highest of {in_words(int(row['ranked']))}" if known else ""
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


def decisions_in_words(found: pd.DataFrame) -> pd.DataFrame:
    """Write the days in what an authority has to decide (`decisions`) as people do.

    >>> decisions_in_words(pd.DataFrame({"item": ["R16"], "why": ["was due by 2008-11-30"]}))["why"].to_list()
    ['was due by 30 November 2008']
    """
    return found.assign(why=found["why"].map(dated))


def arrangement_answer(name: str, own: pd.DataFrame, document: str, held: bool = True) -> str:
    """Say how an authority answered the public, and how that is known.

    >>> own = pd.DataFrame({"arrangement": ["contact centre"], "basis": ["stated"], "reference": ["section 6"]})
    >>> arrangement_answer("Rochford", own, "the report of 2007")
    'How Rochford answered the public: contact centre (stated in the report of 2007, section 6).'
    >>> arrangement_answer("Essex", own.assign(arrangement="not stated"), "the report of 2007")
    'How Essex answered the public is not stated in the report of 2007 (section 6).'
    """
    if not held:
        return f"How {name} answers the public is not known: no register is held."
    if own.empty:
        return f"How {name} answered the public is not in the register."
    row = own.iloc[0]
    if row["arrangement"] == "not stated":
        return f"How {name} answered the public is not stated in {document} ({row['reference']})."
    grounds = f"{row['basis']} in {document}" if row["basis"] == "stated" else f"{row['basis']} from {document}"
    return f"How {name} answered the public: {row['arrangement']} ({grounds}, {row['reference']})."


def partnerships_answer(name: str, own: pd.DataFrame, held: bool = True) -> str:
    """Name the partnerships that an authority has a part in, its role, where that is only derived, and to which it was invited.

    >>> own = pd.DataFrame({"name": ["Joint advocacy unit", "All authorities"], "role": ["invited", "member"], "basis": ["stated", "derived"]})
    >>> partnerships_answer("Rochford", own)
    'Rochford has a part in one partnership: All authorities (member, by way of its group); it was invited to one more: Joint advocacy unit.'
    >>> partnerships_answer("Maldon", own.head(1))
    'Maldon has a part in no partnership of the register; it was invited to one: Joint advocacy unit.'
    """
    if not held:
        return f"In which partnerships {name} has a part is not known: no register is held."
    invited = own["role"] == "invited"
    parts = [
        f"{row.name} ({row.role}{GROUNDS.get(row.basis, f', {row.basis}')})"
        for row in own[~invited].itertuples(index=False)
    ]
    asked, more = own.loc[invited, "name"].to_list(), " more" if parts else ""
    said = f"{name} has a part in " + (
        f"{counted(len(parts), 'partnership')}: {every(parts)}" if parts else "no partnership of the register"
    )
    return said + (f"; it was invited to {in_words(len(asked))}{more}: {every(asked)}." if asked else ".")
