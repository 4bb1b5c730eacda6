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
