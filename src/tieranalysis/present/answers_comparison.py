"""What the comparison of counties says in words, made from its table."""

from collections.abc import Mapping

import pandas as pd

from tieranalysis.present.answers_budgets import in_words
from tieranalysis.present.labels_contacts import in_a_list
from tieranalysis.present.numbers import in_short
from tieranalysis.present.ratios import times, verb_of
from tieranalysis.present.words_budgets import Words

NO_FIGURE = (
    "[x]: a council made no return, or the county has no estimate of its residents, because a district of it later went "
    "into a council wider than the county."
)
"""Why a county can be without a figure, for the note under a chart or a table."""
THIRDS = ("highest", "middle", "lowest")


def ordinal(number: int) -> str:
    """Write a place in an order.

    >>> ordinal(1), ordinal(12), ordinal(22), ordinal(103)
    ('1st', '12th', '22nd', '103rd')
    """
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def comparison_answer(comparison: pd.DataFrame, area: str, title: str) -> str:
    """Say where one county stands among the two-tier counties, and in which third of them where there are three or more.

    >>> table = pd.DataFrame({"area": ["kent", "essex"], "name": ["Kent", "Essex"], "year": "2010-11", "ratio": [9.0, 8.62], "rank": [1, 2], "missing": ""})
    >>> comparison_answer(table, "essex", "Net current expenditure")
    'Of 2 two-tier counties, Essex ranks 2nd on net current expenditure in 2010-11: the county spends 8.62 times as much as its districts together, where the counties run from 8.62 to 9.00.'
    >>> third = pd.concat([table, table.tail(1).assign(area="devon", name="Devon", ratio=8.0, rank=3)])
    >>> comparison_answer(third, "essex", "Council tax requirement")[:99]
    'Of 3 two-tier counties, Essex ranks 2nd, in the middle third, on council tax requirement in 2010-11'
    """
    ranked = comparison.dropna(subset=["ratio"])
    mine = comparison.set_index("area")
    if area not in mine.index:
        return f"{area} had no two tiers in {comparison['year'].iloc[0]}, so it has no place among the counties."
    row = mine.loc[area]
    if pd.isna(row["ratio"]):
        return f"{row['name']} has no place among the counties in {row['year']}: there are no figures for {row['missing']}."
    return (
        f"Of {len(ranked)} two-tier counties, {row['name']} ranks {ordinal(int(row['rank']))}{_third(int(row['rank']), len(ranked))} on {title.lower()} in {row['year']}: "
        f"the county {verb_of(title)[0]}s {times(row['ratio'])} times as much as its districts together, where the counties run from {times(ranked['ratio'].min())} to {times(ranked['ratio'].max())}."
    )


def _third(rank: int, among: int) -> str:
    if among < len(THIRDS):
        return ""
    return f", in the {THIRDS[(rank - 1) * len(THIRDS) // among]} third,"


def lost_said(comparison: pd.DataFrame) -> str:
    """Name the counties that have no ratio, and for want of whose figures.

    >>> lost_said(pd.DataFrame({"name": ["Cumbria", "Kent"], "ratio": [None, 9.0], "missing": ["Copeland", ""]}))
    'Cumbria has no ratio, because there are no figures for Copeland.'
    """
    lost = comparison[comparison["ratio"].isna()]
    said = [
        f"{name} has no ratio, because there are no figures for {missing}."
        for name, missing in zip(lost["name"], lost["missing"], strict=True)
    ]
    return " ".join(said) or "Every county has complete figures on this measure."


def comparison_points() -> list[str]:
    """Return the main points of the comparison: the answer, its largest move over the years and who is left out, which follow
    the panel; what a rank does not say."""
    return [
        "{answer_said}",
        "{move_said}",
        "{lost_said}",
        "A high ratio says that the county’s share of two-tier spending is large; it says nothing of cost, quality or fairness.",
    ]


