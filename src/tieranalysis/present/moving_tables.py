"""`moving_table`: a table that follows a panel. Python writes every case; the browser only swaps the cells that differ."""

from collections.abc import Mapping, Sequence

import pandas as pd

from tieranalysis.present import by_case, series
from tieranalysis.present.block import Block
from tieranalysis.present.cases import cases_of
from tieranalysis.present.followed import at_start, moves_with, spoken_parts
from tieranalysis.present.following import own_case
from tieranalysis.present.tables import refuse_unitless, table


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
    decimals in every case; a case may have fewer rows than others. When a control moves that is neither a column nor among
    those that change nothing here (`regardless`), the page says that it is not followed. A "{name}" in the caption or in a note
    is that result of the panel, and moves too. Where there is nothing to try, it is a `table` of the whole frame.
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
    captioned, *noted = (spoken_parts(words, [follows.record]) for words in (caption, *notes))
    caption, extra["notes"] = at_start(captioned), [at_start(parts) for parts in noted]
    extra |= {
        "caption_parts": captioned if moves_with(captioned) else [],
        "note_parts": noted if any(map(moves_with, noted)) else [],
    }
    cases, kept = cases_of(frame, follows.record, "moving_table"), series.Series()
    shows = list(cases.frames[0].columns)
    data = by_case.data_of(cases, shows, caption, unit, follows, labels=labels, decimals=decimals)
    refuse_unitless(data, caption)
    moves = by_case.followed("moving_table", cases, follows, regardless) | {"words": {}, "own_axes": False}
    whole = {"data": data, "moves": moves}
    moves |= {"cells": by_case.cells_kept(whole, kept), "hidden": by_case.rows_kept(whole, kept)}
    moves |= {"series": kept.series, "orders": kept.orders}
    by_case.refuse_heavy("moving_table", moves, caption)
    said = {name: value for name, value in extra.items() if value}
    return Block(own_case(whole) | {"caption": caption, "notes": []} | said | {"data": data, "moves": moves})
