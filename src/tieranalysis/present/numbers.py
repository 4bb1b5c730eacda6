"""How a number is written: one module for tables, headlines, sentences, the panel and the axes of charts.

A unit says what the number is in (`GBP`, `rate`, `seconds`, or any other words) and how it is shown. Missing is
never blank and never nought: it is written `[x]`.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from numbers import Real
from typing import Any

from tieranalysis.present.units import POUND, UNITS, Unit, unit_named

PLAIN = Unit("")
SILENT = ("", "1", "count", "number")  # units that a sentence does not say
MOST_PLACES = 15
LONGEST = 10**18  # from here on digits and commas are more than a line of a table holds
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MINUS = "\N{MINUS SIGN}"
MARKERS = {
    "x": "not available",
    "z": "not applicable",
    "c": "confidential",
    "p": "provisional",
    "e": "estimate",
    "r": "revised",
    "f": "forecast",
    "low": "rounds to nought but is not nought",
}
"""Shorthand of the Government Statistical Service for cells that are not a plain number."""


USUAL = (float, int, str)


def missing(value: Any) -> bool:
    """Say whether a value is missing: None, NaN, NaT or pandas' NA.

    >>> missing(float("nan")), missing(0), missing("")
    (True, False, False)
    """
    return (
        value is None
        or type(value).__name__ in ("NAType", "NaTType")
        or (isinstance(value, float) and math.isnan(value))
    )


def numeric(value: Any) -> bool:
    """Say whether a value is a number (a truth value is not)."""
    kind = type(value)
    if kind in USUAL:  # most values by far, and asking an abstract class takes long
        return kind is not str
    return isinstance(value, Real | Decimal) and kind.__name__ not in ("bool", "bool_")


def pounds(values: Iterable[Any]) -> Unit:
    """Choose £, £ thousand or £ million so that the largest reads easily and the smallest does not vanish.

    >>> pounds([1_666_000_000, 12_400_000]).line, pounds([18_250]).line
    ('£ million', '£')
    """
    sizes = [abs(v) for v in map(number, values) if v]
    if sizes and max(sizes) >= 1e7 and min(sizes) >= 5e4:
        return UNITS["£ million"]
    if sizes and max(sizes) >= 1e6 and min(sizes) >= 500:
        return UNITS["£ thousand"]
    return POUND


def fitted(shown: Unit, values: Iterable[Any]) -> Unit:
    """Settle the decimals of a column once, so that its digits line up: none where every value is whole.

    >>> fitted(unit_named("calls"), [1.5, 20]).decimals, fitted(unit_named("calls"), [0.004, 20]).decimals
    (1, 3)
    """
    if shown.decimals is not None:
        return shown
    scaled = [abs(v / shown.scale) for v in map(number, values) if v is not None]
    return replace(shown, decimals=_places([v for v in scaled if v], money=shown.short == "£"))


def _places(sizes: list[float], money: bool) -> int:
    """Pence for small sums and none for large ones; otherwise as few as leave the smallest number in sight."""
    if all(size == round(size) for size in sizes):
        return 0
    if money:
        return 2 if max(sizes) < 1000 else 0
    usual = 2 if max(sizes) < 1 else 1
    return min(max(usual, -math.floor(math.log10(min(sizes)))), MOST_PLACES)


def number(value: Any) -> float | None:
    """Give the finite number in a value, or None."""
    if not numeric(value) or missing(value):
        return None
    try:
        found = float(value)
    except OverflowError:  # a whole number longer than any that is meant
        return None
    return found if math.isfinite(found) else None


def grouped(value: Any, decimals: int) -> str:
    """Write a number with thousands commas and a true minus sign; nought has no sign.

    >>> grouped(-1234.5, 1), grouped(-0.01, 1)
    ('−1,234.5', '0.0')
    >>> grouped(1e300, 0)
    '1.00 × 10³⁰⁰'
    """
    if abs(value) >= LONGEST:
        return _by_power(float(value))
    text = f"{Decimal(value) if isinstance(value, int) else value:,.{decimals}f}"
    return text.lstrip("-") if not re.search("[1-9]", text) else text.replace("-", MINUS)


def _by_power(value: float) -> str:
    digits, _, power = f"{value:.2e}".partition("e+")
    return f"{digits} × 10{power.lstrip('0').translate(RAISED)}".replace("-", MINUS)


def text(value: Any, shown: Unit = PLAIN, flag: str = "") -> str:
    """Write one value under its unit, with its marker.

    >>> text(0.123, unit_named("rate")), text(None), text(None, flag="z"), text(1200, unit_named("calls"), "p")
    ('12.3%', '[x]', '[z]', '1,200 [p]')
    """
    if missing(value):
        return f"[{flag or 'x'}]"
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return "Yes" if value else "No"
    if not numeric(value):
        return str(value)
    if number(value) is None:
        return "[x]"
    decimals = fitted(shown, [value]).decimals or 0
    scaled = value if shown.scale == 1 else float(value) / shown.scale
    return grouped(scaled, decimals) + shown.suffix + (f" [{flag}]" if flag else "")


MOST_SAID = 7


def in_short(parts: Sequence[str]) -> str:
    """Name the amounts of a chart for those who hear it: of many the first four and the last two, since its data hold them all.

    >>> in_short(["Essex £5", "Kent £3"])
    'Essex £5; Kent £3'
    >>> in_short([f"Council {n} £{n}" for n in range(9, 0, -1)])
    'Council 9 £9; Council 8 £8; Council 7 £7; Council 6 £6; 3 between them, which the data of the chart name; Council 2 £2; Council 1 £1'
    """
    between = f"{len(parts) - 6} between them, which the data of the chart name"
    return "; ".join(parts if len(parts) <= MOST_SAID else [*parts[:4], between, *parts[-2:]])


def spoken(value: Any, name: str = "", decimals: int | None = None, *, signed: bool = False) -> str:
    """Write a number as a sentence or a headline would: short, with its sign before its pound.

    >>> spoken(-32_900_000, "GBP"), spoken(1_666_000_000, "GBP"), spoken(0.035, "rate"), spoken(12, "agents")
    ('−£32.9m', '£1,666m', '3.5%', '12 agents')
    >>> spoken(1, "years"), spoken(1.5, "years")
    ('1 year', '1.5 years')
    >>> spoken(9_900_000, "GBP", signed=True)
    '+£9.9m'
    """
    if not numeric(value) or number(value) is None:
        return text(value)
    if signed and value > 0:
        return f"+{spoken(value, name, decimals)}"
    shown = unit_named(name)
    if shown.short == "£":
        said = _money(float(value) * shown.scale, decimals)
    else:
        said = text(value, shown if decimals is None else replace(shown, decimals=decimals))
    return said if shown.tail in SILENT else f"{said} {_counted(said, shown.tail)}"


def _counted(said: str, words: str) -> str:
    """One of a unit in the singular, where its name is one plural word.

    >>> _counted("1", "years"), _counted("2", "years"), _counted("1", "calls a year")
    ('year', 'years', 'calls a year')
    """
    return words[:-1] if said == "1" and words.isalpha() and words.endswith("s") and not words.endswith("ss") else words


def _money(value: float, decimals: int | None) -> str:
    size = abs(value)
    if size >= 999_500:
        places = decimals if decimals is not None else 1 if size < 99_950_000 else 0
        body = f"£{grouped(size / 1e6, places)}m"
    else:
        places = decimals if decimals is not None else 2 if size < 1000 and size != round(size) else 0
        body = f"£{grouped(size, places)}"
    return (MINUS if value < 0 and re.search("[1-9]", body) else "") + body
