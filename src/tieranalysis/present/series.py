"""Values that change from step to step of a panel, packed so that a page holds each distinct one once.

A path or a sentence is cut at its numbers, and only the numbers that change are kept by step. What comes out is plain
JSON: `series`, each either pieces to join (words, and places of other series) or distinct values (in one text, with spaces
between, where none holds a space) with the place of an `order`; and `orders`, each with the value's place for every step,
as one digit of base 36 or, where there are more than 36 values, two.
"""

import json
import re
import zlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

PIECE = re.compile(r"-?\d+(?:\.\d+)?|\s+|[^\d\s-]+|-")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
Values = Sequence[str | None]


@dataclass
class Series:
    """The series kept so far; the same values are kept once."""

    series: list[list[Any]] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    known: dict[tuple[str | None, ...], int] = field(default_factory=dict)

    def keep(self, values: Values) -> int:
        """Keep the values of every step and give their place.

        >>> kept = Series()
        >>> kept.keep(["M1 5L9 5", "M1 7L9 7"]), kept.series, kept.orders
        (1, [['5 7', 0], [['M1 ', 0, 'L9 ', 0]]], ['01'])
        """
        if tuple(values) not in self.known:
            made = self._pieces(values) or self._distinct(values)
            self.series.append(made)
            self.known[tuple(values)] = len(self.series) - 1
        return self.known[tuple(values)]

    def _distinct(self, values: Values) -> list[Any]:
        unique = list(dict.fromkeys(values))
        order = "".join(_digits(unique.index(value), len(unique)) for value in values)
        if order not in self.orders:
            self.orders.append(order)
        plain = all(value and " " not in value for value in unique)
        return [" ".join(map(str, unique)) if plain else unique, self.orders.index(order)]

    def _pieces(self, values: Values) -> list[Any] | None:
        """Cut values of one shape at what changes; None where they differ in shape, or where cutting spares nothing."""
        cut = [PIECE.findall(value) if value is not None else [] for value in values]
        if len(set(map(len, cut))) > 1 or len(cut[0]) < 2:
            return None
        columns = list(zip(*cut, strict=True))
        moving = {column for column in columns if len(set(column)) > 1}
        if sum(_weight(column) for column in moving - set(self.known)) >= _weight(values):
            return None
        return [_joined([self.keep(column) if column in moving else column[0] for column in columns])]


def _digits(place: int, of: int) -> str:
    high, low = divmod(place, len(DIGITS))
    return (DIGITS[high] if of > len(DIGITS) else "") + DIGITS[low]


def _weight(values: Values) -> int:
    return sum(len(value or "") + 3 for value in set(values)) + len(values)


def _joined(pieces: list[str | int]) -> list[str | int]:
    """Write pieces that stay beside each other as one."""
    found: list[str | int] = []
    for piece in pieces:
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def value_at(packed: Mapping[str, Any], place: int, step: int) -> str | None:
    """Read a value as the page does: the series at a place, at a step.

    >>> value_at({"series": [["5 7", 0], [["M1 ", 0]]], "orders": ["01"]}, 1, 1)
    'M1 7'
    """
    found = packed["series"][place]
    if len(found) == 1:
        return "".join(value_at(packed, p, step) or "" if isinstance(p, int) else p for p in found[0])
    values = found[0].split(" ") if isinstance(found[0], str) else found[0]
    wide = 1 + (len(values) > len(DIGITS))
    return values[int(packed["orders"][found[1]][step * wide : (step + 1) * wide], 36)]


def lookup(packed: Mapping[str, Any]) -> str:
    """Write what the browser reads: the controls that are followed, the series and their orders."""
    kept = {name: packed[name] for name in ("by", "rests", "series", "orders")}
    return json.dumps(kept, separators=(",", ":"), ensure_ascii=False)


def packed(moves: Mapping[str, Any]) -> str:
    """Write the same as a page holds it: deflated, as a JSON text of base64, which takes about two fifths of the room."""
    squeeze = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    return json.dumps(b64encode(squeeze.compress(lookup(moves).encode()) + squeeze.flush()).decode())
