"""The cases of a figure or table that follows a panel: the combinations of the controls that its frame holds as columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import pandas as pd

from tieranalysis.present.frames import exact

MOST = 192


@dataclass(frozen=True)
class Cases:
    """Cases in the order of the panel's steps: its controls that are followed, the rows of each case, and the start's place."""

    by: list[int]
    controls: list[Mapping[str, Any]]
    rows: list[pd.DataFrame]
    start: int

    @property
    def names(self) -> list[str]:
        """The columns that say which case a row belongs to."""
        return [control["name"] for control in self.controls]

    @property
    def frames(self) -> list[pd.DataFrame]:
        """The rows of each case without those columns, as a chart takes them."""
        return [rows.drop(columns=self.names).reset_index(drop=True) for rows in self.rows]


def cases_of(frame: pd.DataFrame, panel: Mapping[str, Any], maker: str = "moving_figure") -> Cases:
    """Take a frame apart by the controls of a panel that it has as columns; `maker` is who asks, named in what is refused.

    Raises ValueError where it has none of them, where a case of the panel is missing, where a case is not the panel's, and
    where there are more than 192.
    """
    by = [i for i, control in enumerate(panel["controls"]) if control["name"] in frame]
    controls = [panel["controls"][i] for i in by]
    if not by:
        known = ", ".join(control["name"] for control in panel["controls"])
        raise ValueError(f"{maker}: the frame has no control of the panel as a column; the panel moves {known}")
    names = [control["name"] for control in controls]
    wanted = list(product(*(control["steps"] for control in controls)))
    if len(wanted) > MOST:
        raise ValueError(f"{maker}: {len(wanted)} cases, and there may be {MOST}; let it follow fewer controls")
    found = {tuple(map(exact, key)): rows for key, rows in frame.groupby(names, sort=False, observed=True)}
    _refuse_other_cases(maker, found, wanted, names)
    start = wanted.index(tuple(panel["at_start"][name] for name in names))
    return Cases(by, controls, [found[case] for case in wanted], start)


def ranked_each(cases: Cases, amount: str) -> Cases:
    """Put the rows of every case in its own order by an amount, largest first, equal ones as they come, missing ones last."""
    rows = [own.sort_values(amount, ascending=False, kind="stable", ignore_index=True) for own in cases.rows]
    return replace(cases, rows=rows)


def ranked(cases: Cases, name: str, amount: str) -> Cases:
    """Put the rows of every case in the order that an amount has at the start, largest first, so that bars stay in place."""
    order = cases.rows[cases.start].sort_values(amount, ascending=False, kind="stable")[name]
    rows = [own.set_index(name, drop=False).reindex(order).reset_index(drop=True) for own in cases.rows]
    return replace(cases, rows=rows)


def refuse_uneven(cases: Cases) -> None:
    """Raise ValueError where a case has another number of rows than the first, naming both."""
    wanted = list(product(*(control["steps"] for control in cases.controls)))
    for case, own in zip(wanted, cases.rows, strict=True):
        if len(own) != len(cases.rows[0]):
            raise ValueError(
                f"moving_figure: {_case(case, cases.names)} has {len(own)} rows and {_case(wanted[0], cases.names)} has "
                f"{len(cases.rows[0])}; the table under the chart needs as many in each case, so write what is missing as missing"
            )


def _refuse_other_cases(maker: str, found: Mapping[Any, Any], wanted: Sequence[Any], names: Sequence[str]) -> None:
    lost = next((case for case in wanted if case not in found), None)
    if lost is not None:
        raise ValueError(f"{maker}: the frame has no row for {_case(lost, names)}; the panel moves there")
    odd = next((case for case in found if case not in wanted), None)
    if odd is not None:
        raise ValueError(f"{maker}: the frame has {_case(odd, names)}, which is no step of the panel")


def _case(case: Sequence[Any], names: Sequence[str]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in zip(names, case, strict=True))
