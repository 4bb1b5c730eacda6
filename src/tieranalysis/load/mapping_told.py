"""The mapping file itself: read, and held against the register and against the table that it describes."""

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd

from tieranalysis.contract import SourceError, fields
from tieranalysis.load import reads
from tieranalysis.load.mapped_rows import SECTION

KEYS = {
    "sheet",
    "header_row",
    "ignored",
    "missing",
    "strip",
    "brackets_are_negative",
    "columns",
    "years",
    "constants",
    "multiply",
    "values",
    "prefix",
    "totals",
    "fill_down",
    "sections",
}


def read_mapping(path: Path) -> dict[str, Any]:
    """Read a mapping; raise SourceError for a file, a setting or a column of ours that there is not."""
    if not path.is_file():
        raise SourceError(f"{path}: there is no such mapping. Check the name.")
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"{path.name}: not a TOML file ({error}). Correct it.") from error
    reads.record(path)
    unknown = sorted(set(told) - KEYS)
    if unknown:
        raise SourceError(
            f"{path.name}: there is no setting {unknown[0]!r}. The settings are: {', '.join(sorted(KEYS))}."
        )
    for section in ("columns", "years", "constants", "multiply", "values", "prefix"):
        strangers = [name for name in told.get(section, {}) if name not in fields("savings")]
        if strangers:
            raise SourceError(
                f"{path.name}, [{section}]: the register has no column {strangers[0]!r}. Its columns are: {', '.join(fields('savings'))}."
            )
    return told


def refuse_misfit(theirs: pd.DataFrame, told: dict[str, Any], source: str, mapping: str) -> None:
    """Raise SourceError where the mapping and the table do not fit each other, so that nothing is lost on the way."""
    used = [*told.get("columns", {}).values(), *(name for by in told.get("years", {}).values() for name in by.values())]
    absent = [name for name in [*used, *told.get("ignored", [])] if name not in theirs]
    if absent:
        raise SourceError(
            f"{mapping} names the column {absent[0]!r}, and {source} has none. Its columns are: {', '.join(theirs)}."
        )
    given = {
        *told.get("columns", {}),
        *told.get("years", {}),
        *told.get("constants", {}),
        *section_of(told),
        *(["year"] if told.get("years") else []),
    }
    needed = [
        name
        for name, field in fields("savings").items()
        if field.get("constraints", {}).get("required") and name not in given
    ]
    if needed:
        raise SourceError(
            f"{mapping} does not say what {', '.join(needed)} are, and the register needs them. Map them in [columns], or give one value for every row in [constants]."
        )
    left = [name for name in theirs if name != SECTION and name not in used and name not in told.get("ignored", [])]
    if left:
        raise SourceError(
            f"{source} has the column {left[0]!r}, and {mapping} does not say what it is. Map it in [columns], or name it in ignored."
        )
    places = [*told.get("columns", {}), *told.get("years", {}), *told.get("constants", {})]
    twice = [name for name in places if places.count(name) > 1]
    if twice:
        raise SourceError(f"{mapping} gives {twice[0]!r} twice. Keep one of [columns], [years] and [constants] for it.")


def section_of(told: dict[str, Any]) -> dict[str, str]:
    """Our column that the section headings go into, and where they stand."""
    return {told["sections"]["into"]: SECTION} if "sections" in told else {}
