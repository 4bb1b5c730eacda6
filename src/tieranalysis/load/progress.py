"""What has become of the agreements: logs that only grow, kept by the councils beside the register of agreements.

`progress.csv` has a row for each change of status, `held.csv` one for each visit, newsletter or conference, both in the order
of their days. A row is never changed or taken out; a mistake is put right by a row of a later day. `append_to_log` adds rows
and seals them: from then on a sealed row that has changed is refused.
"""

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import pandas as pd

from tieranalysis.contract import SchemaError, SourceError, conform, fields
from tieranalysis.load import reads
from tieranalysis.load.catalogue import data_root
from tieranalysis.load.council_reports import NONE_HELD, reports_folder
from tieranalysis.load.relations import refuse_strays
from tieranalysis.load.text_table import read_text_table

Log = Literal["progress", "held"]


def progress_folder() -> Path:
    """Return the folder of the logs that ship with the project.

    >>> progress_folder().parts[-2:]
    ('progress', 'essex')
    """
    return data_root() / "progress" / "essex"


def logs_of(area: str, progress: str | Path = "") -> Path:
    """Return the folder of an area's logs of progress: the one named, or the one kept for it in data/progress.

    Raises SourceError where neither is there.

    >>> logs_of("essex").name
    'essex'
    """
    folder = Path(progress) if str(progress) not in ("", ".") else data_root() / "progress" / area
    if not folder.is_dir():
        raise SourceError(
            f"There is no folder {folder} with logs of progress. Name the folder of {area}'s in progress."
        )
    return folder


def logs_held(area: str, progress: str | Path, register: Path) -> Path:
    """Return the folder of an area's logs of progress as `logs_of`; without a register of agreements there are none to log.

    >>> logs_held("kent", "", NONE_HELD) == NONE_HELD
    True
    """
    return logs_of(area, progress) if register != NONE_HELD else NONE_HELD


def read_progress(folder: str | Path | None = None, register: str | Path | None = None) -> pd.DataFrame:
    """Read the log of changes of status: on, item, status, said_by, evidence.

    `register` is the folder of the register of agreements whose items it logs; both default to those that ship.

    Raises SchemaError for an item that the register does not have, a day before the row above, or a sealed row that
    was changed, with file, row, column, value and the mend.

    >>> read_progress().columns.to_list()
    ['on', 'item', 'status', 'said_by', 'evidence']
    """
    return _read("progress", folder, register)


def read_held(folder: str | Path | None = None, register: str | Path | None = None) -> pd.DataFrame:
    """Read the log of what was held under recurring duties: on, obligation, authority, said_by, evidence.

    A folder without that log has held nothing yet.

    Raises SchemaError as `read_progress` does, and for a duty that the register does not have.

    >>> read_held().columns.to_list()
    ['on', 'obligation', 'authority', 'said_by', 'evidence']
    """
    return _read("held", folder, register)


def _read(log: Log, folder: str | Path | None, register: str | Path | None) -> pd.DataFrame:
    path = _path(log, folder)
    if path.parent == NONE_HELD or (log == "held" and path.parent.is_dir() and not path.is_file()):
        return conform(pd.DataFrame(columns=list(fields(log))), log)
    cells = read_text_table(path)
    reads.record(path)
    _refuse_broken_seal(cells, path)
    return _checked(cells, log, path, register)


def _path(log: Log, folder: str | Path | None) -> Path:
    return (Path(folder) if folder else progress_folder()) / f"{log}.csv"


def _checked(cells: pd.DataFrame, log: Log, path: Path, register: str | Path | None) -> pd.DataFrame:
    frame = conform(cells, log, source=path.name)
    refuse_strays(frame, log, Path(register) if register else reports_folder(), path.name)
    before = frame["on"].shift()
    late = frame.index[frame["on"] < before]
    problems = [
        f"row {row + 2}, column 'on', value '{frame['on'][row].date()}': before the row above ({before[row].date()}). "
        "The log runs in the order of its days: move the row, or add it at the end under its own day."
        for row in late
    ]
    if problems:
        raise SchemaError("\n  ".join([f"{path.name} is out of order:", *problems[:5]]))
    return frame


def append_to_log(
    log: Log,
    rows: Sequence[Mapping[str, str]],
    folder: str | Path | None = None,
    register: str | Path | None = None,
) -> int:
    """Add rows at the end of a log and seal them; return how many rows the log now has.

    Nothing is written unless the log stays good with the rows in it: earlier rows are not touched either way.

    Raises SchemaError as `read_progress` does.
    """
    path = _path(log, folder)
    cells = read_text_table(path)
    _refuse_broken_seal(cells, path)
    new = pd.DataFrame([{name: row.get(name, "") for name in fields(log)} | dict(row) for row in rows], dtype="str")
    whole = pd.concat([cells, new], ignore_index=True)
    _checked(whole, log, path, register)
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows(new[list(cells.columns)].itertuples(index=False))
    ends = path.read_bytes()[-1:] == b"\n"
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(("" if ends else "\n") + lines.getvalue())
    with _seal(path).open("a", encoding="utf-8") as file:
        file.write(json.dumps({"rows": len(whole), "sha256": _digest(whole)}) + "\n")
    return len(whole)


def _seal(path: Path) -> Path:
    return path.with_suffix(".seal")


def _digest(cells: pd.DataFrame) -> str:
    return hashlib.sha256(json.dumps(cells.to_numpy().tolist(), ensure_ascii=False).encode()).hexdigest()


def _refuse_broken_seal(cells: pd.DataFrame, path: Path) -> None:
    seals = [json.loads(line) for line in _seal(path).read_text("utf-8").splitlines()] if _seal(path).is_file() else []
    sound = 0
    for seal in seals:
        if len(cells) < seal["rows"] or _digest(cells.head(seal["rows"])) != seal["sha256"]:
            raise SchemaError(
                f"{path.name}: a row between row {sound + 2} and row {seal['rows'] + 1} was changed or taken out after it was "
                "logged. The log is never rewritten: restore it from version control, and add a row that puts it right."
            )
        sound = seal["rows"]
