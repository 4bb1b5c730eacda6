"""Numbers as a council's own table writes them, and its total rows: each must be the sum of its rows, and is then left out."""

import re
from typing import Any

import pandas as pd

from tieranalysis.contract import SourceError, fields


def as_number(cell: Any, told: dict[str, Any], factor: float = 1) -> Any:
    """Return a cell as a number in our unit; what is no number is left for the contract to refuse.

    >>> as_number("(£1,200)", {"strip": ["£", ","], "brackets_are_negative": True}, 1000), as_number("many", {})
    (-1200000.0, 'many')
    """
    text = str(cell)
    for sign in told.get("strip", []):
        text = text.replace(sign, "")
    bracketed = told.get("brackets_are_negative", False) and re.fullmatch(r"\s*\((.+)\)\s*", text)
    try:
        return cell if isinstance(cell, bool) else float(f"-{bracketed[1]}" if bracketed else text) * factor
    except ValueError:
        return cell


def without_totals(theirs: pd.DataFrame, told: dict[str, Any], source: str) -> pd.DataFrame:
    """Return the table without its total rows, when each is the sum of the rows since the last total, or of all rows above it.

    Raises SourceError, which names row and column, when a total is neither, so that a row lost on the way is noticed.
    """
    if "totals" not in told:
        return theirs
    column, values = told["totals"].get("column"), told["totals"].get("values", [])
    if column not in theirs:
        raise SourceError(f"{source} has no column {column!r} to find totals in. Its columns are: {', '.join(theirs)}.")
    is_total = theirs[column].map(lambda cell: str(cell).strip() in values)
    for name in _amounts(told):
        _refuse_wrong_totals(theirs, name, is_total, told, source)
    return theirs[~is_total]


def _amounts(told: dict[str, Any]) -> list[str]:
    """Return their names of the columns that hold amounts."""
    mapped = [(ours, name) for ours, name in told.get("columns", {}).items()]
    mapped += [(ours, name) for ours, by in told.get("years", {}).items() for name in by.values()]
    return [name for ours, name in mapped if fields("savings")[ours]["role"] == "amount"]


def _refuse_wrong_totals(
    theirs: pd.DataFrame, name: str, is_total: pd.Series, told: dict[str, Any], source: str
) -> None:
    if name not in theirs:
        return
    numbers = pd.to_numeric(theirs[name].map(lambda cell: as_number(cell, told)), errors="coerce")
    parts = numbers.where(~is_total)
    block = is_total.shift(fill_value=False).cumsum()
    tolerance = told["totals"].get("tolerance", 1)
    for row in theirs.index[is_total & numbers.notna()]:
        above, within = parts.loc[:row].sum(), parts[block == block[row]].sum()
        if min(abs(numbers[row] - above), abs(numbers[row] - within)) > tolerance:
            raise SourceError(
                f"{source}, row {row}, column {name!r}, value {numbers[row]:,.10g}: a total that its rows do not make; they add to {within:,.10g}. "
                "Find the row that is missing or counted twice, or raise the tolerance in [totals]."
            )
