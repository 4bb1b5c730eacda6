"""Publications from the addresses in the register of downloads: resumed where it broke off, held against their hash.

What arrives stands in data/processed/downloads under its hash, so that no vintage is ever overwritten.
"""

import datetime
import glob
import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import requests

from tieranalysis.contract import SourceError, conform, fields
from tieranalysis.load import reads
from tieranalysis.load.catalogue import data_root
from tieranalysis.load.download import OutOfReachError, Tick, Wanted, download, session
from tieranalysis.load.tables import write_whole

# What the register may leave out; everything else it must have.
OPTIONAL = ("years", "publisher", "licence", "evidence", "checked")


def downloads(path: Path | None = None) -> pd.DataFrame:
    """Return the register of downloads: name, table, years, publisher, licence, file, address, sha256, page, evidence,
    checked, note.

    `evidence` says what speaks for the address, `checked` the day on which this project last tried it (empty: never).

    >>> downloads()["name"].to_list()[:2]
    ['revenue_outturn_series', 'rs_outturn_2021_22']
    """
    source = path or Path(str(files("tieranalysis.registers") / "downloads.csv"))
    if not source.is_file():
        raise SourceError(f"{source}: there is no such register of downloads. Check the name.")
    table = pd.read_csv(source, dtype="str", keep_default_na=False)
    absent = {name: "" for name in OPTIONAL if name not in table}
    return conform(table.assign(**absent)[[*_known(table, absent)]], "downloads", source=source.name)


def _known(table: pd.DataFrame, absent: dict[str, str]) -> list[str]:
    """The columns in the contract's order, with any that it does not know at the end, for it to refuse."""
    there = [*table.columns, *absent]
    return [
        *(name for name in fields("downloads") if name in there),
        *(n for n in there if n not in fields("downloads")),
    ]


def listing(path: Path | None = None) -> list[str]:
    """Say of every registered publication what it is, what speaks for its address and whether it was ever tried here.

    >>> listing()[0]
    'revenue_outturn_series: revenue, 2017-18 to 2025-26; downloaded by others; not tried here'
    """
    return [
        f"{entry.name}: {entry.table}, {_or(entry.years, 'years not noted')}; {_or(entry.evidence, 'no evidence noted')}; "
        f"{f'tried on {entry.checked.date()}' if pd.notna(entry.checked) else 'not tried here'}"
        for entry in downloads(path).itertuples(index=False)
    ]


def _or(value: object, otherwise: str) -> str:
    return str(value) if pd.notna(value) else otherwise


def fetch(names: Sequence[str] = (), register: Path | None = None, tick: Tick = lambda done, total: None) -> list[str]:
    """Bring publications, all that are registered or those that are named; return what happened, in words.

    One that fails does not keep the others from coming.

    Raises SourceError for a name that is not registered, an address that has moved or does not answer, what is not the
    file that was asked for, and a hash that is not the registered one; what was there before stays as it was.
    """
    known = downloads(register).set_index("name")
    strangers = [name for name in names if name not in known.index]
    if strangers:
        raise SourceError(f"No download is called {', '.join(strangers)}. The downloads are: {', '.join(known.index)}.")
    said, failed, silent = [], [], set()
    with session() as line:
        for wanted in (_wanted(name, known.loc[name]) for name in names or known.index):
            host = urlsplit(wanted.address).netloc
            try:
                _refuse_silent(wanted, host, silent)
                said.append(_bring(line, wanted, tick))
            except SourceError as error:
                silent |= {host} if isinstance(error, OutOfReachError) else set()
                failed.append(str(error))
    if failed:
        raise SourceError("\n".join([*failed, *said]))
    return said


def _refuse_silent(wanted: Wanted, host: str, silent: set[str]) -> None:
    if host in silent:
        raise SourceError(f"{wanted.name}: not tried, because {host} gave no answer a moment ago.")


def _wanted(name: str, entry: Any) -> Wanted:
    digest = entry["sha256"] if pd.notna(entry["sha256"]) else None
    return Wanted(name, entry["file"], entry["address"], entry["page"], digest)


def _bring(line: requests.Session, wanted: Wanted, tick: Tick) -> str:
    folder = data_root() / "processed" / "downloads"
    try:
        return _into(folder, line, wanted, tick)
    except OSError as error:
        raise SourceError(
            f"{wanted.name}: {folder} cannot be written to ({error.strerror or error}). Make room, or ask for leave to write there; "
            "what was brought before is as it was."
        ) from error


def _into(folder: Path, line: requests.Session, wanted: Wanted, tick: Tick) -> str:
    there = {path.name[:12]: path for path in folder.glob(f"{'[0-9a-f]' * 12}-{glob.escape(wanted.file)}")}
    if wanted.sha256 and wanted.sha256[:12] in there:
        return _already(wanted, there[wanted.sha256[:12]])
    part = folder / f".{wanted.file}.part"
    begun = part.is_file()
    moved = download(line, wanted, part, tick)
    if begun and wanted.sha256 and reads.sha256(part) != wanted.sha256:
        part.unlink()  # the bytes that were left may be another version's: once more, from the beginning
        moved = download(line, wanted, part, tick)
    return _keep(wanted, part, there, moved)


def _already(wanted: Wanted, kept: Path) -> str:
    if reads.sha256(kept) != wanted.sha256:
        raise SourceError(
            f"{wanted.name}: {kept} is no longer what was brought: its SHA-256 is another. Remove it, and fetch it again."
        )
    return f"{wanted.name}: already here, as {kept.name}."


def _keep(wanted: Wanted, part: Path, there: dict[str, Path], moved: str) -> str:
    digest = reads.sha256(part)
    if wanted.sha256 and digest != wanted.sha256:
        part.unlink()
        raise SourceError(
            f"{wanted.name}: the SHA-256 of {wanted.file} is {digest[:12]}…, and the register has {wanted.sha256[:12]}…. The publisher may have revised it: look at "
            f"{wanted.page}, and register the new file under a name of its own. Nothing was kept."
        )
    if digest[:12] in there:
        part.unlink()
        return f"{wanted.name}: unchanged since it was last brought ({there[digest[:12]].name}).{moved}"
    kept = part.with_name(f"{digest[:12]}-{wanted.file}")
    part.replace(kept)
    return _words(wanted, kept, digest, _noted(wanted, digest), moved)


def _words(wanted: Wanted, kept: Path, digest: str, before: dict[str, str] | None, moved: str) -> str:
    told = "" if wanted.sha256 else f" Its SHA-256 is {digest}; write it into the register to hold later fetches to it."
    if before and not wanted.sha256:
        told = (
            f" Its bytes are not those of {before['brought_on']} ({before['sha256'][:12]}…): the publisher has put another file there, "
            f"and the earlier one stays beside it.{told}"
        )
    return f"{wanted.name}: {kept.stat().st_size:,} bytes, kept as {kept.name}.{told}{moved} To use it: tieranalysis import {kept}"


def _noted(wanted: Wanted, digest: str) -> dict[str, str] | None:
    """Note what was brought, whence and when, in data/processed/downloads.json; return what this address gave before."""
    path = data_root() / "processed" / "downloads.json"
    log = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    today = datetime.date.today().isoformat()
    now = {"name": wanted.name, "address": wanted.address, "sha256": digest, "brought_on": today}
    write_whole(path, json.dumps([*log, now], indent=1).encode())
    return next((entry for entry in reversed(log) if entry["address"] == wanted.address), None)
