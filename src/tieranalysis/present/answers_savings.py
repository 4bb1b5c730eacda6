"""What the savings report says in words: each sentence is made from the tables, so that it cannot drift from them."""

from collections.abc import Sequence

import pandas as pd

from tieranalysis.present.answers_budgets import in_words
from tieranalysis.present.numbers import spoken
from tieranalysis.present.parts_savings import MOVES_MOST, RETURN, mover_words, paid_words, worse_words

CHANCES = ((0.995, "almost certain"), (0.005, "almost nil"))


def savings_answer(
    tracked: pd.DataFrame, gaps: pd.DataFrame, likely: pd.DataFrame, graded: pd.DataFrame, year: str, chance: str = ""
) -> str:
    """Say whether the target will be met, and whether it is real: what a councillor could repeat.

    `tracked` is the register by year, `gaps` by workstream and year, `likely` the summary of the simulation, `graded` the
    share of each audit grade by year; `chance` stands for the chance of the target, such as the "{chance_said}" of a panel.

    >>> tracked = pd.DataFrame({"year": ["2008-09"], "approved_gbp": [10.509e6], "delivered_gbp": [9.49e6], "net_at_risk_gbp": [4.728e6]})
    >>> gaps = pd.DataFrame({"workstream": ["Property", "Online"], "year": "2008-09", "target_gbp": [None, None], "asked_for_in": "report, recommendation 31"})
    >>> likely = pd.DataFrame({"measure": ["saving_2008_09_gbp"], "target_gbp": [None], "chance_of_target": [None]})
    >>> graded = pd.DataFrame({"year": ["2008-09"], "grade": ["green"], "share": [0.38]})
    >>> savings_answer(tracked, gaps, likely, graded, "2008-09")
    '£9.5m of £10.5m approved for 2008-09 is delivered; £4.7m is at risk after pressures. No target has been set for Property and Online; Recommendation 31 asks for one. On present evidence 38% of the approved amount would pass audit.'
    """
    return f"{_delivery(tracked, year)} {_target(gaps, likely, year, chance)} On present evidence {_sound(graded, year)} of the approved amount would pass audit."


def _delivery(tracked: pd.DataFrame, year: str) -> str:
    rows = tracked[tracked["year"] == year]
    if rows.empty or pd.isna(rows["approved_gbp"].iloc[0]):
        return f"No savings are entered for {year}, or not all have an amount."
    row = rows.iloc[0]
    if pd.isna(row["delivered_gbp"]):
        return f"{spoken(row['approved_gbp'], 'GBP')} is approved for {year}, and delivery is not known yet."
    risk = (
        "what is at risk is not known"
        if pd.isna(row["net_at_risk_gbp"])
        else f"{spoken(row['net_at_risk_gbp'], 'GBP')} is at risk after pressures"
    )
    return f"{spoken(row['delivered_gbp'], 'GBP')} of {spoken(row['approved_gbp'], 'GBP')} approved for {year} is delivered; {risk}."


def _target(gaps: pd.DataFrame, likely: pd.DataFrame, year: str, said: str) -> str:
    rows = gaps[gaps["year"] == year]
    unset = rows.loc[rows["target_gbp"].isna(), "workstream"].to_list()
    if len(unset) or rows.empty:
        whom = listed(unset) if unset else "any workstream"
        asked = "; Recommendation 31 asks for one" if _asked(rows) else ""
        return f"No target has been set for {whom}{asked}."
    chance = likely.set_index("measure")["chance_of_target"].get(f"saving_{year.replace('-', '_')}_gbp")
    target = spoken(rows["target_gbp"].sum(), "GBP")
    return f"The chance of meeting the target of {target} is {said or chance_words(chance)}."


def _asked(gaps: pd.DataFrame) -> bool:
    """Say whether the targets are those that the 2007 report asks for."""
    return bool(gaps["asked_for_in"].astype("str").str.contains("recommendation 31").any())


def _sound(graded: pd.DataFrame, year: str) -> str:
    share = graded.loc[(graded["year"] == year) & (graded["grade"] == "green"), "share"]
    if share.empty or pd.isna(share.iloc[0]):
        return "an unknown part"
    return "none" if share.iloc[0] == 0 else f"{share.iloc[0]:.0%}"


def chance_words(chance: float | None) -> str:
    """Write a chance as a sentence would; near the ends no draw of the simulation says more than "almost".

    >>> chance_words(0.639), chance_words(1.0), chance_words(None)
    ('64%', 'almost certain', 'not known')
    """
    if chance is None or pd.isna(chance):
        return "not known"
    top, bottom = CHANCES
    return top[1] if chance > top[0] else bottom[1] if chance < bottom[0] else f"{chance:.0%}"


