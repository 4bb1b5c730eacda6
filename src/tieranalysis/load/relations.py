"""How the tables of a register of agreements hang together: what a value must be found in, and what to say if it is not."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pandas as pd

from tieranalysis.contract import SchemaError, conform, fields
from tieranalysis.load import reads
from tieranalysis.load.text_table import read_text_table
from tieranalysis.registers import authorities

ITEMS = ("recommendations", "agreement_areas", "initiatives")
# Column: the tables in which its values must stand, and the column there (None: the table's first).
FOUND_IN = {
    "source": (("documents",), "source"),
    "anomaly": (("anomalies",), "anomaly"),
    "theme": (("themes",), "theme"),
    "item": (ITEMS, "item"),
    "see_also": (("recommendations",), "item"),
    "body": (("bodies",), "body"),
    "entity": (("bodies", "documents"), None),
    "partnership": (("partnerships",), "partnership"),
    "statement": (("printed_figures",), "statement"),
    "related_statement": (("printed_figures",), "statement"),
    "workstream": (("savings_targets",), "workstream"),
    "other": (("savings_targets",), "workstream"),
    "obligation": (("obligations",), "obligation"),
}
SHOWN = 5


def read_own(table: str, folder: Path) -> pd.DataFrame:
    """Read one table of a register under its contract, without a look at the others."""
    path = folder / f"{table}.csv"
    if not path.is_file():
        return conform(read_text_table(path), table)
    digest = reads.sha256(path)
    reads.record(path, digest)
    return _conformed(table, path, digest).copy()


@lru_cache(maxsize=64)
def _conformed(table: str, path: Path, digest: str) -> pd.DataFrame:
    """A table is pointed to from many others: it is parsed once for each of its states, which its hash tells apart."""
    return conform(read_text_table(path), table, source=f"{path.parent.name}/{path.name}")


def refuse_strays(frame: pd.DataFrame, table: str, folder: Path, where: str) -> None:
    """Refuse values that point at nothing in the register in `folder`.

    Raises SchemaError with row, column, value and the mend.
    """
    pointing = [
        column
        for column in fields(table)
        if column in FOUND_IN and (table not in FOUND_IN[column][0] or column != FOUND_IN[column][1])
    ]
    problems = [problem for column in pointing for problem in _strays(frame[column].dropna(), column, folder)]
    if problems:
        raise SchemaError("\n  ".join([f"{where} does not fit the other tables:", *problems[:SHOWN]]))


def _strays(cells: pd.Series, column: str, folder: Path) -> Iterator[str]:
    known = _known(column, folder) if len(cells) else set()
    for row, cell in cells.items():
        for value in str(cell).split(";"):
            if value not in known:
                yield f"row {row + 2}, column {column!r}, value {value!r}: {_advice(column, known)}"


def _known(column: str, folder: Path) -> set[str]:
    tables, key = FOUND_IN[column]
    present = [t for t in tables if (folder / f"{t}.csv").is_file()] or list(tables[:1])
    found = [read_own(table, folder) for table in present]
    codes = set(authorities()["authority"]) if column in ("body", "entity") else set()
    return codes | {str(value) for table in found for value in table[key or table.columns[0]]}


def _advice(column: str, known: set[str]) -> str:
    numbers = sorted((value for value in known if re.fullmatch(r"R\d+", value)), key=lambda value: int(value[1:]))
    if column in ("item", "see_also") and numbers:
        return f"there is no such item; recommendations run from {numbers[0]} to {numbers[-1]}. Correct it, or add it first."
    return f"not in {' or '.join(f'{t}.csv' for t in FOUND_IN[column][0])}. Correct it, or add it there first."
