"""`moving_figure`: a chart that follows a panel. Python draws every case; the browser only swaps what differs.

The words of each case come from one function of its rows, the cells under the chart are its rows, and the download
holds every case.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from tieranalysis.present import by_case, series
from tieranalysis.present.block import Block
from tieranalysis.present.cases import Cases, cases_of, ranked, ranked_each, refuse_uneven
from tieranalysis.present.figures import NARROW, WIDE, check_words, raw

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def moving_figure(
    chart: "Callable[..., Axes]",
    frame: pd.DataFrame,
    *columns: str,
    follows: Block,
    words: Callable[..., Mapping[str, str]],
    said: Mapping[str, Any] | None = None,
    shows: Sequence[str] | None = None,
    ranked_by: str | None = None,
    own_axes: bool = False,
    regardless: Sequence[str] = (),
    data_unit: str | Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    source: str | None = None,
    notes: Sequence[str] = (),
    illustrative: bool = False,
    **looks: Any,
) -> Block:
    """Show a chart that moves with a panel: `chart(rows, *columns, **looks)`, drawn for every case of `frame`.

    The columns of `frame` that are controls of the panel it `follows` say to which case a row belongs; each combination
    of their steps has to be there, with as many rows, and at most 192. `words(rows, **said)` gives headline, subtitle and
    alt of a case, `shows` the columns of its table [`data_unit` as `unit` and `labels` as for `table`], `ranked_by` the amount by which
    rows are put in order, that of the start in every case. With `own_axes` each case has limits, names and an order of
    its own (that of `ranked_by`, missing amounts last): for another measure, where the same limits would say nothing. When a control moves that is
    neither a column nor among those that change nothing here (`regardless`), the page says that it is not followed.
    Raises ValueError where a case is missing, uneven or not the panel's, where the names along an axis differ, and where
    what moves weighs over 60 KB.
    """
    cases, kept = cases_of(frame, follows.record), series.Series()
    refuse_uneven(cases)
    if ranked_by:
        cases = ranked_each(cases, ranked_by) if own_axes else ranked(cases, columns[0], ranked_by)
    told = [dict(words(rows, **(said or {}))) for rows in cases.rows]
    for own in told:
        check_words(own["alt"], own["headline"])
    record = {"kind": "figure", **told[cases.start], "notes": list(notes)}
    record |= ({"source": source} if source else {}) | ({"illustrative": True} if illustrative else {})
    shown = list(shows or cases.frames[0].columns)
    record["data"] = by_case.data_of(cases, shown, record["headline"], data_unit, follows, labels=labels)
    moves = by_case.followed("moving_figure", cases, follows, regardless) | {
        "words": _words(told, kept),
        "own_axes": own_axes,
    }
    record |= _drawings(_fig(chart, columns, looks, own_axes), cases, moves["words"], kept)
    moves["cells"] = by_case.cells_kept(record | {"moves": moves}, kept)
    moves |= {"series": kept.series, "orders": kept.orders}
    by_case.refuse_heavy("moving_figure", moves, record["headline"])
    return Block(record | {"moves": moves})


def _words(told: Sequence[Mapping[str, str]], kept: series.Series) -> dict[str, int]:
    every = {name: [str(own[name]) for own in told] for name in ("headline", "subtitle", "alt")}
    return {name: kept.keep(values) for name, values in every.items() if len(set(values)) > 1}


def _fig(
    chart: "Callable[..., Axes]", columns: Sequence[str], looks: Mapping[str, Any], own_axes: bool
) -> "Callable[[list[pd.DataFrame]], Figure]":
    """Give what draws the frames of all cases in one figure."""
    from tieranalysis.present.layers import layered
    from tieranalysis.present.own_axes import overlaid

    return lambda frames: (overlaid if own_axes else layered)(chart, frames, columns, looks)


def _drawings(
    fig_of: "Callable[[list[pd.DataFrame]], Figure]", cases: Cases, words: Mapping[str, int], kept: series.Series
) -> dict[str, str]:
    """Draw each different case once, wide and narrow, and keep what differs by case."""
    from tieranalysis.present import layers

    frames = cases.frames
    keys = [repr(frame.to_dict("list")) for frame in frames]
    unique = list(dict.fromkeys(keys))
    of = [unique.index(key) for key in keys]
    fig = fig_of([frames[keys.index(key)] for key in unique])
    named = {"aria-label": words["alt"]} if "alt" in words else {}

    def keep(values: Sequence[str | None]) -> int:
        return kept.keep([values[place] for place in of])

    drawn = {"wide": raw(fig, WIDE), "narrow": raw(fig, NARROW)}
    return {name: layers.merged(text, len(unique), of[cases.start], keep, named) for name, text in drawn.items()}
