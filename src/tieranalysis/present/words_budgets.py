"""Headline, subtitle and description of each figure of the budgets report, made from the figure's own data."""

import pandas as pd

from tieranalysis.present.labels_contacts import in_a_list
from tieranalysis.present.numbers import in_short, spoken
from tieranalysis.present.ratios import times, verb_of
from tieranalysis.registers import the_area

Words = dict[str, str]
LEFT_OUT = {
    "without_housing_benefit": "mandatory housing benefit",
    "without_education": "education",
    "without_parish_precepts": "parish precepts",
    "without_levies": "levies",
}
"""What a case can leave out, in the words of a sentence, by the column that says so."""


def area_name(area: str) -> str:
    """Return an area's name as a sentence has it; AreaError names the areas where there is none such.

    >>> area_name("west_sussex")
    'West Sussex'
    """
    return the_area(area)["name"]


def ratio_words(by_basis: pd.DataFrame) -> Words:
    """Describe the ratio of the tiers on every basis.

    >>> table = pd.DataFrame({"area": "essex", "year": "2010-11", "status": "outturn", "title": ["Net", "Total"], "ratio": [3.14, 8.93]})
    >>> ratio_words(table)["headline"]
    'What is counted moves the ratio from 3.14 to 8.93'
    """
    first, known = by_basis.iloc[0], by_basis.dropna(subset=["ratio"])
    subtitle = f"County amount divided by the districts’ together, {area_name(first['area'])}, {first['year']}, {first['status']}, ratio"
    if known.empty:
        return {
            "headline": f"No ratio can be given for {first['year']}: a return is missing",
            "subtitle": subtitle,
            "alt": "An empty chart: a council made no return, so no measure is complete.",
        }
    said = "; ".join(f"{row.title} {times(row.ratio)}" for row in known.itertuples(index=False))
    return {
        "headline": f"What is counted moves the ratio from {times(known['ratio'].min())} to {times(known['ratio'].max())}",
        "subtitle": subtitle,
        "alt": f"A dot for each of {len(known)} measures. County to districts: {said}.",
    }


def reading_words(rows: pd.DataFrame) -> Words:
    """Describe the ratio of the tiers on every basis beside that of the 2007 report in one reading (`readings_beside`).

    >>> table = pd.DataFrame({"area": "essex", "year": "2010-11", "status": "outturn", "title": ["Net", "Total"], "ratio": [3.14, 8.93],
    ...     "reading": "letter for letter", "report_ratio": 0.003493})
    >>> reading_words(table)["headline"]
    'Read letter for letter, the report’s ratio is 0.0035; what is counted moves the ratio from 3.14 to 8.93'
    """
    first, words = rows.iloc[0], ratio_words(rows)
    said = f"the report’s ratio is {times(first['report_ratio'])}"
    return words | {
        "headline": f"Read {first['reading']}, {said}; {_lower(words['headline'])}",
        "alt": f"{words['alt']} A line marks the 2007 report: read {first['reading']}, {said}.",
    }


def bridge_words(steps: pd.DataFrame) -> Words:
    """Describe one tier's way from service expenditure to its council tax requirement.

    >>> steps = pd.DataFrame({"area": "essex", "year": "2010-11", "status": "outturn", "tier": "districts", "kind": ["total", "change", "total"],
    ...     "title": ["Total service expenditure", "Mandatory housing benefit", "Council tax requirement"], "amount_gbp": [215e6, 389e6, 111e6]})
    >>> bridge_words(steps)["headline"]
    'Districts: mandatory housing benefit (£389m) is the largest step between services and council tax'
    """
    first = steps.iloc[0]
    who = "County" if first["tier"] == "county" else "Districts"
    subtitle = f"From service expenditure to council tax requirement, {area_name(first['area'])}, {first['year']}, {first['status']}, {prices_of(first)}, £ million"
    if steps["amount_gbp"].isna().any():
        return {
            "headline": f"{who}: the steps cannot be added, because a return is missing",
            "subtitle": subtitle,
            "alt": "An empty chart: a council made no return, so the steps are not complete.",
        }
    changes = steps[steps["kind"] == "change"]
    largest = changes.loc[changes["amount_gbp"].abs().idxmax()]
    said = in_short([f"{row.title} {spoken(row.amount_gbp, 'GBP')}" for row in steps.itertuples(index=False)])
    return {
        "headline": f"{who}: {_lower(largest['title'])} ({spoken(largest['amount_gbp'], 'GBP')}) is the largest step between services and council tax",
        "subtitle": subtitle,
        "alt": f"A bridge of {len(steps)} bars. {said}.",
    }


