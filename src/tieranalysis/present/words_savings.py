"""Headline, subtitle and description of each figure of the savings report, made from the figure's own data."""

import pandas as pd

from tieranalysis.present.answers_budgets import in_words
from tieranalysis.present.answers_savings import chance_words
from tieranalysis.present.numbers import in_short, spoken

Words = dict[str, str]


def risk_words(rows: pd.DataFrame, year: str, place: str) -> Words:
    """Describe what is at risk by workstream in a year, or what is approved where no delivery is known yet.

    >>> rows = pd.DataFrame({"workstream": ["Property", "Online"], "measure": "net at risk", "amount_gbp": [2e6, 1e6]})
    >>> risk_words(rows, "2008-09", "Essex")["headline"]
    'Property has the most at risk: £2.0m of £3.0m'
    """
    top, whole = rows.iloc[0], spoken(rows["amount_gbp"].sum(skipna=False), "GBP")
    at_risk = top["measure"] == "net at risk"
    most = "has the most at risk" if at_risk else "has the most approved, and delivery is not known yet"
    what = "Approved less delivered plus new pressure in the year" if at_risk else "Approved savings"
    said = "; ".join(f"{row.workstream} {spoken(row.amount_gbp, 'GBP')}" for row in rows.itertuples(index=False))
    return {
        "headline": f"{top['workstream']} {most}: {spoken(top['amount_gbp'], 'GBP')} of {whole}",
        "subtitle": f"{what}, by workstream, {place}, {year}, £",
        "alt": f"A bar for each of {len(rows)} workstreams. {said}.",
    }


def grade_words(graded: pd.DataFrame, year: str, place: str) -> Words:
    """Describe how much of the approved amount has each audit grade in a year.

    >>> rows = pd.DataFrame({"year": "2008-09", "grade": ["green", "amber", "red"], "share": [0.0, 0.9, 0.1]})
    >>> grade_words(rows, "2008-09", "Essex")["headline"]
    'None of the approved amount would pass audit; 90% is uncertain'
    """
    share = graded[graded["year"] == year].set_index("grade")["share"].reindex(["green", "amber", "red"])
    words = {
        name: "unknown" if pd.isna(part) else "none" if part == 0 else f"{part:.0%}" for name, part in share.items()
    }
    return {
        "headline": f"{words['green'].capitalize()} of the approved amount would pass audit; {words['amber']} is uncertain",
        "subtitle": f"Share of the approved amount by audit grade, {place}, {year}, per cent",
        "alt": "Three bars. " + "; ".join(f"{name} {part}" for name, part in words.items()) + ".",
    }


def payback_words(lines: pd.DataFrame, payback_year: str, peak_funding_gbp: float, place: str) -> Words:
    """Describe the cumulative net flow, plain and discounted."""
    ends = lines.groupby("line", sort=False)["amount_gbp"].last()
    paid = (
        "It is never paid back in the years appraised"
        if payback_year == "not reached"
        else f"It has paid itself back from {payback_year}"
    )
    return {
        "headline": f"{paid}; at most {spoken(peak_funding_gbp, 'GBP')} must be found on the way",
        "subtitle": f"Cumulative benefits less costs, {place}, {lines['year'].iloc[0]} to {lines['year'].iloc[-1]}, £",
        "alt": "Two lines. At the end: "
        + "; ".join(f"{line.lower()} {spoken(end, 'GBP')}" for line, end in ends.items())
        + ".",
    }


def payback_case_words(lines: pd.DataFrame, place: str) -> Words:
    """Describe one case of the cumulative net flow (`paying_back_to_try`), which says itself when it has paid back.

    >>> lines = pd.DataFrame({"year": "2008-09", "line": ["Not discounted"], "amount_gbp": [2e6], "payback_year": "2008-09", "peak_funding_gbp": 1e6})
    >>> payback_case_words(lines, "Essex")["headline"]
    'It has paid itself back from 2008-09; at most £1.0m must be found on the way'
    """
    first = lines.iloc[0]
    return payback_words(lines, first["payback_year"], first["peak_funding_gbp"], place)