def listed(names: Sequence[str]) -> str:
    """Join names as a sentence would.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def savings_points(
    answer: str, result: object, likely: pd.DataFrame, moved: pd.DataFrame, worse: pd.DataFrame
) -> list[str]:
    """Return the main points: the answer, the return and its range, what moves it most, who is worse off.

    `result` is the appraisal, `likely` the summary of the simulation, `moved` the tornado, `worse` the count of partners
    that would do better alone under each rule of sharing.
    """
    return [answer, return_words(result, likely), _mover(moved), _partners(worse)]


def return_words(result: object, likely: pd.DataFrame) -> str:
    """Say what the programme is worth, with its range, and when it has paid itself back."""
    row = likely.set_index("measure").loc["npv_gbp"]
    return RETURN.format(
        npv=spoken(result.npv_gbp, "GBP"),
        years=in_words(len(result.yearly)),
        price_base=result.price_base,
        rate=spoken(result.discount_rate, "rate"),
        paid=paid_words(result.payback_year),
        low=spoken(row["p10_gbp"], "GBP"),
        high=spoken(row["p90_gbp"], "GBP"),
    )


def _mover(moved: pd.DataFrame) -> str:
    if moved.empty:
        return mover_words(None, None)
    top = moved.iloc[0]
    least, most = (spoken(top[f"{end}_gbp"], "GBP") for end in ("least", "most"))
    return MOVES_MOST.format(mover=mover_words(top["title"], top["grade"]), least=least, most=most)


def _partners(worse: pd.DataFrame) -> str:
    if worse.empty:
        return "Who puts in and who gains is not known: the registers hold no shares."
    return worse_words(len(worse), int((worse["worse_off"] > 0).sum()), int(worse["worse_off"].max()))


def savings_headlines(
    tracked: pd.DataFrame, gaps: pd.DataFrame, graded: pd.DataFrame, year: str
) -> list[dict[str, object]]:
    """Return the four headline numbers: target (or "not set"), delivered after what is at risk, at risk, graded sound."""
    rows, targets = tracked[tracked["year"] == year], gaps[gaps["year"] == year]["target_gbp"]
    row = rows.iloc[0] if len(rows) else pd.Series(dtype="float64")
    green = graded.loc[(graded["year"] == year) & (graded["grade"] == "green"), "share"]
    target = (
        {"value": "not set", "note": "for any workstream" if targets.isna().all() else "for every workstream"}
        if targets.empty or targets.isna().any()
        else {"value": float(targets.sum()), "unit": "GBP"}
    )
    risk, approved = row.get("net_at_risk_gbp"), row.get("approved_gbp")
    left = None if risk is None or pd.isna(risk) else float(approved - risk)
    return [
        {"label": f"Target for {year}", **target},
        {"label": "Left after what is at risk", "value": left, "unit": "GBP", "note": "approved less net at risk"},
        {
            "label": "Net at risk",
            "value": None if left is None else float(risk),
            "unit": "GBP",
            "note": "approved less delivered plus new pressure",
        },
        {
            "label": "Graded sound",
            "value": None if green.empty or pd.isna(green.iloc[0]) else float(green.iloc[0]),
            "unit": "rate",
            "note": "of the approved amount",
        },
    ]


def savings_notices(
    savings: pd.DataFrame, gaps: pd.DataFrame, matrix_empty: int, scenario: pd.DataFrame
) -> list[dict[str, str]]:
    """Return what the reader must know first: targets not set, savings without owner, overlaps not looked at, odd values.

    `matrix_empty` is the number of pairs of workstreams whose overlap nobody has looked at.
    """
    ownerless = savings.loc[savings["owner"].isna(), "saving_id"].nunique()
    outside = scenario.loc[scenario["outside_range"], "title"].to_list()
    unset = int(gaps["target_gbp"].isna().sum())
    found = [
        (
            unset > 0,
            "Not set",
            f"{unset} of {len(gaps)} targets (one a workstream a year) have not been set. They are shown as not set, never as £0.",
            "warning",
        ),
        (
            ownerless > 0,
            "No owner",
            f"Savings for which nobody answers: {in_words(ownerless)} of {in_words(savings['saving_id'].nunique())}.",
            "warning",
        ),
        (
            matrix_empty > 0,
            "Overlaps",
            f"Pairs of workstreams for which nobody has looked for overlap: {in_words(matrix_empty)}.",
            "information",
        ),
        (len(outside) > 0, "Outside its range", f"Beyond what the source supports: {listed(outside)}.", "warning"),
    ]
    return [{"title": title, "text": text, "level": level} for holds, title, text, level in found if holds]


def savings_source(savings: pd.DataFrame) -> str:
    """Name what the figures of a register come from.

    >>> savings_source(pd.DataFrame({"illustrative": [True], "source_ref": ["a report"]}))
    'Illustrative savings registers, made from the register of assumptions'
    """
    if savings["illustrative"].eq(True).all():
        return "Illustrative savings registers, made from the register of assumptions"
    named = savings["source_ref"].dropna().drop_duplicates().to_list()
    return f"Savings registers; {'; '.join(named[:3])}" if named else "Savings registers"


def moved_answer(moved: pd.DataFrame) -> str:
    """Say what both changes together do to the net present value.

    >>> moved_answer(pd.DataFrame({"change": ["As it was", "Both"], "npv_gbp": [5e6, 4e6], "npv_moved_gbp": [0.0, -1e6]}))
    'Both changes together take the net present value from £5.0m to £4.0m, a change of −£1.0m.'
    """
    first, last = moved.iloc[0], moved.iloc[-1]
    return (
        f"Both changes together take the net present value from {spoken(first['npv_gbp'], 'GBP')} to {spoken(last['npv_gbp'], 'GBP')}, "
        f"a change of {spoken(last['npv_moved_gbp'], 'GBP', signed=True)}."
    )


def moved_points(moved: pd.DataFrame) -> list[str]:
    """Return the answer, and what each change does alone."""
    alone = [
        f"{row.change}: {spoken(row.npv_moved_gbp, 'GBP', signed=True)} on the net present value, alone."
        for row in moved.iloc[1:-1].itertuples(index=False)
    ]
    return [moved_answer(moved), *alone]
