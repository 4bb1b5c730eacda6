"""Calls and other contacts, from the exports of telephone systems: bytes in, a table under contract out.

An export (CSV or workbook) and its mapping file become `contact_intervals` (one row a centre, channel and interval),
`contact_summaries` (a day, week or month a row, where that is all there is) or `contact_rota`. Nothing is guessed: what
does not add up is refused with its row and the mend, and only rows that the mapping lists under `leave_out`, each with
a reason, are left out.
"""

from pathlib import Path
from typing import Any

import pandas as pd

from tieranalysis.contract import SourceError, conform
from tieranalysis.contract import fields as contract_fields
from tieranalysis.load import reads
from tieranalysis.load.clock import instants
from tieranalysis.load.contact_checks import check_intervals, check_samples, check_summaries
from tieranalysis.load.contact_export import read_export
from tieranalysis.load.contact_mapping import Heading, Mapping, read_mapping
from tieranalysis.load.contact_points import EXAMPLE, find_file

SECONDS = {"count": 1.0, "seconds": 1.0, "minutes": 60.0, "hours": 3600.0}


def load_contacts(path: str | Path, mapping: str | Path, centres: list[str] | None = None) -> pd.DataFrame:
    """Read an export through its mapping file into the table that the mapping names.

    `centres` lists the centres that there are; a centre outside it is refused. The frame's `attrs` carry `illustrative`
    and the mapping's `source`. Raises SourceError or SchemaError, which name file, row, column, value and the mend.
    """
    path, mapping = find_file(path), find_file(mapping)
    rules = read_mapping(mapping)
    raw = read_export(path, rules)
    _refuse_headings(raw, rules, path.name)
    first_row = rules.header_row + 1
    frame = _reshape(raw, rules, path.name, first_row)
    kept = _left_in(frame, rules, path.name, first_row)
    table = conform(frame, rules.table, source=path.name, first_row=first_row)
    _refuse_centres(table["centre"], centres, path.name, first_row)
    table = table[kept]
    CHECKS[rules.table](table, rules, path.name, first_row)
    reads.record(path)
    reads.record(mapping)
    result = table.reset_index(drop=True)
    result.attrs = {"table": rules.table, "illustrative": rules.illustrative, "source": dict(rules.source)}
    return result


def calls_held(points: pd.DataFrame, intervals: str = "", mapping: str = "") -> pd.DataFrame:
    """Read the calls of the centres of `points_held`: the files named, or the illustrative year; none where there are no centres.

    Errors as `load_contacts`.

    >>> from tieranalysis.load.contact_points import points_held
    >>> calls_held(points_held("kent")).attrs["source"]["title"]
    'no calls are held'
    """
    if len(points):
        path, rules = intervals or f"{EXAMPLE}/calls.csv.gz", mapping or f"{EXAMPLE}/calls.toml"
        return load_contacts(path, rules, centres=list(points["centre"]))
    none = conform(pd.DataFrame(columns=list(contract_fields("contact_intervals"))), "contact_intervals")
    none.attrs = {"table": "contact_intervals", "illustrative": False, "source": {"title": "no calls are held"}}
    return none


CHECKS: dict[str, Any] = {
    "contact_intervals": check_intervals,
    "contact_summaries": check_summaries,
    "contact_rota": lambda *_: None,
    "contact_samples": check_samples,
}


def _refuse_headings(raw: pd.DataFrame, rules: Mapping, name: str) -> None:
    for column, place in rules.columns.items():
        for heading in place.heading:
            if heading not in raw.columns:
                raise SourceError(
                    f"{name}: there is no column headed {heading!r}, which the mapping gives for {column!r}. "
                    f"Row {rules.header_row} has: {', '.join(map(str, raw.columns))}."
                )


def _reshape(raw: pd.DataFrame, rules: Mapping, name: str, first_row: int) -> pd.DataFrame:
    columns: dict[str, Any] = {}
    for column in contract_fields(rules.table):
        place = rules.columns.get(column)
        columns[column] = rules.constant.get(column) if place is None else _column(raw, column, place, name, first_row)
    frame = pd.DataFrame(columns, index=raw.index)
    for column, place in rules.columns.items():
        if place.average_of:
            frame[column] = frame[column] * pd.to_numeric(frame[place.average_of], errors="coerce")
    return _settings(frame, rules, name, first_row)


