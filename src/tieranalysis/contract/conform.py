"""The one door: a frame comes in as a loader left it, and goes out as its contract says, or not at all."""

from typing import Any

import pandas as pd

from tieranalysis.contract.errors import SchemaError
from tieranalysis.contract.schemas import fields, schema

DTYPES = {
    "string": "str",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
    "datetime": "datetime64[us, UTC]",
}
SHOWN = 5


def conform(frame: pd.DataFrame, table: str, source: str = "", first_row: int = 2) -> pd.DataFrame:
    """Return a copy of the frame that keeps the contract of `table`: columns, order, types, limits and keys.

    `source` names the file for the messages, and `first_row` is the row of that file in which the first
    row of the frame stands (2 below a header line). The input is left as it was.

    Raises SchemaError, which names file, row, column, value and the mend, when a column is missing or unknown,
    a value has the wrong type or lies outside its limits, a key stands twice, or a code is in no register.

    >>> people = pd.DataFrame({"authority": ["E07000075"], "mid_year": ["2007"], "population": ["82264"], "vintage": ["70f9ef190fcb"]})
    >>> conform(people, "population", source="people.csv").dtypes["population"]
    Int64Dtype()
    >>> conform(people.assign(population="many"), "population", source="people.csv")
    Traceback (most recent call last):
    ...
    tieranalysis.contract.errors.SchemaError: people.csv does not keep the contract of table 'population':
      row 2, column 'population', value 'many': not a whole number. Write digits only, without commas or text.
    """
    where = source or "The frame"
    _refuse_columns(frame, table, where)
    typed, problems = _typed(frame.loc[:, list(fields(table))], table, first_row)
    problems = problems or _limit_problems(typed, table, first_row) + _key_problems(typed, table, first_row)
    if problems:
        raise SchemaError(_message(where, table, problems))
    typed.attrs = {**frame.attrs, "table": table}
    return typed.reset_index(drop=True)


def _refuse_columns(frame: pd.DataFrame, table: str, where: str) -> None:
    wanted, given = list(fields(table)), list(map(str, frame.columns))
    twice = sorted({name for name in given if given.count(name) > 1})
    missing, extra = [n for n in wanted if n not in given], [n for n in given if n not in wanted]
    problems = [f"column {n!r} stands twice. Keep one of them." for n in twice]
    problems += [f"column {n!r} is missing. Add it: {fields(table)[n]['description']}" for n in missing]
    problems += [
        f"column {n!r} is not part of it. Remove it, or rename it to one of: {', '.join(missing or wanted)}."
        for n in extra
    ]
    if problems:
        raise SchemaError(_message(where, table, problems))


def _message(where: str, table: str, problems: list[str]) -> str:
    more = len(problems) - SHOWN
    tail = [f"and {more:,} more of the kind."] if more > 0 else []
    return "\n  ".join([f"{where} does not keep the contract of table {table!r}:", *problems[:SHOWN], *tail])


def _typed(frame: pd.DataFrame, table: str, first_row: int) -> tuple[pd.DataFrame, list[str]]:
    columns, problems = {}, []
    for name, field in fields(table).items():
        columns[name], bad = _cast(frame[name], field["type"])
        problems += [_cell(row + first_row, name, frame[name].iloc[row], WRONG_TYPE[field["type"]]) for row in bad]
    return pd.DataFrame(columns), problems


def _cast(column: pd.Series, kind: str) -> tuple[pd.Series, list[int]]:
    """Cast to the type of the contract; the positions that cannot be cast come second."""
    column = column.reset_index(drop=True)
    if kind == "string":
        return column.astype("str").where(column.notna() & (column.astype("str") != "")), []
    blank = column.isna() | (column.astype("str").str.strip() == "")
    cast = CASTS[kind](column.mask(blank))
    bad = (cast.isna() & ~blank).to_numpy().nonzero()[0]
    return (column if len(bad) else cast.astype(DTYPES[kind])), list(bad)


def _integer(column: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(column, errors="coerce")
    return numbers.where(numbers.isna() | (numbers % 1 == 0))


def _number(column: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(column, errors="coerce").astype("float64")
    return numbers.where(numbers.abs() != float("inf"))


def _boolean(column: pd.Series) -> pd.Series:
    return column.astype("str").str.lower().map({"true": True, "false": False, "yes": True, "no": False})


def _date(column: pd.Series) -> pd.Series:
    return pd.to_datetime(column, errors="coerce", format="ISO8601")


def _datetime(column: pd.Series) -> pd.Series:
    """An instant says its offset; a local time that does not is refused, for it may mean two instants or none."""
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return column.dt.tz_convert("UTC")
    with_offset = column.astype("str").str.fullmatch(r".*\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)")
    return pd.to_datetime(column.astype("str").where(with_offset), errors="coerce", format="ISO8601", utc=True)


CASTS = {"integer": _integer, "number": _number, "boolean": _boolean, "date": _date, "datetime": _datetime}
WRONG_TYPE = {
    "integer": "not a whole number. Write digits only, without commas or text.",
    "number": "not a number. Write digits and a point only, without commas, signs of money or text; leave it empty when it is missing.",
    "boolean": "neither yes nor no. Write true or false.",
    "date": "not a date. Write it as 2026-11-21.",
    "datetime": "not an instant. Write it with its offset, as 2026-03-29T00:30:00Z.",
    "string": "not text.",
}


def _cell(row: int, column: str, value: Any, advice: str) -> str:
    return f"row {row}, column {column!r}, value {value!r}: {advice}"


def _limit_problems(frame: pd.DataFrame, table: str, first_row: int) -> list[str]:
    from tieranalysis.contract.limits import failures  # with pandera, which takes longer to import than all else here

    return [
        _cell(int(c.index) + first_row, c.column, _shown(c.failure_case), _advice(c.check, fields(table)[c.column]))
        for c in failures(frame, table).itertuples(index=False)
    ]


def _shown(value: Any) -> Any:
    return "(empty)" if pd.isna(value) else getattr(value, "item", lambda: value)()


def _advice(check: Any, field: dict[str, Any]) -> str:
    limits, name = field.get("constraints", {}), str(check)
    if name == "not_nullable":
        return f"must not be empty. Give it: {field['description']}"
    if name.startswith("register"):
        return f"not in the register of {field['register'][0]}. Correct the code, or add it to the register first."
    if name.startswith("isin"):
        return f"not one of {', '.join(map(str, limits['enum']))}. Write one of these."
    if name.startswith("str_matches"):
        return f"not of the form {field.get('form', limits['pattern'])}. Correct it."
    low, high = limits.get("minimum"), limits.get("maximum")
    return f"outside its limits ({'no lower limit' if low is None else low} to {'no upper limit' if high is None else high}). Correct it."


def _key_problems(frame: pd.DataFrame, table: str, first_row: int) -> list[str]:
    key = list(schema(table).get("primaryKey", []))
    if not key:
        return []
    twice = frame.duplicated(key, keep="first").to_numpy().nonzero()[0]
    return [
        f"row {row + first_row}, columns {', '.join(key)}, value {_key_text(frame, key, row)}: a duplicate of an earlier row. Keep one."
        for row in twice
    ]


def _key_text(frame: pd.DataFrame, key: list[str], row: int) -> str:
    return " / ".join(str(frame[name].iloc[row]) for name in key)
