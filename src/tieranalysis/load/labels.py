"""The words of the returns, placed on the register of lines by a table of aliases that is data."""

import re
from functools import cache
from importlib.resources import files

import pandas as pd

from tieranalysis.load.forms import folded, labels

DATED = re.compile(r"at\s+(1 april|31 march)", re.IGNORECASE)


def key(label: str) -> str:
    """Reduce a printed label to what stays the same from release to release.

    Line ranges, footnote numbers, square brackets, years, case, spaces and signs are layout, not meaning.

    >>> key("NET CURRENT EXPENDITURE(TOTAL OF LINES 699to748)"), key("Flexible use of Capital Receipts (4)")
    ('netcurrentexpenditure', 'flexibleuseofcapitalreceipts')
    """
    kept = re.sub(r"\(\s*total of lines?[^)]*\)|\(\d+\)|\[[^\]]*\]|^estimated\b|\b20\d\d\b", " ", label.strip().lower())
    return re.sub(r"[^a-z0-9]", "", kept.replace("&", "and"))


@cache
def aliases() -> dict[str, str]:
    """Return the line for each known label, by its key.

    >>> aliases()[key("Parish precepts ")]
    'parish_precepts'
    """
    path = files("tieranalysis.registers") / "line_aliases.csv"
    with path.open(encoding="utf-8") as lines:
        table = pd.read_csv(lines, dtype="str")
    return dict(zip(table["label"].map(key), table["line"], strict=True))


def line_of(label: str, heading: str = "") -> str | None:
    """Return the line that a label stands for, or None when no alias knows it.

    A reserve's date may stand in the label or in the heading above it. Since 2024-25 the heading stands in the label, before
    a dash. A label that is a part of the line before it, printed for information, is the line `of_which`.

    >>> line_of("Schools reserves level", "Financial reserves levels at 31 March 2011")
    'schools_reserves_closing'
    >>> line_of("Service Expenditure - Education services"), line_of("Levy on window boxes") is None
    ('education', True)
    """
    date = DATED.search(heading)
    dated = (
        f"{label} {date.group(0)}" if date and "reserves level" in label.lower() and not DATED.search(label) else label
    )
    section, dash, rest = label.partition(" - ")
    known = aliases().get(key(dated))
    return line_of(rest, section) if known is None and dash and is_section(section) else known


def is_section(words: str) -> bool:
    """Say whether words are the heading of a section of the returns.

    >>> is_section("Reserves at 1 April 2024"), is_section("Housing benefits: rent allowances")
    (True, False)
    """
    return any(re.fullmatch(rf"{section}(at.*|continued)?", folded(words)) for section in labels("returns", "section"))


def own_name(label: str) -> str:
    """Make a line's name from a label that no alias knows, so that its amount is kept under its own words.

    >>> own_name("Levy: window boxes (new)"), own_name("Precepts and Levies - Levy: window boxes (new)")
    ('levy_window_boxes_new', 'levy_window_boxes_new')
    """
    section, dash, rest = label.partition(" - ")
    label = rest if dash and is_section(section) else label
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_") or "unnamed"
