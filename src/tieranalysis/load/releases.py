"""Official files into data/processed: all of them or none, each vintage kept, a revision reported and never an overwrite."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import pandas as pd

from tieranalysis.contract import SourceError
from tieranalysis.load.catalogue import data_root, resource
from tieranalysis.load.deflator import read_deflator
from tieranalysis.load.population import read_population
from tieranalysis.load.revenue import read_revenue
from tieranalysis.load.revisions import revisions
from tieranalysis.load.tables import parquet, preferences, read_table, write_whole
from tieranalysis.load.text_table import read_text_table

# What the files of a release are read into: the frame knows its table and its vintage.
Frames = dict[tuple[Path, ...], pd.DataFrame]


def import_releases(
    paths: Sequence[Path],
    missing: Literal["refuse", "mark"] = "refuse",
    prefer: bool = False,
    together: bool = False,
    forecast_from: str = "",
    progress: Callable[[Path], None] = lambda path: None,
) -> list[str]:
    """Read releases (revenue returns, populations, a deflator) and keep each beside those there; say what happened.

    Every file is read before anything is written, so one that is refused leaves everything as it was. With `together`
    the files are the parts of one release. With `prefer`, a release of the returns becomes the one that reports use
    for its years; populations and a deflator take the place of the last ones, which stay.

    Raises SourceError, which names the file, for a release that cannot be read and for two files that are the same.
    """
    frames: Frames = {}
    for files in [tuple(paths)] if together else [(path,) for path in paths]:
        frames[files] = _read(files, missing, forecast_from)
        progress(files[-1])
    _refuse_same(frames)
    said = [_report(files, frame) for files, frame in frames.items()]
    for files, frame in frames.items():
        _keep(files, frame)
    _choose([frame for frame in frames.values() if prefer or _table(frame) != "revenue"])
    return said


def _read(files: tuple[Path, ...], missing: Literal["refuse", "mark"], forecast_from: str) -> pd.DataFrame:
    header = list(read_text_table(files[0], rows=0).columns) if files[0].suffix.lower() == ".csv" else []
    if any(re.fullmatch(r"ladcode\d*", name) for name in header):
        return read_population(files[0])
    if "growth_multiplier" in header:
        if not forecast_from:
            raise SourceError(
                f"{files[0].name}: a deflator does not mark its forecasts. Say the first year that is one, with --forecast-from 2025-26."
            )
        return read_deflator(files[0], forecast_from)
    return read_revenue(*files, missing=missing)


def _table(frame: pd.DataFrame) -> str:
    return str(frame.attrs["table"])


def _vintage(frame: pd.DataFrame) -> str:
    return str(frame["vintage"].iloc[0])


def _refuse_same(frames: Frames) -> None:
    seen: dict[str, tuple[Path, ...]] = {}
    for files, frame in frames.items():
        other = seen.setdefault(_vintage(frame), files)
        if other is not files:
            raise SourceError(f"{files[0].name} and {other[0].name} are the same file. Name one of them.")


def _report(files: tuple[Path, ...], frame: pd.DataFrame) -> str:
    name = " and ".join(path.name for path in files)
    if _table(frame) != "revenue":
        return f"{name}: {_table(frame)}, {len(frame):,} rows, vintage {_vintage(frame)}; reports use it from now on."
    known = read_table("revenue")
    lines = []
    for (year, status), release in frame.groupby(["year", "status"]):
        lines.append(
            f"{name}: {year} {status}, {release['authority'].nunique()} authorities, {release['line'].nunique()} lines, vintage {_vintage(frame)}."
        )
        held = known[(known["year"] == year) & (known["status"] == status)]
        lines += [f"  {_revision(older, release, str(vintage))}" for vintage, older in held.groupby("vintage")]
    return "\n".join([*lines, *(f"  notice: {notice}" for notice in frame.attrs["notices"])])


def _revision(older: pd.DataFrame, newer: pd.DataFrame, vintage: str) -> str:
    if vintage == _vintage(newer):
        return "the same release is there already; nothing changes."
    changed = revisions(older, newer)
    if changed.empty:
        return f"beside vintage {vintage}: no amount differs."
    largest = (
        changed.loc[changed["change_gbp"].abs().idxmax()] if changed["change_gbp"].notna().any() else changed.iloc[0]
    )
    return (
        f"a revision of vintage {vintage}: {changed['authority'].nunique()} authorities, {len(changed)} amounts differ; "
        f"the largest is {largest['line']} of {largest['authority']}, by £{largest['change_gbp']:,.0f}. "
        "Every one: ta.revisions(older, newer). Until one is preferred (--prefer), a metric asks which."
    )


def _keep(files: tuple[Path, ...], frame: pd.DataFrame) -> None:
    """Write the table, and beside it what is known of it; what is there already stays."""
    table, vintage = _table(frame), _vintage(frame)
    target = data_root() / "processed" / table / f"{_span(frame)}-{vintage}.parquet"
    shipped = {source["sha256"][:12] for source in resource(table).get("sources", [])}
    if vintage in shipped or target.is_file():
        return
    facts = {
        "file": " and ".join(path.name for path in files),
        "vintage": vintage,
        "notices": frame.attrs.get("notices", []),
    }
    write_whole(target.with_suffix(".json"), json.dumps(facts, indent=1, ensure_ascii=False).encode())
    write_whole(target, parquet(frame))


def _span(frame: pd.DataFrame) -> str:
    """Name a file by what it holds: 2015-16-outturn, or the first and the last year of several."""
    years = sorted(frame["year" if "year" in frame else "mid_year"].astype("str").unique())
    kinds = "-".join(sorted(frame["status"].unique())) if "status" in frame else _table(frame)
    return f"{years[0]}-{kinds}" if len(years) == 1 else f"{years[0]}-to-{years[-1]}-{kinds}"


def _choose(frames: list[pd.DataFrame]) -> None:
    """Note which vintage reports use: of each year and status for the returns, of the whole table for the others."""
    chosen = dict(preferences())
    for frame in frames:
        releases = (
            frame[["year", "status"]].drop_duplicates().agg(" ".join, axis=1)
            if _table(frame) == "revenue"
            else [_table(frame)]
        )
        chosen |= dict.fromkeys(releases, _vintage(frame))
    if chosen != preferences():
        write_whole(data_root() / "processed" / "preferences.json", json.dumps(chosen, indent=1).encode())
