"""Official files into data/processed: all of them or none, each vintage kept, a revision reported and never an overwrite."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from tieranalysis.contract import SourceError
from tieranalysis.load.catalogue import data_root, resource
from tieranalysis.load.deflator import holds_deflator, read_deflator
from tieranalysis.load.forms import ragged_rows
from tieranalysis.load.population import holds_population, read_population
from tieranalysis.load.revenue import NotReturnsError, read_revenue
from tieranalysis.load.said_of_releases import said_of_denominator, said_of_returns
from tieranalysis.load.tables import parquet, preferences, read_table, releases_in, write_whole
from tieranalysis.load.workbook import SUFFIXES

# What the files of a release are read into: the frame knows its table and its vintage.
Frames = dict[tuple[Path, ...], pd.DataFrame]


@dataclass(frozen=True)
class Told:
    """What whoever imports says of the files, because they do not say it themselves."""

    missing: Literal["refuse", "mark"]
    forecast_from: str
    mid_year: str


def import_releases(
    paths: Sequence[Path],
    missing: Literal["refuse", "mark"] = "refuse",
    prefer: bool = False,
    together: bool = False,
    forecast_from: str = "",
    mid_year: str = "",
    progress: Callable[[Path], None] = lambda path: None,
) -> list[str]:
    """Read releases (revenue returns, populations, a deflator) and keep each beside those there; say what happened.

    Every file is read before anything is written, so one that is refused leaves everything as it was. With `together`
    the files are the parts of one release. With `prefer`, a release becomes the one that reports use for its years;
    without, a year that another release has too must not be used until one of them is preferred.

    Raises SourceError, which names the file, for a release that cannot be read and for two files that are the same.
    """
    told = Told(missing, forecast_from, mid_year)
    frames: Frames = {}
    for files in [tuple(paths)] if together else [(path,) for path in paths]:
        frames[files] = _read(files, told)
        progress(files[-1])
    _refuse_same(frames)
    said = [_report(files, frame, prefer) for files, frame in frames.items()]
    for files, frame in frames.items():
        _keep(files, frame)
    _choose(list(frames.values()) if prefer else [])
    return said


def _read(files: tuple[Path, ...], told: Told) -> pd.DataFrame:
    path = files[0]
    if path.suffix.lower() == ".csv":
        return _read_csv(files, told)
    if path.suffix.lower() in SUFFIXES and path.is_file() and holds_population(path):
        return read_population(path, told.mid_year)
    try:
        return read_revenue(*files, missing=told.missing)
    except NotReturnsError:
        if not holds_deflator(path):
            raise
        return read_deflator(path, told.forecast_from)


def _read_csv(files: tuple[Path, ...], told: Told) -> pd.DataFrame:
    path = files[0]
    header = next(iter(ragged_rows(path)), [])
    if any(re.fullmatch(r"ladcode\d*", name) for name in header):
        return read_population(path, told.mid_year)
    if "growth_multiplier" in header or ("year_ending" not in header and holds_deflator(path)):
        return read_deflator(path, told.forecast_from)
    return read_revenue(*files, missing=told.missing)


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


def _report(files: tuple[Path, ...], frame: pd.DataFrame, prefer: bool) -> str:
    name = " and ".join(path.name for path in files)
    say = said_of_returns if _table(frame) == "revenue" else said_of_denominator
    lines = say(name, frame, read_table(_table(frame)), _then(frame, prefer))
    return "\n".join([*lines, *(f"  notice: {notice}" for notice in frame.attrs.get("notices", []))])


def _then(frame: pd.DataFrame, prefer: bool) -> str:
    """Say which of two vintages of a year is used from now on."""
    others = {
        vintage for release, vintage in preferences().items() if release in set(releases_in(frame, _table(frame)))
    }
    if prefer:
        return "Reports use this one from now on."
    if others - {_vintage(frame)}:
        return (
            f"Reports keep to vintage {', '.join(sorted(others))}, which was preferred, until this one is (--prefer)."
        )
    return "Until one is preferred (--prefer), a metric asks which."


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
    """Note which vintage reports use, of each release that a frame holds."""
    chosen = dict(preferences())
    for frame in frames:
        chosen |= dict.fromkeys(releases_in(frame, _table(frame)), _vintage(frame))
    if chosen != preferences():
        write_whole(data_root() / "processed" / "preferences.json", json.dumps(chosen, indent=1).encode())
