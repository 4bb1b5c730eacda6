"""Tables as the metrics want them: what ships, with what was imported beside it, conformed and kept as Parquet."""

import json
import os
from pathlib import Path
from typing import Any

import pandas as pd

from tieranalysis.contract import SourceError, conform, schema
from tieranalysis.load import reads
from tieranalysis.load.catalogue import data_root, raw_path, resource
from tieranalysis.load.text_table import read_text_table

SHIPPED = ("revenue", "population", "deflator")


def read_table(name: str) -> pd.DataFrame:
    """Read a conformed table: revenue, population or deflator; its columns are those of its contract.

    Imported releases stand beside what ships. Where a year (of the deflator: the table) has several vintages and one was
    preferred at import, that one alone is kept; without a preference all are, and a metric then asks which.

    Raises SourceError when no table has that name, or a raw file is not what the register says.

    >>> read_table("deflator").columns.to_list()
    ['year', 'growth_multiplier', 'forecast', 'vintage']
    """
    if name not in SHIPPED:
        raise SourceError(f"There is no table {name!r} to read. The tables are: {', '.join(SHIPPED)}.")
    frames = [_shipped(name), *(_processed(path) for path in imported(name))]
    whole = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    if name != "revenue" and len(frames) > 1:  # the years of one file may have come in two imports
        whole = whole.drop_duplicates(schema(name)["primaryKey"], ignore_index=True)
    whole.attrs = {"table": name, "notices": _notices(name)}
    return _preferred(whole, name)


def imported(name: str) -> list[Path]:
    """Return the files of the imported releases of a table, in order of their names."""
    return sorted((data_root() / "processed" / name).glob("*.parquet"))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place, then put it there in one step, so that no reader sees a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _shipped(name: str) -> pd.DataFrame:
    """Read a shipped table from its Parquet if that was made from the same bytes, or else from the raw file."""
    raw, registered = raw_path(name), resource(name)["hash"].removeprefix("sha256:")
    digest = reads.sha256(raw) if raw.is_file() else "none"
    if digest != registered:
        raise SourceError(
            f"{raw.name}: its SHA-256 is {digest[:12]}, and the register has {registered[:12]}. Raw files are never edited: restore it from version control."
        )
    reads.record(raw, digest)
    kept = data_root() / "processed" / f"{name}-{digest[:12]}.parquet"
    if kept.is_file():
        return pd.read_parquet(kept)
    table = conform(read_text_table(raw), name, source=raw.name)
    write_whole(kept, parquet(table))
    return table


def parquet(table: pd.DataFrame) -> bytes:
    """Return a table as the bytes of a Parquet file, without the frame's notes."""
    bare = table.copy()
    bare.attrs = {}
    return bare.to_parquet(None, index=False, compression="zstd")


def _processed(path: Path) -> pd.DataFrame:
    reads.record(path)
    return pd.read_parquet(path)


def _notices(name: str) -> list[str]:
    notices = list(resource(name).get("notices", []))
    return notices + [notice for path in imported(name) for notice in sidecar(path)["notices"]]


def sidecar(path: Path) -> dict[str, Any]:
    """Return what is known of an imported release: file, title, sha256, notices, imported."""
    return json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def preferences() -> dict[str, str]:
    """Return the vintage that reports use, by release: "2015-16 outturn", "population mid-2020", "deflator"."""
    path = data_root() / "processed" / "preferences.json"
    if not path.is_file():
        return {}
    reads.record(path)
    return json.loads(path.read_text(encoding="utf-8"))


def releases_in(table: pd.DataFrame, name: str) -> pd.Series:
    """Name the release that each row belongs to, as preferences do: a year and status, a mid-year, or the whole table.

    >>> releases_in(pd.DataFrame({"mid_year": [2019, 2020]}), "population").to_list()
    ['population mid-2019', 'population mid-2020']
    """
    if name == "revenue":
        return table["year"] + " " + table["status"]
    if name == "population":
        return "population mid-" + table["mid_year"].astype("str")
    return pd.Series(name, index=table.index, dtype="str")


def _preferred(whole: pd.DataFrame, name: str) -> pd.DataFrame:
    """Leave out the vintages that another was preferred to."""
    chosen = preferences()
    wanted = releases_in(whole, name).map(chosen) if chosen else None
    kept = whole if wanted is None else whole[wanted.isna() | (wanted == whole["vintage"])]
    kept = kept.reset_index(drop=True)
    kept.attrs = whole.attrs
    return kept
