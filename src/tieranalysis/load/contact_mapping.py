"""Mapping files: what an export of a telephone system calls things, as data and not as code.

A mapping is a small TOML file beside the export. It says which table the file holds, what each column is called and in
what unit, in which time zone its clock runs, and which label is which centre. See docs/contact-centres.md.
"""

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tieranalysis.contract import SourceError
from tieranalysis.contract import fields as contract_fields

TABLES = ("contact_intervals", "contact_summaries", "contact_rota", "contact_samples")
UNITS = ("count", "seconds", "minutes", "hours", "hh:mm:ss")
REPEATED = ("in order", "first", "second")


@dataclass(frozen=True)
class Heading:
    """Where one column of the contract comes from: headings in the file, its unit, and what it is an average of."""

    heading: tuple[str, ...]
    unit: str = "count"
    average_of: str = ""


@dataclass(frozen=True)
class Mapping:
    """What a mapping file says; every setting but `table` and `columns` has a default."""

    table: str
    columns: dict[str, Heading]
    constant: dict[str, str] = field(default_factory=dict)
    centres: dict[str, str] = field(default_factory=dict)
    timezone: str = "Europe/London"
    time_format: str = "ISO8601"
    interval_seconds: float | None = None
    period: str = ""
    repeated_hour: str = "in order"
    hours: dict[str, Any] = field(default_factory=dict)
    closed: tuple[str, ...] = ()
    sheet: str = ""
    header_row: int = 1
    delimiter: str = ","
    encoding: str = "utf-8-sig"
    illustrative: bool = False
    leave_out: tuple[dict[str, Any], ...] = ()
    source: dict[str, str] = field(default_factory=dict)


def read_mapping(path: str | Path) -> Mapping:
    """Read a mapping file; SourceError names the setting that is unknown, missing or wrong, and the ones that there are."""
    path = Path(path)
    if not path.is_file():
        raise SourceError(
            f"{path}: there is no such mapping file. Check the name, or write one (docs/contact-centres.md)."
        )
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path.name}: not TOML ({error}). Mend that line.") from error
    return _mapping(given, path.name)


def _mapping(given: dict[str, Any], name: str) -> Mapping:
    settings = [f.name for f in fields(Mapping)]
    _refuse(
        name,
        [f"setting {key!r} is unknown. The settings are: {', '.join(settings)}." for key in given.keys() - {*settings}],
    )
    _refuse(name, [f"setting {key!r} is missing. Add it." for key in ("table", "columns") if key not in given])
    _one_of(name, "table", given["table"], TABLES)
    columns = {column: _heading(column, spec, name) for column, spec in given["columns"].items()}
    lists = {key: tuple(given[key]) for key in ("closed", "leave_out") if key in given}
    mapping = Mapping(**{**given, **lists, "columns": columns})
    _check(mapping, name)
    return mapping


def _heading(column: str, spec: Any, name: str) -> Heading:
    if isinstance(spec, str | list):
        spec = {"heading": spec}
    if not isinstance(spec, dict) or not spec.keys() <= {"heading", "unit", "average_of"} or "heading" not in spec:
        raise SourceError(
            f"{name}: column {column!r} is {spec!r}. Give its heading, or a table of heading, unit and average_of."
        )
    heading = (spec["heading"],) if isinstance(spec["heading"], str) else tuple(spec["heading"])
    _one_of(name, f"unit of {column}", spec.get("unit", "count"), UNITS)
    return Heading(heading, spec.get("unit", "count"), spec.get("average_of", ""))


def _check(mapping: Mapping, name: str) -> None:
    known = [*contract_fields(mapping.table)]
    stray = [key for key in [*mapping.columns, *mapping.constant] if key not in known]
    _refuse(
        name, [f"column {key!r} is not part of table {mapping.table!r}. It has: {', '.join(known)}." for key in stray]
    )
    averages = {c: h.average_of for c, h in mapping.columns.items() if h.average_of}
    _refuse(
        name,
        [
            f"column {c!r} is an average of {a!r}, which is not mapped. Map it too."
            for c, a in averages.items()
            if a not in mapping.columns
        ],
    )
    _one_of(name, "repeated_hour", mapping.repeated_hour, REPEATED)
    try:
        ZoneInfo(mapping.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SourceError(
            f"{name}: timezone {mapping.timezone!r} is not known. Use a name such as Europe/London or UTC."
        ) from error


def _one_of(name: str, setting: str, value: Any, allowed: tuple[str, ...]) -> None:
    _refuse(name, [] if value in allowed else [f"{setting} is {value!r}. Use one of: {', '.join(allowed)}."])


def _refuse(name: str, problems: list[str]) -> None:
    if problems:
        raise SourceError(f"{name}: {problems[0]}")
