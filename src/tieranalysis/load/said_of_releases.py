"""What an import says of a release: what it holds, and what it changes in the vintages that are there."""

import pandas as pd

from tieranalysis.load.revisions import revisions

SAME = "the same release is there already; nothing changes."


def said_of_returns(name: str, frame: pd.DataFrame, known: pd.DataFrame, then: str) -> list[str]:
    """Say of each year and status of the returns what it holds, and how it differs from each vintage of it; `then` says which is used."""
    lines = []
    for (year, status), release in frame.groupby(["year", "status"]):
        vintage = release["vintage"].iloc[0]
        lines.append(
            f"{name}: {year} {status}, {release['authority'].nunique()} authorities, {release['line'].nunique()} lines, vintage {vintage}."
        )
        held = known[(known["year"] == year) & (known["status"] == status)]
        lines += [f"  {_of_amounts(older, release, str(other), then)}" for other, older in held.groupby("vintage")]
    return lines


def _of_amounts(older: pd.DataFrame, newer: pd.DataFrame, vintage: str, then: str) -> str:
    if vintage == newer["vintage"].iloc[0]:
        return SAME
    changed = revisions(older, newer)
    if changed.empty:
        return f"beside vintage {vintage}: no amount differs."
    largest = _largest(changed, "change_gbp")
    return (
        f"a revision of vintage {vintage}: {changed['authority'].nunique()} authorities, {len(changed)} amounts differ; "
        f"the largest is {largest['line']} of {largest['authority']}, by £{largest['change_gbp']:,.0f}. "
        f"Every one: ta.revisions(older, newer). {then}"
    )


def _largest(changed: pd.DataFrame, by: str) -> pd.Series:
    known = changed[by].abs()
    return changed.loc[known.idxmax()] if known.notna().any() else changed.iloc[0]


def said_of_denominator(name: str, frame: pd.DataFrame, known: pd.DataFrame, then: str) -> list[str]:
    """Say what a table of people or prices holds, and how it differs from each vintage of the same years; `then` says which is used."""
    year = "mid_year" if "mid_year" in frame else "year"
    first, last = frame[year].min(), frame[year].max()
    span = f"{first}" if first == last else f"{first} to {last}"
    head = f"{name}: {frame.attrs['table']}, {'mid-' if year == 'mid_year' else ''}{span}, {len(frame):,} rows, vintage {frame['vintage'].iloc[0]}."
    held = known[known[year].isin(frame[year])]
    return [head, *(f"  {_of_years(older, frame, str(other), year, then)}" for other, older in held.groupby("vintage"))]


def _of_years(older: pd.DataFrame, newer: pd.DataFrame, vintage: str, year: str, then: str) -> str:
    if vintage == newer["vintage"].iloc[0]:
        return SAME
    shared = newer[newer[year].isin(older[year])]
    changed = revisions(older, shared)
    if changed.empty:
        return f"beside vintage {vintage}: no figure differs. {then}"
    return f"a revision of vintage {vintage}: {_in_people(changed) if year == 'mid_year' else _in_prices(changed)} Every one: ta.revisions(older, newer). {then}"


def _in_people(changed: pd.DataFrame) -> str:
    moved = changed[changed["kind"] == "changed"]
    other = ", ".join(
        f"{codes.nunique()} authorities {kind}"
        for kind, codes in changed.groupby("kind")["authority"]
        if kind != "changed"
    )
    said = [f"{other} (their codes changed, or the councils)."] if other else []
    if len(moved):
        largest = _largest(moved, "change_people")
        said.insert(
            0,
            f"{moved['authority'].nunique()} authorities, {len(moved):,} estimates differ; the largest is {largest['authority']} in mid-{largest['mid_year']}, by {largest['change_people']:+,.0f} people.",
        )
    return " ".join(said)


def _in_prices(changed: pd.DataFrame) -> str:
    largest = _largest(changed, "change_multiplier")
    step = largest["change_multiplier"]
    by = f", by {step * 100:+.2f} percentage points of growth" if pd.notna(step) else ""
    return f"{len(changed)} years differ; the largest is {largest['year']}{by}."
