"""`moving_table` and `moving_assumptions`: tables that follow a panel. Python writes every case; the browser only swaps the cells that differ."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from tieranalysis.present import by_case, series
from tieranalysis.present.block import Block
from tieranalysis.present.cases import Cases, cases_of
from tieranalysis.present.followed import at_start, moves_with, spoken_parts
from tieranalysis.present.following import own_case
from tieranalysis.present.tables import (
    HEADINGS,
    NO_ASSUMPTION,
    assumptions,
    refuse_unitless,
    stated,
    table,
    units_by_row,
)


def moving_table(
    frame: pd.DataFrame,
    caption: str,
    *,
    follows: Block,
    regardless: Sequence[str] = (),
    unit: str | Mapping[str, str] | None = None,
    source: str | None = None,
    notes: Sequence[str] = (),
    labels: Mapping[str, str] | None = None,
    decimals: int | Mapping[str, int] | None = None,
    illustrative: bool = False,
) -> Block:
    """Show a table that moves with a panel [units: from the ends of the column names, or `unit`, as for `table`].

    The columns of `frame` that are controls of the panel it `follows` say to which case a row belongs; each combination
    of their steps has to be there, with one row or more, and at most 192. The other columns are shown, with the same
    decimals in every case; a case may have fewer rows than others; a "{name}" in the caption or in a note is that result or
    control of the panel. When a control moves that is neither a column nor among those that change nothing here
    (`regardless`), the page says that it is not followed. Where there is nothing to try, or no row, it is a `table` of the
    whole frame.
    Raises ValueError where a case is missing or not the panel's, where a column of numbers has no unit, and where what
    moves weighs over 60 KB.

    >>> from tieranalysis.present.panel import explorer
    >>> panel = explorer(pd.DataFrame({"delay_years": [0, 1], "npv_gbp": [5e6, 4e6]}), {"delay_years": "Later by"},
    ...     ["npv_gbp"], start={"delay_years": 0}, sentence="{npv_gbp}", unit={"delay_years": "years"})
    >>> rows = pd.DataFrame({"delay_years": [0, 1, 1], "council": ["Essex", "Essex", "Harlow"], "net_gbp": [3e6, 2e6, 1e6]})
    >>> moving_table(rows, "Who gains", follows=panel).record["rows"]
    [['Essex', 3000000.0]]
    """
    looks = {"unit": unit, "labels": labels, "decimals": decimals}
    extra = {"source": source, "notes": list(notes), "illustrative": illustrative}
    if follows.record["kind"] != "explorer":
        return table(frame, caption, **looks, **extra)
    if frame.empty:
        return _nothing(table(_without_controls(frame, follows), caption, follows=follows, **looks, **extra))
    cases = cases_of(frame, follows.record, "moving_table")
    data = by_case.data_of(
        cases, list(cases.frames[0].columns), caption, unit, follows, labels=labels, decimals=decimals
    )
    refuse_unitless(data, caption)
    return _block(cases, data, caption, follows, by_case.followed("moving_table", cases, follows, regardless), extra)


def moving_assumptions(
    frame: pd.DataFrame,
    caption: str,
    *,
    follows: Block,
    regardless: Sequence[str] = (),
    notes: Sequence[str] = (),
    illustrative: bool = False,
    otherwise: str = NO_ASSUMPTION,
) -> Block:
    """Show assumptions that move with a panel: those of each case as `assumptions` shows them, each number in the unit of its own row.

    Cases, `regardless`, "{name}" in the caption and what is refused are those of `moving_table`. Where there is nothing to
    try, or no row, it is what `assumptions` makes of the whole frame, with the sentence `otherwise`.

    >>> from tieranalysis.present.panel import explorer
    >>> panel = explorer(pd.DataFrame({"delay_years": [0, 1], "npv_gbp": [5e6, 4e6]}), {"delay_years": "Later by"},
    ...     ["npv_gbp"], start={"delay_years": 0}, sentence="{npv_gbp}", unit={"delay_years": "years"})
    >>> rows = pd.DataFrame({"delay_years": [0, 1], "assumption": "Discount rate", "value": 0.035, "unit": "rate", "source": "The Green Book"})
    >>> moving_assumptions(rows, "What the worth rests on", follows=panel).record["rows"]
    [['Discount rate', 0.035, 'rate', 'The Green Book']]
    """
    extra = {"notes": list(notes), "illustrative": illustrative}
    if follows.record["kind"] != "explorer" or not len(frame):
        return assumptions(frame, caption, notes=notes, illustrative=illustrative, otherwise=otherwise)
    stated(frame)
    cases = cases_of(frame, follows.record, "moving_assumptions")
    data = by_case.data_of(cases, list(cases.frames[0].columns), caption, None, follows, labels=HEADINGS)
    first = len(cases.by)
    data |= {"columns": [*data["columns"][:first], *units_by_row(data["columns"][first:])]}
    moves = by_case.followed("moving_assumptions", cases, follows, regardless)
    return _block(cases, data, caption, follows, moves, extra | {"slot": "assumptions", "heads": 1})


def _nothing(shown: Block) -> Block:
    """A table without a row stays as it is in every case, and need not say that it does."""
    return Block({name: value for name, value in shown.record.items() if name != "stays"})


def _without_controls(frame: pd.DataFrame, panel: Block) -> pd.DataFrame:
    return frame.drop(columns=[control["name"] for control in panel.record["controls"]], errors="ignore")


def _block(
    cases: Cases, data: Mapping[str, Any], caption: str, panel: Block, moves: dict[str, Any], extra: Mapping[str, Any]
) -> Block:
    """The rows at the start with what moves in them; `extra` is what the author said besides."""
    kept, whole = series.Series(), {"data": data, "moves": moves | {"words": {}, "own_axes": False}}
    parts = spoken_parts(caption, [panel.record])
    words = at_start(parts)
    moves = whole["moves"] | {"cells": by_case.cells_kept(whole, kept), "hidden": by_case.rows_kept(whole, kept)}
    moves |= {"series": kept.series, "orders": kept.orders}
    by_case.refuse_heavy("moving_table", moves, words)
    said = {name: value for name, value in extra.items() if value}
    said |= {"caption_parts": parts} if moves_with(parts) else {}
    noted = [spoken_parts(note, [panel.record]) for note in extra["notes"]]
    said |= {"note_parts": noted, "notes": list(map(at_start, noted))} if any(map(moves_with, noted)) else {}
    held = {**data, "caption": words}
    return Block(own_case(whole) | {"caption": words, "notes": []} | said | {"data": held, "moves": moves})
