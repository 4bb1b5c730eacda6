"""The facts of council reports on two tiers: a folder of small tables, each under its contract and joined to the others.

The folder that ships holds the report on Local Service Agreements (Rochford, 2003) and Neil Kinghan's report on two-tier
working in Essex (2007), every fact with its document, paragraph and line. Another county's register is another
folder with the same tables. What a document prints, what follows from it and what is inferred are kept apart
in the columns `basis` and `evidence`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from tieranalysis.contract import SchemaError, SourceError, conform, fields
from tieranalysis.load import reads
from tieranalysis.load.catalogue import data_root
from tieranalysis.load.text_table import read_text_table

TABLES = [
    "documents",
    "themes",
    "recommendations",
    "parties",
    "agreement_areas",
    "initiatives",
    "partnerships",
    "memberships",
    "councils_2007",
    "bodies",
    "printed_figures",
    "interpretations",
    "counts",
    "comparators",
    "contact_arrangements",
    "direct_lines",
    "events",
    "savings_targets",
    "overlaps",
    "aliases",
    "anomalies",
    "obligations",
]
ITEMS = ("recommendations", "agreement_areas", "initiatives")
# Where the values of a column must be found: in which tables, under which name.
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
    "other": (("savings_targets",), "workstream"),
}
GSS = re.compile(r"E\d{8}")


def reports_folder() -> Path:
    """Return the folder of the council reports that ship with the project.

    >>> reports_folder().name
    'council_reports'
    """
    return data_root() / "raw" / "council_reports"


def read_report_table(name: str, folder: str | Path | None = None) -> pd.DataFrame:
    """Read one table of the council reports, under its contract and joined to the tables that it points to.

    `folder` holds the tables of another county, or the reports that ship when it is not given.

    Raises SourceError for a table that does not exist, with those that do, and SchemaError for a row that breaks the
    contract or points at nothing, with file, row, column, value and the mend.

    >>> read_report_table("themes")["name"].to_list()[:3]
    ['Communication', 'Governance', 'Devolution']
    >>> read_report_table("theme")
    Traceback (most recent call last):
    ...
    tieranalysis.contract.errors.SourceError: The council reports have no table 'theme'. The tables are: documents, themes, ...
    """
    if name not in TABLES:
        raise SourceError(f"The council reports have no table {name!r}. The tables are: {', '.join(TABLES)}.")
    folder = Path(folder) if folder else reports_folder()
    frame = _read(name, folder)
    problems = list(_dangling(frame, name, folder)) + (_numbering(frame, folder) if name == "recommendations" else [])
    if problems:
        raise SchemaError("\n  ".join([f"{folder.name}/{name}.csv does not fit the other tables:", *problems[:5]]))
    return frame


def _read(name: str, folder: Path) -> pd.DataFrame:
    path = folder / f"{name}.csv"
    frame = read_text_table(path)
    reads.record(path)
    return conform(frame, name, source=f"{folder.name}/{name}.csv")


def _dangling(frame: pd.DataFrame, name: str, folder: Path) -> Iterator[str]:
    """Say which values point at nothing; a column that names the table's own rows points at itself."""
    own_key = fields(name)
    for column in own_key:
        if column in FOUND_IN and name not in FOUND_IN[column][0]:
            known = _known(column, folder) if frame[column].notna().any() else set()
            yield from _strays(frame, column, known)


def _strays(frame: pd.DataFrame, column: str, known: set[str]) -> Iterator[str]:
    for row, cell in frame[column].dropna().items():
        for value in str(cell).split(";"):
            if value not in known and not (column in ("body", "entity") and GSS.fullmatch(value)):
                yield f"row {row + 2}, column {column!r}, value {value!r}: {_unknown(column, known)}"


def _known(column: str, folder: Path) -> set[str]:
    tables, key = FOUND_IN[column]
    present = [t for t in tables if (folder / f"{t}.csv").is_file()] or list(tables[:1])
    found = [_read(t, folder) for t in present]
    return {str(value) for table in found for value in table[key or table.columns[0]]}


def _unknown(column: str, known: set[str]) -> str:
    tables = FOUND_IN[column][0]
    numbers = sorted(value for value in known if value.startswith("R"))
    if column in ("item", "see_also") and numbers:
        return f"there is no such item; recommendations run from {numbers[0]} to {numbers[-1]}. Correct it, or add it first."
    return f"not in {' or '.join(f'{t}.csv' for t in tables)}. Correct it, or add it there first."


def _numbering(frame: pd.DataFrame, folder: Path) -> list[str]:
    """Hold the recommendations to the numbers that their themes give: each once, none outside, none missing."""
    ranges = _read("themes", folder).set_index("theme")[["first_recommendation", "last_recommendation"]]
    first, last = (frame["theme"].map(ranges[name]) for name in ranges)
    outside = frame[
        ~frame["number"].between(first, last) | (frame["item"] != "R" + frame["number"].map("{:02d}".format))
    ]
    problems = [
        f"row {row + 2}, column 'number', value {number}: theme {theme} has {first[row]} to {last[row]}, "
        f"and the item must be R with the number. Correct number, theme or item."
        for row, number, theme in outside[["number", "theme"]].itertuples(name=None)
    ]
    wanted = range(int(ranges.iloc[:, 0].min()), int(ranges.iloc[:, 1].max()) + 1)
    missing = sorted(set(wanted) - set(frame["number"]))
    return problems + [
        f"recommendation {n} is missing: the themes run from {wanted[0]} to {wanted[-1]}. Add its row." for n in missing
    ]
