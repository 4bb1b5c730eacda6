"""The one object that a notebook shows: a record of exact data that Jupyter, the page and the downloads all read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MIME = "application/vnd.tieranalysis.v1+json"


@dataclass(frozen=True)
class Block:
    """A part of a report: its record (plain JSON data with a `kind`) is kept whole in the executed notebook."""

    record: Mapping[str, Any]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        from tieranalysis.present.markup import markup, plain

        return {MIME: dict(self.record), "text/html": markup(self.record), "text/plain": plain(self.record)}


def block(kind: str, **values: Any) -> Block:
    """Make a block of one kind; values that are None are left out.

    >>> block("notices", notices=[], unit=None).record
    {'kind': 'notices', 'notices': []}
    """
    return Block({"kind": kind} | {name: value for name, value in values.items() if value is not None})
