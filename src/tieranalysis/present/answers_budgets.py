"""What the budgets report says in words: each sentence is made from the tables, so that it cannot drift from them."""

from collections.abc import Sequence

import pandas as pd

from tieranalysis.present.like_for_like import like_for_like_notices
from tieranalysis.present.numbers import spoken
from tieranalysis.present.ratios import others_said, times, verb_of
from tieranalysis.registers import areas, authorities

ONES = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
]


def in_words(number: int) -> str:
    """Write a small whole number as a word.

    >>> in_words(12), in_words(21)
    ('twelve', '21')
    """
    return ONES[number] if 0 <= number < len(ONES) else str(number)


def county_name(area: str) -> str:
    """Return the full name of an area's county council.

    >>> county_name("essex")
    'Essex County Council'
    """
    code = areas().set_index("area").loc[area, "county"]
    return str(authorities().set_index("authority").loc[code, "official_name"])


def balance_answer(
    balance: pd.DataFrame, by_basis: pd.DataFrame, ratio: str = "", less: str = "", others: str = ""
) -> str:
    """State the balance on the chosen basis, and the range over the others: one sentence a councillor could repeat.

    `ratio`, `less` (what is left out) and `others` stand in place of the balance's own where the sentence follows a panel.

    >>> balance = pd.DataFrame({"area": "essex", "year": "2010-11", "status": "outturn", "tier": ["county", "districts"],
    ...     "authorities": [1, 12], "basis": "net_current_expenditure", "ratio": 3.1417, "complete": True, "missing": ""})
    >>> bases = pd.DataFrame({"basis": ["net_current_expenditure", "b"], "title": ["Net current expenditure", "B"], "ratio": [3.1417, 8.93]})
    >>> balance_answer(balance, bases)
    'On net current expenditure, Essex County Council spent 3.14 times as much as the twelve districts together in 2010-11; on other measures the same councils give 8.93.'
    >>> tax = balance.assign(basis="b", ratio=8.93)
    >>> balance_answer(tax, bases.assign(title=["Net current expenditure", "Council tax requirement"]))[:90]
    'On council tax requirement, Essex County Council raised 8.93 times as much as the twelve d'
    """
    row, county = balance.iloc[0], county_name(balance["area"].iloc[0])
    title = by_basis.set_index("basis").loc[row["basis"], "title"].lower()
    if not balance["complete"].all():
        return f"On {title}, the balance for {row['year']} cannot be given: {gaps(balance)}."
    districts = in_words(int(balance.set_index("tier").loc["districts", "authorities"]))
    now, then = verb_of(title)
    verb = then if row["status"] == "outturn" else f"planned to {now}"
    return (
        f"On {title}{less}, {county} {verb} {ratio or times(row['ratio'])} times as much as the {districts} districts together in {row['year']}"
        + (others or others_said(by_basis, row["basis"]))
        + "."
    )


def gaps(balance: pd.DataFrame) -> str:
    """Name the councils without figures, and what follows.

    >>> gaps(pd.DataFrame({"tier": ["county", "districts"], "missing": ["", "Copeland"]}))
    'there are no figures for Copeland, so the total of the districts would not be complete'
    """
    absent = balance[balance["missing"] != ""]
    names = ", ".join(absent["missing"])
    tiers = " and ".join("county" if tier == "county" else "districts" for tier in absent["tier"])
    return f"there are no figures for {names}, so the total of the {tiers} would not be complete"


def report_answer(printed: pd.DataFrame, reading: str) -> str:
    """Say what the 2007 report prints, what it must mean, and what the reading chosen here does to the ratio.

    >>> both = pd.DataFrame({"reading": ["printed", "interpreted"], "county_as_printed": "£1.666m", "districts_as_printed": "£477 m",
    ...     "county_gbp": [1.666e6, 1666e6], "ratio": [0.003493, 3.4927]})
    >>> report_answer(both, "interpreted")
    'The 2007 report prints £1.666m for the county and £477 m for the districts; read as £1,666m, the county is 3.49 times the districts, and as printed it would be 0.0035 times. This report uses the interpreted reading.'
    """
    rows = printed.set_index("reading")
    meant, literal = rows.loc["interpreted"], rows.loc["printed"]
    return (
        f"The 2007 report prints {meant['county_as_printed']} for the county and {meant['districts_as_printed']} for the districts; "
        f"read as {spoken(meant['county_gbp'], 'GBP')}, the county is {times(meant['ratio'])} times the districts, "
        f"and as printed it would be {times(literal['ratio'])} times. This report uses the {reading} reading."
    )


