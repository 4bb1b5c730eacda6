"""The facts of council reports on two tiers: a folder of small tables, each under its contract and joined to the others.

The folder that ships holds the report on Local Service Agreements (Rochford, 2003) and Neil Kinghan's report on two-tier
working in Essex (2007), every fact with its document, paragraph and line. Another county's register is another
folder with the same tables. What a document prints, what follows from it and what is inferred are kept apart
in the columns `basis` and `evidence`.
"""

from pathlib import Path

import pandas as pd

from tieranalysis.contract import SchemaError, SourceError, conform, fields
from tieranalysis.load.catalogue import data_root
from tieranalysis.load.relations import ITEMS, read_own, refuse_strays

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
SHIPPED_FOR = "essex"
REQUIRED = ("documents", "themes", "recommendations", "parties", "bodies")
NONE_HELD = Path("none held")  # in place of the folder of a county that has given none: every table of it is empty
KINDS = ("recommendation", "agreement area", "initiative")


def reports_folder() -> Path:
    """Return the folder of the council reports that ship with the project.

    >>> reports_folder().name
    'council_reports'
    """
    return data_root() / "raw" / "council_reports"


def register_of(area: str, register: str | Path = "") -> Path:
    """Return the folder of an area's register of agreements: the one named, or the one that ships for Essex.

    Raises SourceError for another area without a folder, and for a folder that is not there.

    >>> register_of("essex").name
    'council_reports'
    >>> register_of("kent")
    Traceback (most recent call last):
    ...
    tieranalysis.contract.errors.SourceError: The register of agreements that ships is that of essex, not of kent. Name the folder of its own in register (see docs/agreements.md).
    """
    if str(register) in ("", ".") and area != SHIPPED_FOR:
        raise SourceError(
            f"The register of agreements that ships is that of {SHIPPED_FOR}, not of {area}. "
            "Name the folder of its own in register (see docs/agreements.md)."
        )
    folder = reports_folder() if str(register) in ("", ".") else Path(register)
    if not folder.is_dir():
        raise SourceError(f"There is no folder {folder}. Name the folder that holds the register of {area}.")
    return folder


def register_held(area: str, register: str | Path = "") -> Path:
    """Return the folder of an area's register of agreements as `register_of`, or NONE_HELD where none is named and none ships.

    Every table read from NONE_HELD is empty, so that a page on other subjects can be made, and say that none is held.

    >>> register_held("kent") == NONE_HELD, len(read_report_table("recommendations", register_held("kent")))
    (True, 0)
    """
    return NONE_HELD if str(register) in ("", ".") and area != SHIPPED_FOR else register_of(area, register)


def is_held(register: str | Path) -> bool:
    """Say whether there is a register of agreements at all.

    >>> is_held(register_held("kent"))
    False
    """
    return Path(register) != NONE_HELD


def register_title(register: str | Path) -> str:
    """Name what a register of agreements is cited as: the report that ships, or the council's own register; nothing where none is held.

    >>> register_title(register_held("essex")), register_title(NONE_HELD)
    ('Two-Tier Working in Essex (2007)', '')
    """
    if not is_held(register):
        return ""
    return "Two-Tier Working in Essex (2007)" if Path(register) == reports_folder() else "the register of agreements"


def read_report_table(name: str, folder: str | Path | None = None) -> pd.DataFrame:
    """Read one table of the council reports, under its contract and joined to the tables that it points to.

    `folder` holds the tables of another county, or the reports that ship when it is not given. Another county's register
    needs documents, themes, recommendations, parties and bodies; any other table that it does not have is empty.

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
    if folder == NONE_HELD or (name not in REQUIRED and folder.is_dir() and not (folder / f"{name}.csv").is_file()):
        return conform(pd.DataFrame(columns=list(fields(name))), name)
    frame = read_own(name, folder)
    refuse_strays(frame, name, folder, f"{folder.name}/{name}.csv")
    if name == "recommendations":
        _refuse_numbers(frame, folder)
    return frame


def _refuse_numbers(frame: pd.DataFrame, folder: Path) -> None:
    """Hold the recommendations to the numbers that their themes give: each once, none outside, none missing."""
    ranges = read_own("themes", folder).set_index("theme")[["first_recommendation", "last_recommendation"]]
    first, last = (frame["theme"].map(ranges[name]) for name in ranges)
    numbered = frame["item"] == "R" + frame["number"].map("{:02d}".format)
    outside = frame[~frame["number"].between(first, last) | ~numbered]
    problems = [
        f"row {row + 2}, column 'number', value {number}: theme {theme} has {first[row]} to {last[row]}, "
        f"and the item must be R with the number. Correct number, theme or item."
        for row, number, theme in outside[["number", "theme"]].itertuples(name=None)
    ]
    wanted = range(int(ranges.iloc[:, 0].min()), int(ranges.iloc[:, 1].max()) + 1)
    missing = sorted(set(wanted) - set(frame["number"]))
    problems += [
        f"recommendation {n} is missing: the themes run from {wanted[0]} to {wanted[-1]}. Add its row." for n in missing
    ]
    if problems:
        raise SchemaError("\n  ".join([f"{folder.name}/recommendations.csv does not fit its themes:", *problems[:5]]))


def read_items(folder: str | Path | None = None) -> pd.DataFrame:
    """Return every item that progress is logged of: item, kind, number, title, theme, due_by, months_from_start.

    The items are the recommendations, agreement areas and initiatives of the register in `folder`; a register need not
    have all three.

    >>> read_items()["kind"].value_counts().to_dict()
    {'initiative': 44, 'recommendation': 37, 'agreement area': 10}
    """
    folder = Path(folder) if folder else reports_folder()
    every = list(zip(ITEMS, KINDS, strict=True))
    there = [(name, kind) for name, kind in every if (folder / f"{name}.csv").is_file()] or every
    columns = ["item", "kind", "number", "title", "theme", "due_by", "months_from_start"]
    tables = [
        read_report_table(name, folder).rename(columns={"area": "title"}).assign(kind=kind).reindex(columns=columns)
        for name, kind in there
    ]
    return pd.concat(tables, ignore_index=True)


def report_caveats(folder: str | Path | None = None) -> list[str]:
    """Return what each document says, or shows, about its own view: one sentence a document.

    >>> len(report_caveats())
    3
    """
    documents = read_report_table("documents", folder).dropna(subset=["caveat"])
    return [f"{title}: {caveat}" for title, caveat in zip(documents["title"], documents["caveat"], strict=True)]
