"""One file over HTTP: gone on with where it broke off, and refused where it is not what its name says."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from tieranalysis.contract import SourceError

CHUNK = 1 << 16
PATIENCE_SECONDS = 30
BACKOFF_SECONDS = 0.5
ZIPPED, OLD_EXCEL = b"PK\x03\x04", bytes.fromhex("d0cf11e0")
# How a file of each form begins; the publishers' names do not tell the two forms of Excel apart.
BEGINNINGS = {".xlsx": (ZIPPED, OLD_EXCEL), ".xls": (ZIPPED, OLD_EXCEL), ".ods": (ZIPPED,)}
Tick = Callable[[int, int | None], object]


class OutOfReachError(SourceError):
    """An address whose server gave no answer at all."""


@dataclass(frozen=True)
class Wanted:
    """A file to bring: what to call it, where it is, the page to look at when it is not, and its hash where it is known."""

    name: str
    file: str
    address: str
    page: str
    sha256: str | None

    @property
    def mend(self) -> str:
        """What to do about an address that has nothing."""
        return f"The address may have moved: look at {self.page} and correct registers/downloads.csv."


def session() -> requests.Session:
    """Return a session that tries again, four times, where a server is busy or a line is dropped."""
    made = requests.Session()
    made.headers["Accept-Encoding"] = "identity"
    again = Retry(
        total=4,
        backoff_factor=BACKOFF_SECONDS,
        status_forcelist=(429, 500, 502, 503, 504),
        allowed_methods=("GET",),
        raise_on_status=False,
    )
    for scheme in ("http://", "https://"):
        made.mount(scheme, HTTPAdapter(max_retries=again))
    return made


def download(line: requests.Session, wanted: Wanted, part: Path, tick: Tick = lambda done, total: None) -> str:
    """Write the file to `part`, going on from what an earlier attempt left there; return a word on a move, or nothing.

    Raises SourceError for an address that has moved or broke off and for what is not the file (a web page, nothing),
    OutOfReachError where no server answered, and OSError where it cannot be written.
    """
    try:
        moved = _bring(line, wanted, part, tick)
    except requests.RequestException as error:
        said = f"{wanted.name}: {wanted.address}"
        if isinstance(error, requests.ConnectionError) and not part.exists():
            raise OutOfReachError(
                f"{said} did not answer ({type(error).__name__}). See that this machine reaches the network. {wanted.mend}"
            ) from error
        raise SourceError(
            f"{said} broke off or did not answer ({type(error).__name__}). What arrived is kept; run it again to go on from there."
        ) from error
    _refuse_another_form(wanted, part)
    return moved


def _bring(line: requests.Session, wanted: Wanted, part: Path, tick: Tick) -> str:
    part.parent.mkdir(parents=True, exist_ok=True)
    begun, headers = _begun(wanted, part)
    with line.get(wanted.address, headers=headers, stream=True, timeout=PATIENCE_SECONDS) as answer:
        if answer.status_code == requests.codes.requested_range_not_satisfiable:
            if wanted.sha256 or answer.headers.get("Content-Range", "").endswith(f"/{begun}"):
                return ""
            part.unlink()
            return _bring(line, wanted, part, tick)
        _refuse_answer(wanted, answer)
        going_on = begun and answer.status_code == requests.codes.partial_content
        _note(wanted, part, answer)
        _write(answer, part, begun if going_on else 0, tick)
        return f" It has moved to {answer.url}: correct registers/downloads.csv." if answer.history else ""


def _begun(wanted: Wanted, part: Path) -> tuple[int, dict[str, str]]:
    """Return how much is there of the same bytes, and what to ask for: without a hash, only what the server can vouch for."""
    size = part.stat().st_size if part.is_file() else 0
    notes = json.loads(_notes(part).read_text(encoding="utf-8")) if _notes(part).is_file() else {}
    same = notes.get("address", wanted.address) == wanted.address
    if not size or not same or not (wanted.sha256 or notes.get("version")):
        return 0, {}
    return size, {"Range": f"bytes={size}-"} | ({"If-Range": notes["version"]} if notes.get("version") else {})


def _notes(part: Path) -> Path:
    """Where it is noted which version of the file a part is of: beside the folder, so that the folder holds files alone."""
    return part.parent.with_name(f"{part.parent.name}-begun") / f"{part.name}.json"


def _note(wanted: Wanted, part: Path, answer: requests.Response) -> None:
    tag = answer.headers.get("ETag", "")
    version = answer.headers.get("Last-Modified", "") if tag.startswith("W/") or not tag else tag
    _notes(part).parent.mkdir(parents=True, exist_ok=True)
    _notes(part).write_text(json.dumps({"address": wanted.address, "version": version}), encoding="utf-8")


def _refuse_answer(wanted: Wanted, answer: requests.Response) -> None:
    if not answer.ok:
        raise SourceError(f"{wanted.name}: {wanted.address} answered {answer.status_code}. {wanted.mend}")
    if "html" in answer.headers.get("Content-Type", "").lower():
        raise SourceError(
            f"{wanted.name}: {wanted.address} answered with a web page, not with {wanted.file}. {wanted.mend}"
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


def _refuse_another_form(wanted: Wanted, part: Path) -> None:
    """Refuse a page or an empty answer that came under the name of a file; what came is not kept."""
    with part.open("rb") as file:
        head = file.read(512)
    begins = BEGINNINGS.get(Path(wanted.file).suffix.lower())
    if b"<html" in head.lower() or head.lstrip().lower().startswith(b"<!doctype html"):
        said = "a web page"
    elif not head:
        said = "nothing"
    elif begins and not head.startswith(begins):
        said = "a file of another form"
    else:
        return
    part.unlink()
    raise SourceError(
        f"{wanted.name}: {wanted.address} answered with {said}, not with {wanted.file}. {wanted.mend} Nothing was kept."
    )
