"""What a figure or a table that moves keeps of every case of its panel: the data, the cells that differ, and their weight."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

import pandas as pd

from tieranalysis.present import series
from tieranalysis.present.block import Block
from tieranalysis.present.cases import Cases
from tieranalysis.present.cells import Cell
from tieranalysis.present.following import bodies
from tieranalysis.present.frames import record_of

HEAVIEST = 60 * 1024  # bytes of what moves in one figure or table, as the page holds it


def followed(maker: str, cases: Cases, panel: Block, regardless: Sequence[str]) -> dict[str, Any]:
    """Say which controls are followed and which are not, how many rows each case has, and the report's own case in words.

    Raises ValueError where `regardless` names what is no control of the panel.
    """
    own = [(control["label"], control["texts"][control["start"]]) for control in cases.controls]
    named = [control["name"] for control in panel.record["controls"]]
    _refuse_unknown(maker, [name for name in regardless if name not in named], named)
    moves = {"panel": panel.record["headline"], "by": cases.by, "start": cases.start}
    rests = [i for i, name in enumerate(named) if i not in cases.by and name not in regardless]
    said = {"labels": [label for label, _ in own], "texts": [text for _, text in own]}
    return moves | said | {"rests": rests, "sizes": [len(rows) for rows in cases.rows]}


def data_of(
    cases: Cases,
    shows: Sequence[str],
    caption: str,
    unit: str | Mapping[str, str] | None,
    panel: Block,
    labels: Mapping[str, str] | None = None,
    **looks: Any,
) -> dict[str, Any]:
    """Give every case in rows, for the download: the controls, by their labels, then what the table shows [units, labels and decimals as for `table`]."""
    own = dict(unit) if isinstance(unit, Mapping) else dict.fromkeys(shows, unit) if unit else {}
    units = {name: panel.record["units"][name] for name in cases.names} | own
    long = pd.concat(cases.rows, ignore_index=True)[[*cases.names, *shows]]
    named = {control["name"]: control["label"] for control in cases.controls} | dict(labels or {})
    return record_of(long, caption, units, labels=named, **looks) | {"cases": len(cases.rows)}


def cells_kept(record: Mapping[str, Any], kept: series.Series) -> dict[str, int]:
    """Keep the texts of the cells that differ by case, by their place in the table of one case; a row that a case lacks has none."""
    found = {}
    for r, rows in enumerate(zip_longest(*bodies(record))):
        for c in range(max(len(row or []) for row in rows)):
            texts = [_text(row, c) for row in rows]
            if len(set(texts)) > 1:
                found[f"{r},{c}"] = kept.keep(texts)
    return found


def rows_kept(record: Mapping[str, Any], kept: series.Series) -> dict[str, int]:
    """Keep in which cases a row is hidden, because they have fewer rows, by its place."""
    sizes = record["moves"]["sizes"]
    hidden = {r: ["" if r >= size else None for size in sizes] for r in range(min(sizes), max(sizes))}
    return {str(r): kept.keep(where) for r, where in hidden.items()}


def refuse_heavy(maker: str, moves: Mapping[str, Any], words: str) -> None:
    """Raise ValueError where what moves would take more of a page than it may."""
    weight = len(series.packed(moves).encode())
    if weight > HEAVIEST:
        raise ValueError(
            f"{maker} {words!r}: what moves weighs {weight / 1024:.0f} KB and a page takes at most "
            f"{HEAVIEST // 1024}; let it follow fewer controls, or show fewer rows"
        )


def _text(row: Sequence[Cell] | None, column: int) -> str:
    return row[column].text if row else ""


def _refuse_unknown(maker: str, lost: Sequence[str], named: Sequence[str]) -> None:
    if lost:
        raise ValueError(f"{maker}: regardless={lost[0]!r} is no control of the panel; it has {', '.join(named)}")
