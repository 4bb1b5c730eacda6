"""The one way to add: what may be added is added, and everything else is refused in words."""

from collections.abc import Sequence

import pandas as pd

from tieranalysis.contract.errors import TotalError
from tieranalysis.contract.schemas import fields, schema, table_names

# Columns in which two values in one sum make it meaningless, and why. The names are the vocabulary of every table.
NEVER_MIXED = {
    "status": "budget and outturn are different things: a plan and what happened",
    "basis": "each basis leaves different spending out, so one holds parts of another",
    "price_base": "pounds of different years' prices do not add",
    "vintage": "two releases of the same figures would count them twice",
    "reading": "the printed and the interpreted value are the same figure, read twice",
    "unit": "different units do not add",
    "scenario": "scenarios are alternatives, of which one at most comes true",
    "flow_or_stock": "a stock stands at a date, a flow runs over a year",
}
RATE_ENDINGS = ("_rate", "_share", "_ratio", "_per_head", "_per_head_gbp", "_percent")
RATE_NAMES = {"share", "ratio", "rate"}


def total(
    frame: pd.DataFrame, by: Sequence[str] = (), columns: Sequence[str] | None = None, table: str | None = None
) -> pd.DataFrame:
    """Add the amounts of a table, one row for each group in `by`; a missing part makes the total missing.

    `columns` defaults to every amount of the table; `table` to the contract that the frame last passed.
    Returns the `by` columns, the single value of every column that may not be mixed, and the totals [unit of the part].

    Raises TotalError for a rate, and for a group that mixes budget and outturn, two bases, price bases, vintages,
    units or scenarios, a stock and a flow, or a subtotal and its parts.

    >>> spend = pd.DataFrame({"authority": ["A", "B"], "status": ["outturn", "outturn"], "amount_gbp": [2.0, 3.0]})
    >>> total(spend)
        status  amount_gbp
    0  outturn         5.0
    >>> total(spend.assign(status=["budget", "outturn"]))
    Traceback (most recent call last):
    ...
    tieranalysis.contract.errors.TotalError: This total would mix status budget and outturn: budget and outturn are different things: a plan and what happened. Choose one, or add 'status' to by.
    """
    table = table or frame.attrs.get("table")
    keys, amounts = list(by), _amounts(frame, columns, table)
    _refuse_unknown(frame, keys)
    single = [name for name in NEVER_MIXED if name in frame and name not in keys]
    for name in single:
        _refuse_mixture(frame, keys, name)
    _refuse_subtotals(frame, keys, table)
    return _sum(frame, keys, single, amounts)


def role(name: str, table: str | None = None) -> str:
    """Return the role of a column: from the table's contract, or from its name where no table is known.

    >>> role("amount_gbp"), role("abandonment_rate"), role("year")
    ('amount', 'rate', 'key')
    """
    if table in table_names() and name in fields(table):
        return fields(table)[name]["role"]
    if name in RATE_NAMES or name.endswith(RATE_ENDINGS):
        return "rate"
    return "amount" if name.endswith(("_gbp", "_seconds", "_count")) else "key"


def _amounts(frame: pd.DataFrame, columns: Sequence[str] | None, table: str | None) -> list[str]:
    rates = [name for name in (frame.columns if columns is None else columns) if role(str(name), table) == "rate"]
    if rates:
        raise TotalError(
            f"A rate cannot be added: {', '.join(rates)}. Total the amounts first, then divide; name the amounts in columns."
        )
    chosen = [n for n in frame if role(str(n), table) == "amount"] if columns is None else list(columns)
    _refuse_unknown(frame, chosen)
    text = [name for name in chosen if not pd.api.types.is_numeric_dtype(frame[name])]
    if text or not chosen:
        raise TotalError(
            f"There is nothing to add: {', '.join(text) or 'no column is an amount'}. Name the amounts in columns."
        )
    return chosen


def _refuse_unknown(frame: pd.DataFrame, names: Sequence[str]) -> None:
    unknown = [name for name in names if name not in frame]
    if unknown:
        raise TotalError(
            f"The frame has no column {', '.join(map(repr, unknown))}. It has: {', '.join(map(str, frame.columns))}."
        )


def _refuse_mixture(frame: pd.DataFrame, keys: list[str], name: str) -> None:
    values = frame.drop_duplicates([*keys, name])
    if keys:
        values = values[values.duplicated(keys, keep=False)]
    if len(values[name].unique()) > 1:
        mixed = " and ".join(values[name].fillna("(empty)").astype("str").unique()[:3])
        raise TotalError(
            f"This total would mix {name} {mixed}: {NEVER_MIXED[name]}. Choose one, or add {name!r} to by."
        )


def _refuse_subtotals(frame: pd.DataFrame, keys: list[str], table: str | None) -> None:
    """A line may not stand in one sum with a line that it rolls up into, however far up."""
    roll_up = schema(table).get("rollUp") if table in table_names() else None
    if not roll_up or roll_up["line"] in keys:
        return
    lines = frame[[roll_up["line"], roll_up["into"]]].drop_duplicates().dropna()
    present = set(frame[roll_up["line"]].dropna())
    for part, into in lines.itertuples(index=False):
        whole = into
        while whole and whole not in present:
            whole = roll_up["chain"].get(whole)
        if whole:
            raise TotalError(
                f"This total would count {part!r} twice: it is part of {whole!r}. Choose one of them, or add {roll_up['line']!r} to by."
            )


def _sum(frame: pd.DataFrame, keys: list[str], single: list[str], amounts: list[str]) -> pd.DataFrame:
    if not keys:
        kept = {name: frame[name].iloc[:1].to_list() for name in single} if len(frame) else {}
        return pd.DataFrame(
            {**kept, **{n: [frame[n].sum(skipna=False) if len(frame) else float("nan")] for n in amounts}}
        )
    grouped = frame.groupby(keys, sort=False, dropna=False)
    kept = grouped[single].first() if single else None
    totals = grouped[amounts].sum(skipna=False)
    return (totals if kept is None else kept.join(totals)).reset_index()
