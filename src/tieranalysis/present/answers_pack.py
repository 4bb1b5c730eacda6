"""What an authority's pack says first: its place in the money, what joining would bring, what it owes and is owed."""

from collections.abc import Sequence

import pandas as pd

from tieranalysis.present.answers_agreements import counted, listed
from tieranalysis.present.answers_budgets import in_words
from tieranalysis.present.answers_comparison import ordinal
from tieranalysis.present.answers_savings import listed as every
from tieranalysis.present.numbers import spoken


def place_answer(place: pd.Series, row: pd.Series, year: str, status: str) -> str:
    """Say an authority's place in the money on one basis.

    `place` has name, official_name, tier and area_name; `row` is its row of `ranked_on_bases`.

    >>> place = pd.Series({"official_name": "Rochford District Council", "tier": "district", "area_name": "Essex"})
    >>> row = pd.Series({"title": "Service expenditure", "amount_gbp": 12.4e6, "share_of_tier": 0.041, "amount_per_head_gbp": 148.5, "rank": 9, "ranked": 12})
    >>> place_answer(place, row, "2010-11", "outturn")
    'On service expenditure, Rochford District Council spent £12.4m in 2010-11: 4% of what the districts of Essex spent together, and £148 a head, 9th highest of twelve.'
    """
    if pd.isna(row["amount_gbp"]):
        return f"There are no figures for {place['official_name']} in {year} on {row['title'].lower()}."
    verb = "spent" if status == "outturn" else "planned to spend"
    said = f"On {row['title'].lower()}, {place['official_name']} {verb} {spoken(row['amount_gbp'], 'GBP')} in {year}: "
    return said + f"{_share(place, row)}{_per_head(row)}."


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


def _share(place: pd.Series, row: pd.Series) -> str:
    if place["tier"] == "unitary":
        return "a unitary council, outside both tiers"
    share, whole = ("share_of_tier", f"what the districts of {place['area_name']} {'spent'} together")
    if place["tier"] == "county":
        share, whole = "share_of_both", f"what the two tiers of {place['area_name']} spent together"
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


RULES = {
    "agreed": "as agreed",
    "equal": "equally",
    "budget": "by budget",
    "population": "by population",
    "usage": "by usage",
    "stand_alone": "by what each costs alone",
    "scrb": "by separable costs",
    "shapley": "by the Shapley value",
    "nucleolus": "by the nucleolus",
}
JOINING = "{deal} would {effect}, shared {how}; {but}."
UNSHARED = "no rule of sharing would leave it worse off"


def joining_answer(
    name: str, own: pd.DataFrame, illustrative: bool, rule: str = "shapley", joining: str = "All"
) -> str:
    """Say what joining a shared contact centre would bring an authority, and under which rules it would be worse off.

    `own` has a row a rule: rule and saving_gbp [GBP a year]; no row where its calls are not held. `joining` says who joins.

    >>> rows = pd.DataFrame({"rule": ["shapley", "population"], "saving_gbp": [50e3, -20e3]})
    >>> joining_answer("Rochford", rows, True)
    'On illustrative calls, one contact centre for all would save Rochford £50,000 a year, shared by the Shapley value; shared by population it would be worse off than alone.'
    >>> joining_answer("Rochford", rows, False, "population", "All but Essex")
    'One contact centre for all but Essex would leave Rochford £20,000 a year worse off than alone, shared by population; it would be better off shared by the Shapley value.'
    >>> joining_answer("Maldon", rows.iloc[:0], True)
    'What joining would bring Maldon cannot be worked out: no calls of its own are held.'
    """
    if own.empty:
        return f"What joining would bring {name} cannot be worked out: no calls of its own are held."
    return JOINING.format(**joining_parts(name, own, illustrative, rule, joining))


