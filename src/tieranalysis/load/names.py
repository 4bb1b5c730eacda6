"""One name for one thing: spellings differ by case and space, and print has its own mistakes."""

import re
from pathlib import Path

from tieranalysis.load.council_reports import read_report_table


def canonical_name(name: str, folder: str | Path | None = None) -> str:
    """Return the name that reports use for a name as printed; a name that no alias knows comes back as it is.

    >>> canonical_name("Essex On Line Partnership"), canonical_name("ESSEX ONLINE  PARTNERSHIP")
    ('Essex Online Partnership', 'Essex Online Partnership')
    >>> canonical_name("Essex HR Partnership")
    'Essex HR Partnership'
    """
    aliases = read_report_table("aliases", folder)
    known = {_folded(alias): known for alias, known in zip(aliases["alias"], aliases["name"], strict=True)}
    return known.get(_folded(name), name)


def _folded(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip().casefold()