def likely_words(likely: pd.DataFrame, year: str, place: str) -> Words:
    """Describe the range of the yearly saving, and the chance of the target where one is set.

    >>> likely = pd.DataFrame({"measure": ["saving_2010_11_gbp"], "title": ["Saving in 2010-11"], "p10_gbp": [12e6], "p50_gbp": [16e6], "p90_gbp": [19e6],
    ...     "target_gbp": [15e6], "chance_of_target": [0.64], "draws": [10000], "seed": [2007], "scenario": ["base"]})
    >>> likely_words(likely, "2010-11", "Essex")["headline"]
    'In 2010-11 eight draws in ten save £12.0m to £19.0m; the chance of £15.0m is 64%'
    """
    row = likely.set_index("measure").loc[f"saving_{year.replace('-', '_')}_gbp"]
    aim = (
        "; no target is set"
        if pd.isna(row["target_gbp"])
        else f"; the chance of {spoken(row['target_gbp'], 'GBP')} is {chance_words(row['chance_of_target'])}"
    )
    said = "; ".join(
        f"{r.title} {spoken(r.p50_gbp, 'GBP')} ({spoken(r.p10_gbp, 'GBP')} to {spoken(r.p90_gbp, 'GBP')})"
        for r in likely.itertuples(index=False)
    )
    return {
        "headline": f"In {year} eight draws in ten save {spoken(row['p10_gbp'], 'GBP')} to {spoken(row['p90_gbp'], 'GBP')}{aim}",
        "subtitle": f"Yearly saving: P10, P50 and P90 of {row['draws']:,} draws (seed {row['seed']}), {place}, scenario {row['scenario']}, £",
        "alt": f"A range for each year. {said}.",
    }


def tornado_words(moved: pd.DataFrame, place: str) -> Words:
    """Describe what each assumption does to the net present value over its range."""
    subtitle = f"Net present value as each assumption alone goes from its low to its high end, {place}, £"
    if moved.empty:
        return {
            "headline": "No assumption with a range moves the result",
            "subtitle": subtitle,
            "alt": "An empty chart.",
        }
    top, grades = moved.loc[moved["swing_gbp"].idxmax()], int((moved["grade"] == "D").sum())
    said = in_short(
        [
            f"{r.title} {spoken(r.least_gbp, 'GBP')} to {spoken(r.most_gbp, 'GBP')}"
            for r in moved.itertuples(index=False)
        ]
    )
    return {
        "headline": f"{top['title']} moves the result most, by {spoken(top['swing_gbp'], 'GBP')}; of the {in_words(len(moved))} shown, {in_words(grades)} have no source",
        "subtitle": subtitle,
        "alt": f"A range for each of {len(moved)} assumptions. {said}.",
    }


def partner_words(rows: pd.DataFrame, place: str) -> Words:
    """Describe what each partner gains for each pound that it puts in, as the shares were agreed."""
    subtitle = f"Benefits over contributions by partner, {place}, shares as agreed, not discounted, ratio"
    chosen = rows.dropna(subset=["return_ratio"]).sort_values("return_ratio", ascending=False)
    if chosen.empty:
        return {
            "headline": "No partner puts anything in, so there is no return to compare",
            "subtitle": subtitle,
            "alt": "An empty chart: no one-off cost is entered.",
        }
    best, least = chosen.iloc[0], chosen.iloc[-1]
    return {
        "headline": f"A pound that {best['name']} puts in brings £{best['return_ratio']:.0f}; one of {least['name']}, £{least['return_ratio']:.0f}",
        "subtitle": subtitle,
        "alt": f"A bar for each of {len(chosen)} partners. "
        + "; ".join(f"{row.name} {row.return_ratio:.1f}" for row in chosen.itertuples(index=False))
        + ".",
    }