def distortion_answer(bridge: pd.DataFrame) -> str:
    """Say how much of each tier's net current expenditure is benefit passed on, or schools.

    >>> rows = [("districts", "housing_benefit", 389.3e6), ("districts", "net_current_expenditure", 612.6e6)]
    >>> distortion_answer(pd.DataFrame(rows, columns=["tier", "step", "amount_gbp"]))
    'Mandatory housing benefit, which government refunds, is 64% of the districts’ net current expenditure.'
    """
    districts = bridge[bridge["tier"] == "districts"].set_index("step")["amount_gbp"]
    share = districts["housing_benefit"] / districts["net_current_expenditure"]
    if pd.isna(share):
        return (
            "How much of the districts’ net current expenditure is housing benefit cannot be said: a return is missing."
        )
    return f"Mandatory housing benefit, which government refunds, is {share:.0%} of the districts’ net current expenditure."


def budget_points(
    balance: pd.DataFrame, by_basis: pd.DataFrame, printed: pd.DataFrame, bridge: pd.DataFrame, reading: str
) -> list[str]:
    """Return the main points of the budgets report: the answer (which follows `budget_panel`), what distorts it, the 2007
    report, what would change it."""
    points = [
        balance_answer(balance, by_basis, "{ratio_of_basis}", "{less_said}", "{others_said}"),
        distortion_answer(bridge),
        report_answer(printed, reading),
    ]
    if balance["area"].iloc[0] != "essex":
        points[2] = "The 2007 report is about Essex; its figures are kept here for comparison. " + points[2]
    return [
        *points,
        "The figures say how much each tier spends, not how well: size is not efficiency, and no saving follows from a ratio.",
    ]


def headline_numbers(balance: pd.DataFrame, by_basis: pd.DataFrame) -> list[dict[str, object]]:
    """Return the four headline numbers: each tier's amount, the ratio, and the range of the ratio [GBP, ratio].

    The first three follow `budget_panel`; the range is over measures, of which nothing is left out.
    """
    first, known = balance.iloc[0], by_basis.dropna(subset=["ratio"]).sort_values("ratio")
    title = by_basis.set_index("basis").loc[first["basis"], "title"].lower()
    note = f"{first['year']}, {first['status']}, {{prices_said}}, {title}{{less_said}}"
    districts = in_words(int(balance.set_index("tier").loc["districts", "authorities"]))
    return [
        {"label": county_name(first["area"]), "value": "{amount_county_gbp}", "note": note},
        {"label": f"Its {districts} districts together", "value": "{amount_districts_gbp}", "note": note},
        {"label": "County to districts", "value": "{ratio_of_basis}", "note": note},
        {
            "label": "Highest of the seven measures",
            "value": known["ratio"].iloc[-1] if len(known) else None,
            "unit": "ratio",
            "decimals": 2,
            "note": _ends(known, f"{first['year']}, {first['status']}") if len(known) else "not complete",
        },
    ]


def _ends(known: pd.DataFrame, when: str) -> str:
    low, high = known.iloc[0], known.iloc[-1]
    return f"{when}, {high['title'].lower()}; lowest {times(low['ratio'])}, {low['title'].lower()}"


def balance_notices(balance: pd.DataFrame, failures: pd.DataFrame, notices: Sequence[str] = ()) -> list[dict[str, str]]:
    """Return the notices of the data checks: incomplete tiers, roll-ups that do not add, what the loader noticed.

    `failures` comes from check_identities, for the councils of the area in the year.
    """
    found = []
    if not balance["complete"].all():
        found.append(
            {
                "title": "Incomplete",
                "text": f"For {balance['year'].iloc[0]} {gaps(balance)}. It is shown as not available.",
                "level": "warning",
            }
        )
    for line, group in failures.groupby("line", sort=False):
        found.append(
            {
                "title": "Does not add up",
                "text": f"The lines above {line.replace('_', ' ')} miss the printed figure by up to {spoken(group['difference_gbp'].abs().max(), 'GBP')} for {in_words(len(group))} of the councils.",
                "level": "warning",
            }
        )
    year = str(balance["year"].iloc[0])
    found += like_for_like_notices(year, year)
    return found + [{"title": "Data", "text": notice, "level": "information"} for notice in notices]
