"""How a ratio of two tiers is said, and the range of what other measures give."""

from collections.abc import Sequence

import pandas as pd


def times(ratio: float) -> str:
    """Write a ratio as a sentence would.

    >>> times(3.1417), times(0.003493)
    ('3.14', '0.0035')
    """
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.2g}"


def on_other_measures(by_basis: pd.DataFrame, basis: str) -> str:
    """Say which ratios the measures other than one give, those without a ratio left out; nothing where none has one.

    >>> table = pd.DataFrame({"basis": ["a", "b", "c", "d"], "ratio": [3.14, 3.73, 8.93, None]})
    >>> on_other_measures(table, "a"), on_other_measures(table, "c"), on_other_measures(table.head(2), "a")
    ('3.73 to 8.93', '3.14 to 3.73', '3.73')
    """
    others = by_basis.loc[by_basis["basis"] != basis, "ratio"].dropna()
    return " to ".join(dict.fromkeys(map(times, (others.min(), others.max())))) if len(others) else ""


def ranks_on_others(ranks: Sequence[float]) -> str:
    """Say from which rank to which a county stands on the other measures.

    >>> ranks_on_others([14.0, float("nan"), 22.0]), ranks_on_others([3.0]), ranks_on_others([])
    ('14 to 22 on other measures', '3 on other measures', 'no other measure is complete')
    """
    known = [rank for rank in ranks if pd.notna(rank)]
    if not known:
        return "no other measure is complete"
    low, high = min(known), max(known)
    return f"{low:.0f}{'' if low == high else f' to {high:.0f}'} on other measures"


def others_said(by_basis: pd.DataFrame, basis: str, less: str = "") -> str:
    """End the sentence on one measure with what others give; where something is left out of it (`less`), the measure itself is one.

    >>> table = pd.DataFrame({"basis": ["a", "b", "c"], "ratio": [3.14, 3.73, 8.93]})
    >>> others_said(table, "a")
    '; on other measures the same councils give 3.73 to 8.93'
    >>> others_said(table, "a", " without education")
    '; the measures of this report, whole, give 3.14 to 8.93'
    """
    others = on_other_measures(by_basis, "" if less else basis)
    opening = "the measures of this report, whole, give" if less else "on other measures the same councils give"
    return f"; {opening} {others}" if others else ""


def verb_of(title: str) -> tuple[str, str]:
    """Say what a council does with an amount, now and then: a council tax requirement is raised, the rest is spent.

    >>> verb_of("Council tax requirement"), verb_of("Net current expenditure")
    (('raise', 'raised'), ('spend', 'spent'))
    """
    return ("raise", "raised") if title.lower() == "council tax requirement" else ("spend", "spent")