def _column(raw: pd.DataFrame, column: str, place: Heading, name: str, first_row: int) -> pd.Series:
    text = raw[place.heading[0]].astype("str").str.strip()
    for heading in place.heading[1:]:
        text = text + " " + raw[heading].astype("str").str.strip()
    if place.unit == "count" and not place.average_of:
        return text
    return _seconds(text, column, place.unit, name, first_row)


def _seconds(text: pd.Series, column: str, unit: str, name: str, first_row: int) -> pd.Series:
    if unit == "hh:mm:ss":
        clock = text.where(text.str.count(":") == 2, "0:" + text).where(text != "")
        numbers = pd.to_timedelta(clock, errors="coerce").dt.total_seconds()
    else:
        numbers = pd.to_numeric(text, errors="coerce") * SECONDS[unit]
    for row in (numbers.isna() & (text != "")).to_numpy().nonzero()[0][:1]:
        raise SourceError(
            f"{name}: row {row + first_row}, column {column!r}, value {text.iloc[row]!r}: not a time in {unit}. "
            "Correct it, or set the column's unit in the mapping."
        )
    return numbers


def _settings(frame: pd.DataFrame, rules: Mapping, name: str, first_row: int) -> pd.DataFrame:
    if rules.centres:
        labels = frame["centre"]
        _refuse_centres(labels, list(rules.centres), name, first_row, "Add it to [centres] in the mapping")
        frame["centre"] = labels.map(rules.centres)
    if rules.interval_seconds is not None:
        frame["interval_seconds"] = rules.interval_seconds
    if rules.period:
        frame["period"] = rules.period
    for column in {"start", "period_start"} & {*frame}:
        frame[column] = _times(frame, column, rules, name, first_row)
    return frame


def _times(frame: pd.DataFrame, column: str, rules: Mapping, name: str, first_row: int) -> pd.Series:
    text = frame[column].astype("str")
    offset = text.str.fullmatch(r".*\d(?:Z|[+-]\d\d:?\d\d)") & text.str.contains(":")
    if column == "start" and offset.all():
        return pd.to_datetime(text, format="ISO8601", utc=True, errors="coerce").fillna(pd.NaT).where(offset)
    times = pd.to_datetime(text, format=rules.time_format, errors="coerce")
    for row in times.isna().to_numpy().nonzero()[0][:1]:
        raise SourceError(
            f"{name}: row {row + first_row}, column {column!r}, value {text.iloc[row]!r}: not a time of the form {rules.time_format}. "
            "Correct it, or set time_format in the mapping."
        )
    if column == "period_start":
        return times
    queue = (
        frame["centre"].astype("str") + "\n" + frame["channel"].astype("str") if "channel" in frame else frame["centre"]
    )
    return instants(times, rules.timezone, queue, name, first_row, rules.repeated_hour)


def _left_in(frame: pd.DataFrame, rules: Mapping, name: str, first_row: int) -> pd.Series:
    kept = pd.Series(True, index=range(len(frame)))
    for entry in rules.leave_out:
        row = entry.get("row", 0) - first_row
        if not entry.get("reason") or not 0 <= row < len(frame):
            raise SourceError(f"{name}: leave_out {entry!r} needs a row of the file and a reason. Give both.")
        kept[row] = False
    return kept


def _refuse_centres(
    labels: pd.Series,
    known: list[str] | None,
    name: str,
    first_row: int,
    mend: str = "Correct it, or add it to the centres",
) -> None:
    if known is None:
        return
    for row in (~labels.isin(known)).to_numpy().nonzero()[0][:1]:
        raise SourceError(
            f"{name}: row {row + first_row}, column 'centre', value {labels.iloc[row]!r}: an unknown centre. {mend}; known are: {', '.join(known)}."
        )