def comparison_headlines(comparison: pd.DataFrame, area: str) -> list[dict[str, object]]:
    """Return the headline numbers of the comparison: the county's rank and ratio, the middle, the range; all follow the panel."""
    mine, first = comparison[comparison["area"] == area], comparison.iloc[0]
    when = f"{first['year']}, {first['status']}"
    name = mine["name"].iloc[0] if len(mine) else area
    return [
        {"label": f"{name}: rank", "value": "{rank}", "note": f"of {{counties_said}}, {when}; 1 is the highest ratio"},
        {"label": f"{name}: county to districts", "value": "{ratio}", "note": f"{{measure}}, {when}"},
        {"label": "Middle county", "value": "{median_ratio}", "note": f"median of {{counties_said}}, {when}"},
        {
            "label": "Highest",
            "value": "{highest_ratio}",
            "note": f"{{highest_county}}, {when}; lowest {{lowest_said}}, {{lowest_county}}",
        },
    ]


def comparison_words(comparison: pd.DataFrame, amount: str, what: str, unit_words: str, focus: str = "") -> Words:
    """Describe a ranking of counties by one amount, on one measure (a case of `counties_to_try`).

    `what` says the amount in words ("Districts together per resident"), `unit_words` the unit of the subtitle: ratio or £;
    `focus` names the county whose place the headline gives.

    >>> table = pd.DataFrame({"basis": "Net current expenditure", "name": ["Kent", "Essex", "Devon"], "year": "2010-11", "status": "outturn", "a_gbp": [1500.2, 1612.0, None]})
    >>> comparison_words(table, "a_gbp", "Both tiers per resident", "£")["alt"]
    'A bar for each county, highest first: Essex £1,612; Kent £1,500. No figure for Devon.'
    >>> comparison_words(table, "a_gbp", "Both tiers per resident", "£", "Kent")["headline"]
    'Kent is 2nd of 2 counties: Essex is highest and Kent lowest'
    """
    known = comparison.dropna(subset=[amount]).sort_values(amount, ascending=False, kind="stable")
    first = comparison.iloc[0]
    title = str(first["basis"]).lower()
    subtitle = f"{what}, {title}, two-tier counties of England, {first['year']}, {first['status']}, cash, {unit_words}"
    if known.empty:
        return {
            "headline": f"No county has a complete figure for {first['year']}",
            "subtitle": subtitle,
            "alt": "An empty chart: no county has a complete figure.",
        }
    write = f"{unit_words}{{:,.0f}}" if unit_words == "£" else "{:,.2f}"
    said = in_short([f"{name} {write.format(v)}" for name, v in zip(known["name"], known[amount], strict=True)])
    lost = comparison.loc[comparison[amount].isna(), "name"].to_list()
    return {
        "headline": _ends(known.set_index("name")[amount], focus),
        "subtitle": subtitle,
        "alt": f"A bar for each county, highest first: {said}.{f' No figure for {in_a_list(lost)}.' if lost else ''}",
    }


def _ends(amounts: pd.Series, focus: str) -> str:
    """Name the ends of an order, highest first, after the place of the county in focus where it has one."""
    names = amounts.index
    if len(names) == 1:
        return f"{names[0]} alone has a complete figure"
    if focus not in names:
        return f"{names[0]} is highest and {names[-1]} lowest of {len(names)} counties"
    place = ordinal(int((amounts > amounts[focus]).sum()) + 1)
    return f"{focus} is {place} of {len(names)} counties: {names[0]} is highest and {names[-1]} lowest"


def incomplete_notices(found: Mapping[str, pd.DataFrame]) -> list[dict[str, str]]:
    """Return a notice for each county that is not complete on some measure; `found` comes from `compared_on_bases`.

    >>> whole = pd.DataFrame({"name": ["Kent", "Cumbria"], "missing": ["", "Copeland"]})
    >>> [one["text"] for one in incomplete_notices({"a": whole, "b": whole.assign(missing=["Ashford", "Copeland"])})]
    ['Kent, on one of the measures: no figures for Ashford. The county has no ratio and no rank there.', 'Cumbria: no figures for Copeland. The county has no ratio and no rank there.']
    """
    lost = pd.concat([table.loc[table["missing"] != "", ["name", "missing"]] for table in found.values()])
    counted = lost.value_counts(sort=False)
    return [
        {
            "title": "Incomplete",
            "text": f"{name}{_on_some(int(counted[name, missing]), len(found))}: no figures for {missing}. The county has no ratio and no rank there.",
            "level": "warning",
        }
        for name, missing in sorted(counted.index, key=lambda pair: counted[pair])
    ]


def _on_some(count: int, of: int) -> str:
    return "" if count == of else f", on {in_words(count)} of the measures"
