"""The parts of the sentences on a programme's worth: the same words in a sentence that stays and in one that follows a panel."""

import pandas as pd

from tieranalysis.contract import fields
from tieranalysis.present.answers_budgets import in_words
from tieranalysis.present.numbers import spoken

RETURN = (
    "If every assumption holds, the programme is worth {npv} over {years} years (in {price_base} prices, discounted at {rate}) "
    "and {paid}; with its assumptions drawn over their ranges, eight draws in ten lie between {low} and {high}."
)
MOVES_MOST = "What moves it most is {mover}: over its range the net present value goes from {least} to {most}."


def paid_words(payback_year: str) -> str:
    """Say when a programme has paid itself back.

    >>> paid_words("not reached")
    'has not paid itself back within the years appraised'
    """
    return (
        "has not paid itself back within the years appraised"
        if payback_year == "not reached"
        else f"has paid itself back from {payback_year}"
    )


def mover_words(title: str | None, grade: str | None) -> str:
    """Name what moves the result most inside a sentence; without a title say that nothing does.

    >>> mover_words("Real discount rate", "A")
    '“real discount rate” (grade A)'
    """
    if title is None or pd.isna(title):
        return "No assumption with a range moves the result."
    return f"“{title[0].lower()}{title[1:]}” (grade {grade})"


def worse_words(rules: int, rules_worse: int, most_worse: int) -> str:
    """Say under how many rules of sharing somebody would do better alone, and how many partners at most.

    >>> worse_words(9, 2, 1)
    'Under two of nine rules of sharing, somebody would do better alone: at most one partner.'
    >>> worse_words(1, 0, 0)
    'No partner would do better alone under the one rule of sharing the cost.'
    """
    of = f"{in_words(rules)} rules" if rules > 1 else "the one rule"
    if most_worse == 0:
        return f"No partner would do better alone under {'any of ' if rules > 1 else ''}{of} of sharing the cost."
    partners = "partner" if most_worse == 1 else "partners"
    under = f"{in_words(rules_worse)} of {of}" if rules > 1 else of
    return f"Under {under} of sharing, somebody would do better alone: at most {in_words(most_worse)} {partners}."


def outside_notes(steps: pd.DataFrame) -> list[str]:
    """Say which steps of a panel lie beyond what their source supports: one note a step of `steps_outside`.

    >>> rows = pd.DataFrame({"title": ["Real discount rate"], "value": [0.06], "unit": ["rate a year"], "low": [0.03], "high": [0.035]})
    >>> outside_notes(rows)
    ['Real discount rate: 6.0% a year is beyond what its source supports (3.0% a year to 3.5% a year).']
    """
    return [
        f"{row.title}: {spoken(row.value, row.unit)} is beyond what its source supports ({spoken(row.low, row.unit)} to {spoken(row.high, row.unit)})."
        for row in steps.itertuples(index=False)
    ]


def grades_note() -> str:
    """Say what the grades of assumptions mean, as the contract of their register has it.

    >>> grades_note()
    'Grades say how good the source of an assumption is: A official, B published case, C reported or interested, D no source.'
    """
    return f"Grades say how good the source of an assumption is: {fields('assumptions')['grade']['description']}."
