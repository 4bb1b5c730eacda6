"""Publications from the addresses in the register of downloads: resumed where it broke off, held against their hash.

What arrives stands in data/processed/downloads under its hash, so that no vintage is ever overwritten.
"""

from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from tieranalysis.contract import SourceError, conform
from tieranalysis.load import reads
from tieranalysis.load.catalogue import data_root

CHUNK = 1 << 16
PATIENCE_SECONDS = 30
Tick = Callable[[int, int | None], object]


def downloads(path: Path | None = None) -> pd.DataFrame:
    """Return the register of downloads: name, table, file, address, sha256, page, note.

    >>> downloads()["name"].to_list()
    ['revenue_outturn_series']
    """
    source = path or Path(str(files("tieranalysis.registers") / "downloads.csv"))
    return conform(pd.read_csv(source, dtype="str", keep_default_na=False), "downloads", source=source.name)


def fetch(names: Sequence[str] = (), register: Path | None = None, tick: Tick = lambda done, total: None) -> list[str]:
    """Bring publications, all that are registered or those that are named; return what happened, in words.

    Raises SourceError for a name that is not registered, an address that has moved or does not answer, and a file
    whose hash is not the registered one; what was there before stays as it was.
    """
    known = downloads(register).set_index("name")
    strangers = [name for name in names if name not in known.index]
    if strangers:
        raise SourceError(f"No download is called {', '.join(strangers)}. The downloads are: {', '.join(known.index)}.")
    with _session() as session:
        return [_bring(session, name, known.loc[name], tick) for name in names or known.index]


def _session() -> requests.Session:
    session = requests.Session()
    again = Retry(
        total=4,
        backoff_factor=0.5,
        status_forcelist=(429, 500, 502, 503, 504),
        allowed_methods=("GET",),
        raise_on_status=False,
    )
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=again))
    return session


def _bring(session: requests.Session, name: str, entry: Any, tick: Tick) -> str:
    folder = data_root() / "processed" / "downloads"
    there = {path.name.split("-", 1)[0]: path for path in folder.glob(f"*-{entry['file']}")}
    wanted = entry["sha256"] if pd.notna(entry["sha256"]) else None
    if wanted and wanted[:12] in there:
        return f"{name}: already here, as {there[wanted[:12]].name}."
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{entry['file']}.part"
    _download(session, name, entry, part, tick)
    digest = reads.sha256(part)
    if wanted and digest != wanted:
        part.unlink()
        raise SourceError(
            f"{name}: the SHA-256 of {entry['file']} is {digest[:12]}…, and the register has {wanted[:12]}…. The publisher may have revised it: look at "
            f"{entry['page']}, and register the new file under a name of its own. Nothing was kept."
        )
    if digest[:12] in there:
        part.unlink()
        return f"{name}: unchanged since it was last brought ({there[digest[:12]].name})."
    kept = folder / f"{digest[:12]}-{entry['file']}"
    part.replace(kept)
    told = "" if wanted else f" Its SHA-256 is {digest}; write it into the register to hold later fetches to it."
    return f"{name}: {kept.stat().st_size:,} bytes, kept as {kept.name}.{told} To use it: tieranalysis import {kept}"


def _download(session: requests.Session, name: str, entry: Any, part: Path, tick: Tick) -> None:
    """Write the bytes beside their place, going on from where an earlier attempt broke off."""
    begun = part.stat().st_size if part.exists() else 0
    try:
        with session.get(
            entry["address"],
            headers={"Range": f"bytes={begun}-"} if begun else {},
            stream=True,
            timeout=PATIENCE_SECONDS,
        ) as answer:
            if answer.status_code == requests.codes.requested_range_not_satisfiable:
                return
            _refuse_answer(name, entry, answer)
            going_on = answer.status_code == requests.codes.partial_content
            _write(answer, part, begun if going_on else 0, tick)
    except requests.RequestException as error:
        raise SourceError(
            f"{name}: {entry['address']} broke off or did not answer ({type(error).__name__}). What arrived is kept; run it again to go on from there."
        ) from error


def _refuse_answer(name: str, entry: Any, answer: requests.Response) -> None:
    if not answer.ok:
        raise SourceError(
            f"{name}: {entry['address']} answered {answer.status_code}. The address may have moved: look at {entry['page']} and correct registers/downloads.csv."
        )
    if "html" in answer.headers.get("Content-Type", "") and not entry["file"].endswith((".html", ".htm")):
        raise SourceError(
            f"{name}: {entry['address']} answered with a web page, not with {entry['file']}. The address may have moved: look at {entry['page']} and correct registers/downloads.csv."
        )


def _write(answer: requests.Response, part: Path, begun: int, tick: Tick) -> None:
    length = answer.headers.get("Content-Length")
    total, done = begun + int(length) if length else None, begun
    with part.open("ab" if begun else "wb") as file:
        for chunk in answer.iter_content(CHUNK):
            file.write(chunk)
            done += len(chunk)
            tick(done, total)
    if total is not None and done < total:
        raise requests.ConnectionError(f"{done} of {total} bytes")