def prices_said(price_base: str) -> str:
    """Say in whose prices an amount is.

    >>> prices_said("cash"), prices_said("2017-18")
    ('cash', 'in 2017-18 prices')
    """
    return "cash" if price_base == "cash" else f"in {price_base} prices"


def prices_of(row: pd.Series) -> str:
    """Say in whose prices a row is, which is in cash where it does not say."""
    return prices_said(str(row.get("price_base", "cash")))


def left_out(row: pd.Series) -> str:
    """Name what a case leaves out, from its columns without_...

    >>> left_out(pd.Series({"without_housing_benefit": True, "without_levies": True, "ratio": 3.1}))
    ' without mandatory housing benefit and levies'
    """
    flags = [words for name, words in LEFT_OUT.items() if row.get(name)]
    return f" without {in_a_list(flags)}" if flags else ""


def _lower(title: str) -> str:
    return title[0].lower() + title[1:]


def ranking_words(ranking: pd.DataFrame, title: str) -> Words:
    """Describe the districts in order of amount per head; a case of `ranking_to_try` says what it leaves out.

    >>> table = pd.DataFrame({"area": "essex", "year": "2010-11", "status": "outturn", "mid_year": 2010, "name": ["Harlow", "Chelmsford"],
    ...     "amount_per_head_gbp": [170.35, 125.54], "average_per_head_gbp": 152.03})
    >>> ranking_words(table, "Net revenue expenditure")["headline"]
    'Harlow spends £170 a head, Chelmsford £126'
    """
    first = ranking.iloc[0]
    known = ranking.dropna(subset=["amount_per_head_gbp"]).sort_values(
        "amount_per_head_gbp", ascending=False, kind="stable"
    )
    subtitle = f"{title}{left_out(first)} per resident by district, {area_name(first['area'])}, {first['year']}, {first['status']}, {prices_of(first)}, residents of mid-{first['mid_year']}, £"
    if known.empty:
        return {
            "headline": f"No figure per head can be given for {first['year']}",
            "subtitle": subtitle,
            "alt": "An empty chart: returns or population estimates are missing.",
        }
    top, bottom = known.iloc[0], known.iloc[-1]
    average = (
        "the average is not complete"
        if pd.isna(first["average_per_head_gbp"])
        else f"all districts together £{first['average_per_head_gbp']:,.0f}"
    )
    said = in_short(
        [f"{name} £{amount:,.0f}" for name, amount in zip(known["name"], known["amount_per_head_gbp"], strict=True)]
    )
    return {
        "headline": f"{top['name']} {verb_of(title)[0]}s £{top['amount_per_head_gbp']:,.0f} a head, {bottom['name']} £{bottom['amount_per_head_gbp']:,.0f}",
        "subtitle": subtitle,
        "alt": f"A bar for each district, highest first: {said}; {average}.",
    }


def ranking_of_measure(ranking: pd.DataFrame) -> Words:
    """Describe one measure of `rankings_on_bases`, whatever the order of its rows."""
    names = {"district": "name", "a_head_gbp": "amount_per_head_gbp"}
    ranked = ranking.rename(columns=names).sort_values("amount_per_head_gbp", ascending=False, kind="stable")
    return ranking_words(ranked, str(ranking["title"].iloc[0]))


def reserves_words(table: pd.DataFrame) -> Words:
    """Describe unallocated reserves as a share of net revenue expenditure.

    >>> table = pd.DataFrame({"area": "essex", "year": "2010-11", "status": "outturn", "name": ["Essex", "Epping Forest"], "unallocated_share": [0.035, 0.409]})
    >>> reserves_words(table)["headline"]
    'Unallocated reserves run from 3.5% of net revenue expenditure (Essex) to 40.9% (Epping Forest)'
    """
    first, known = table.iloc[0], table.dropna(subset=["unallocated_share"]).sort_values("unallocated_share")
    subtitle = f"Unallocated reserves at 31 March as a share of net revenue expenditure, {area_name(first['area'])}, {first['year']}, {first['status']}, per cent"
    if known.empty:
        return {
            "headline": f"No reserves can be given for {first['year']}",
            "subtitle": subtitle,
            "alt": "An empty chart: returns are missing.",
        }
    low, high = known.iloc[0], known.iloc[-1]
    said = in_short(
        [f"{name} {share:.1%}" for name, share in zip(known["name"], known["unallocated_share"], strict=True)]
    )
    return {
        "headline": f"Unallocated reserves run from {low['unallocated_share']:.1%} of net revenue expenditure ({low['name']}) to {high['unallocated_share']:.1%} ({high['name']})",
        "subtitle": subtitle,
        "alt": f"A bar for each council, lowest first: {said}.",
    }
