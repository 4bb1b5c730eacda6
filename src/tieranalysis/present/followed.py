"""What follows panels elsewhere on a page: parts of sentences and cells, each with the panel that it looks up."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import pandas as pd

from tieranalysis.present.block import Block
from tieranalysis.present.panel import PLACE, segments


def owner(name: str, panels: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Find the first of several panels that has a result or a control of a name; the first of all where none has."""
    having = (one for one in panels if name in one["texts"] or name in {c["name"] for c in one["controls"]})
    return next(having, panels[0])


def panels_of(follows: Block | Sequence[Block] | None) -> list[Mapping[str, Any]]:
    """Give the panels among what is followed; a sentence that stands where there is nothing to try is none."""
    given = [follows] if isinstance(follows, Block) else follows or []
    return [one.record for one in given if one.record["kind"] == "explorer"]


def spoken_parts(words: str, panels: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    """Cut a sentence at what it follows: (text at the start, what to look up or nothing, headline of its panel)."""
    found: list[tuple[str, str, str]] = []
    for i, part in enumerate(PLACE.split(words) if panels else [words]):
        if i % 2:
            panel = owner(part, panels)
            found += [(text, look, panel["headline"]) for text, look in segments(f"{{{part}}}", panel)]
        elif part:
            found.append((part, "", ""))
    return found


def at_start(parts: Sequence[tuple[str, str, str]]) -> str:
    """Write the parts of a sentence as they stand in the report's own case.

    >>> at_start([("Saves ", "", ""), ("£2m", "saving_gbp", "Panel")])
    'Saves £2m'
    """
    return "".join(text for text, *_ in parts)


def moves_with(parts: Sequence[tuple[str, str, str]]) -> bool:
    """Say whether any part of a sentence is looked up in a panel."""
    return any(look for _, look, _ in parts)


def follow_cells(frame: pd.DataFrame, panels: Sequence[Mapping[str, Any]]) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Fill the cells that hold "{name}" with the exact result at the start; say which cells move, how they read, and by which panel."""
    if not panels:
        return frame, {}
    filled, looks = frame.astype(object), {}
    for r, c in product(range(frame.shape[0]), range(frame.shape[1])):
        found = PLACE.fullmatch(str(frame.iloc[r, c]))
        if found:
            looks[f"{r},{frame.columns[c]}"] = spoken_parts(found[0], panels)[0]
            filled.iloc[r, c] = owner(found[1], panels)["at_start"][found[1]]
    return filled.infer_objects(), {"looks": looks}
