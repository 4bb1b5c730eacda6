"""Official workbooks into data/processed: all of them or none, each vintage kept, a revision reported and never an overwrite."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import pandas as pd

from tieranalysis.contract import SourceError
from tieranalysis.load.catalogue import data_root
from tieranalysis.load.revenue import read_revenue
from tieranalysis.load.tables import parquet, preferences, read_table, write_whole


def import_releases(
    paths: Sequence[Path],
    missing: Literal["refuse", "mark"] = "refuse",
    prefer: bool = False,
    progress: Callable[[Path], None] = lambda path: None,
) -> list[str]:
    """Read releases of the revenue returns and keep each beside those there; return what happened, in words.

    Every file is read before anything is written, so one that is refused leaves everything as it was. With `prefer`,
    each becomes the one that reports use for its year.

    Raises SourceError, which names the file, for a release that cannot be read and for two files that are the same.
    """
    frames = {}
    for path in paths:
        frames[path] = read_revenue(path, missing=missing)
        progress(path)
    _refuse_same(frames)
    known = read_table("revenue")
    said = [_report(path, frame, known) for path, frame in frames.items()]
    for path, frame in frames.items():
        _keep(path, frame)
    if prefer:
        _prefer(list(frames.values()))
    return said


def _refuse_same(frames: dict[Path, pd.DataFrame]) -> None:
    seen: dict[str, Path] = {}
    for path, frame in frames.items():
        other = seen.setdefault(frame["vintage"].iloc[0], path)
        if other is not path:
            raise SourceError(f"{path.name} and {other.name} are the same file. Name one of them.")


def _release(frame: pd.DataFrame) -> str:
    return f"{frame['year'].iloc[0]} {frame['status'].iloc[0]}"


def _report(path: Path, frame: pd.DataFrame, known: pd.DataFrame) -> str:
    same = known[(known["year"] == frame["year"].iloc[0]) & (known["status"] == frame["status"].iloc[0])]
    lines = [
        f"{path.name}: {_release(frame)}, {frame['authority'].nunique()} authorities, {frame['line'].nunique()} lines, vintage {frame['vintage'].iloc[0]}."
    ]
    lines += [f"  notice: {notice}" for notice in frame.attrs["notices"]]
    for vintage, older in same.groupby("vintage"):
        lines.append(f"  {_revision(older, frame, str(vintage))}")
    return "\n".join(lines)


def _revision(older: pd.DataFrame, newer: pd.DataFrame, vintage: str) -> str:
    from tieranalysis.load.revisions import revisions

    if vintage == newer["vintage"].iloc[0]:
        return "the same release is there already; nothing changes."
    changed = revisions(older, newer)
    if changed.empty:
        return f"beside vintage {vintage}: no amount differs."
    largest = (
        changed.loc[changed["change_gbp"].abs().idxmax()] if changed["change_gbp"].notna().any() else changed.iloc[0]
    )
    return (
        f"a revision of vintage {vintage}: {changed['authority'].nunique()} authorities, {len(changed)} amounts differ; "
        f"the largest is {largest['line']} of {largest['authority']}, by £{largest['change_gbp']:,.0f}. See tieranalysis revisions {newer['year'].iloc[0]}."
    )


def _keep(path: Path, frame: pd.DataFrame) -> None:
    vintage = frame["vintage"].iloc[0]
    target = data_root() / "processed" / "revenue" / f"{_release(frame).replace(' ', '-')}-{vintage}.parquet"
    if vintage in set(_shipped_vintages()) or target.is_file():
        return
    facts = {"file": path.name, "vintage": vintage, "release": _release(frame), "notices": frame.attrs["notices"]}
    write_whole(target.with_suffix(".json"), json.dumps(facts, indent=1, ensure_ascii=False).encode())
    write_whole(target, parquet(frame))


def _shipped_vintages() -> list[str]:
    from tieranalysis.load.catalogue import resource

    return [source["sha256"][:12] for source in resource("revenue").get("sources", [])]


def _prefer(frames: list[pd.DataFrame]) -> None:
    chosen = {**preferences(), **{_release(frame): frame["vintage"].iloc[0] for frame in frames}}
    write_whole(data_root() / "processed" / "preferences.json", json.dumps(chosen, indent=1).encode())
