"""What a number is in, and how that is shown; read from a schema, an author's word or the end of a column's name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """How to show a number: divided by `scale`, with `decimals` (None: none if all are whole), under `line`.

    In a sentence it has its pound (`short`) before it, its per cent (`suffix`) and its words (`tail`) after it.
    """

    line: str
    scale: float = 1
    decimals: int | None = None
    suffix: str = ""
    short: str = ""
    tail: str = ""


POUND = Unit("£", short="£")
UNITS = {
    "GBP": POUND,
    "£": POUND,
    "£ thousand": Unit("£ thousand", 1e3, 0, short="£"),
    "£ million": Unit("£ million", 1e6, 1, short="£"),
    "£ billion": Unit("£ billion", 1e9, 2, short="£"),
    "GBP per head": Unit("£ per head", 1, 2, short="£", tail="per head"),
    "rate": Unit("per cent", 0.01, 1, "%"),
    "percent": Unit("per cent", 1, 1, "%"),
    "ratio": Unit("ratio", 1, 2),
}
SAME = {"gbp": "GBP", "pounds": "GBP", "share": "rate", "proportion": "rate", "fraction": "rate", "%": "percent"}
SAME |= {"per cent": "percent", "£ per head": "GBP per head", "gbp per head": "GBP per head"}
NAMED = ("per_head", "gbp", "rate", "share", "percent", "ratio", "seconds", "minutes", "hours", "days", "weeks")
NAMED += ("months", "years", "fte", "agents", "calls", "contacts", "people", "population", "households", "count")


def unit_named(name: str) -> Unit:
    """Find a unit by its name; words that are not known are shown as they stand.

    >>> unit_named("rate").line, unit_named("calls a week").line
    ('per cent', 'calls a week')
    >>> unit_named("GBP an hour").line, unit_named("share of calls").line
    ('£ an hour', 'per cent of calls')
    >>> unit_named("rate a year").suffix, unit_named("rate a year").tail
    ('%', 'a year')
    """
    known = UNITS.get(SAME.get(name.lower(), name))
    first, _, rest = name.partition(" ")
    if known or not rest:
        return known or Unit(name, tail=name)
    if first in ("GBP", "£"):
        return Unit(f"£ {rest}", short="£", tail=rest)
    if first == "rate" or (first in ("share", "proportion") and rest.startswith("of ")):
        return Unit(f"per cent {rest}", 0.01, 1, "%", tail=rest)
    return Unit(name, tail=name)


def unit_in(column: str) -> str | None:
    """Read the unit that a column carries in its name, as all names in this package do.

    >>> unit_in("net_expenditure_gbp"), unit_in("abandonment_rate"), unit_in("2025-26")
    ('GBP', 'rate', None)
    """
    words = next((tail for tail in NAMED if column == tail or column.endswith(f"_{tail}")), None)
    if words == "per_head":
        return "GBP per head"
    return SAME.get(words, words.replace("_", " ")) if words else None