def joining_parts(name: str, own: pd.DataFrame, illustrative: bool, rule: str, joining: str) -> dict[str, str]:
    """Return the parts of the sentence on joining, each of which few deals share: deal, effect, how and but."""
    saving = own.set_index("rule")["saving_gbp"]
    gain = saving[rule]
    amount = spoken(abs(gain), "GBP", 0 if abs(gain) < 999_500 else None)
    opening = "On illustrative calls, one" if illustrative else "One"
    effect = f"leave {name} {amount} a year worse off than alone" if gain < 0 else f"save {name} {amount} a year"
    return {
        "deal": f"{opening} contact centre for {joining[0].lower()}{joining[1:]}",
        "effect": f"have a cost of which {name} has no share by this rule" if pd.isna(gain) else effect,
        "how": RULES[rule],
        "but": _better(saving) if gain < 0 else f"{_worse(list(saving.index[saving < 0]))} than alone",
    }


def _better(saving: pd.Series) -> str:
    good = [RULES[rule] for rule in saving.index[saving >= 0]]
    return f"it would be better off shared {every(good)}" if good else "no rule of sharing would leave it better off"


def _worse(rules: Sequence[str]) -> str:
    return f"shared {every([RULES[rule] for rule in rules])} it would be worse off" if rules else UNSHARED


def deal_words(rule: str, joining: str) -> str:
    """Name a deal in a few words.

    >>> deal_words("shapley", "All but Essex")
    'one contact centre for all but Essex, shared by the Shapley value'
    """
    return f"one contact centre for {joining[0].lower()}{joining[1:]}, shared {RULES[rule]}"


def programme_answer(name: str, own: pd.DataFrame, years: int, illustrative: bool, rule: str = "") -> str:
    """Say what the joint savings programme is worth to an authority, and under which rules it would do better alone.

    `own` comes from `position_in`; no row where it takes no part. Without a `rule` the first is meant.

    >>> rows = pd.DataFrame({"rule": ["agreed", "equal"], "npv_gbp": [1.5e6, -2e5], "worse_off": [False, True]})
    >>> programme_answer("Rochford", rows, 10, True)
    'The illustrative savings programme would be worth £1.5m to Rochford over ten years, its cost shared as agreed; shared equally it would be worse off than alone.'
    >>> programme_answer("Thurrock", rows.iloc[:0], 10, True)
    'Thurrock has no part in the savings programme.'
    """
    if own.empty:
        return f"{name} has no part in the savings programme."
    rows = own.set_index("rule")
    chosen = rule or rows.index[0]
    kind = "illustrative savings programme" if illustrative else "savings programme"
    said = f"The {kind} would be worth {spoken(rows.at[chosen, 'npv_gbp'], 'GBP')} to {name} over {in_words(years)} years, its cost shared {RULES[chosen]}"
    return f"{said}; {_worse(list(rows.index[rows['worse_off']]))} than alone."


def arrangement_answer(name: str, own: pd.DataFrame, document: str) -> str:
    """Say how an authority answered the public, and how that is known.

    >>> own = pd.DataFrame({"arrangement": ["contact centre"], "basis": ["stated"], "reference": ["section 6"]})
    >>> arrangement_answer("Rochford", own, "the report of 2007")
    'How Rochford answered the public: contact centre (stated in the report of 2007, section 6).'
    """
    if own.empty:
        return f"How {name} answered the public is not in the register."
    row = own.iloc[0]
    grounds = f"{row['basis']} in {document}" if row["basis"] == "stated" else f"{row['basis']} from {document}"
    return f"How {name} answered the public: {row['arrangement']} ({grounds}, {row['reference']})."


def partnerships_answer(name: str, own: pd.DataFrame) -> str:
    """Name the partnerships that an authority has a part in, its role, and where that is only derived.

    >>> own = pd.DataFrame({"name": ["Joint advocacy unit", "All authorities"], "role": ["invited", "member"], "basis": ["stated", "derived"]})
    >>> partnerships_answer("Rochford", own)
    'Rochford has a part in two partnerships: Joint advocacy unit (invited) and All authorities (member, derived).'
    """
    said = [
        f"{row.name} ({row.role}{'' if row.basis == 'stated' else f', {row.basis}'})"
        for row in own.itertuples(index=False)
    ]
    if not said:
        return f"{name} has a part in no partnership of the register."
    return f"{name} has a part in {counted(len(said), 'partnership')}: {every(said)}."
