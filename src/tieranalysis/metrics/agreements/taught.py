"""Every figure of the council reports from its printed text to its reading, with the trap in each: an analyst's first hour."""

import pandas as pd


def figures_taught(printed: pd.DataFrame, interpreted: pd.DataFrame, anomalies: pd.DataFrame) -> pd.DataFrame:
    """Set each figure as printed beside its reading, with the trap: one row a figure.

    `printed` and `interpreted` are the table `statements` in its two readings. Columns: statement, source, reference, lines,
    value_as_printed, qualifier, printed_gbp, interpreted_gbp [GBP], times_larger [ratio of reading to print], kind,
    effect_if_ignored, rule, reason, alternatives, confidence.

    >>> both = pd.DataFrame({"statement": ["a"], "source": "k", "reference": "r", "lines": "83", "value_as_printed": "£1.666m", "qualifier": None,
    ...     "rule": "comma", "reason": "size", "alternatives": None, "confidence": "high", "anomaly": "AN01"})
    >>> traps = pd.DataFrame({"anomaly": ["AN01"], "kind": ["number"], "effect_if_ignored": ["too small"]})
    >>> taught = figures_taught(both.assign(amount_gbp=1.666e6), both.assign(amount_gbp=1666e6), traps)
    >>> taught[["value_as_printed", "times_larger", "kind"]].to_numpy().tolist()
    [['£1.666m', 1000.0, 'number']]
    """
    literal = printed[["statement", "amount_gbp"]].rename(columns={"amount_gbp": "printed_gbp"})
    read = interpreted.rename(columns={"amount_gbp": "interpreted_gbp"})
    both = read.merge(literal, on="statement", validate="one_to_one").merge(_kinds(anomalies), on="anomaly", how="left")
    both["times_larger"] = both["interpreted_gbp"] / both["printed_gbp"]
    shown = [
        "statement",
        "source",
        "reference",
        "lines",
        "value_as_printed",
        "qualifier",
        "printed_gbp",
        "interpreted_gbp",
    ]
    why = ["times_larger", "kind", "effect_if_ignored", "rule", "reason", "alternatives", "confidence"]
    return both[[*shown, *why]]


def _kinds(anomalies: pd.DataFrame) -> pd.DataFrame:
    return anomalies[["anomaly", "kind", "effect_if_ignored"]]


def counts_taught(counts: pd.DataFrame) -> pd.DataFrame:
    """Give each count as printed and as a range: count, count_as_printed, low, high, exact, unit, evidence, note, source, reference.

    `exact` is true where print leaves no range.

    >>> counts_taught(pd.DataFrame({"count": ["a"], "count_as_printed": "one or two", "low": [1.0], "high": [2.0], "unit": "districts",
    ...     "evidence": "stated", "note": None, "source": "k", "reference": "Rec 7"}))["exact"].to_list()
    [False]
    """
    columns = ["count", "count_as_printed", "low", "high", "exact", "unit", "evidence", "note", "source", "reference"]
    return counts.assign(exact=counts["low"] == counts["high"])[columns]


def traps_taught(anomalies: pd.DataFrame) -> pd.DataFrame:
    """Count the traps by kind: kind, traps_count, anomalies, most first.

    >>> traps_taught(pd.DataFrame({"anomaly": ["AN05", "AN07"], "kind": ["name", "name"]})).to_numpy().tolist()
    [['name', 2, 'AN05, AN07']]
    """
    grouped = anomalies.groupby("kind", as_index=False).agg(
        traps_count=("anomaly", "size"), anomalies=("anomaly", ", ".join)
    )
    return grouped.sort_values(["traps_count", "kind"], ascending=[False, True], ignore_index=True)
