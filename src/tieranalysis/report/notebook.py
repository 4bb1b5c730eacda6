"""The notebook before and after its run: parameters put in, failures found, what differs from run to run taken out."""

import hashlib
from collections.abc import Sequence
from typing import Any

from tieranalysis.report.parameters import INJECTED, TAG

FAILED = "failed.ipynb"
LIMITS = ("max_cell_mb", "max_report_mb")
INLINE = "module://matplotlib_inline.backend_inline"
CLOCK = ("start_time", "end_time", "duration")


def with_parameters(book: Any, source: str) -> Any:
    """Return the notebook with a cell that sets its parameters after the one that declares them, as papermill does."""
    from nbformat.v4 import new_code_cell

    cells = [cell for cell in book.cells if not tagged(cell, INJECTED)]
    if source.count("\n") > 1:
        place = next((i + 1 for i, cell in enumerate(cells) if tagged(cell, TAG)), 0)
        cells.insert(place, new_code_cell(source.rstrip("\n"), metadata={"tags": [INJECTED]}, id=INJECTED))
    book.cells = cells
    return book


def tagged(cell: Any, tag: str) -> bool:
    """Return whether a cell has a tag."""
    return tag in cell.get("metadata", {}).get("tags", [])


def failure(book: Any) -> dict[str, Any] | None:
    """Return the first cell that failed: its number in the notebook as stored, its first line, the error and its message."""
    for index, cell in enumerate(book.cells):
        error = next((o for o in cell.get("outputs", []) if o["output_type"] == "error" and not _left(o)), None)
        if error and "raises-exception" not in cell.metadata.get("tags", []):
            return told(cell, number(book, index), error["ename"], error["evalue"])
    return None


def number(book: Any, index: int) -> int:
    """Return the number of a cell in the notebook as it is stored, from one, the cell put in by the runner not counted."""
    return sum(not tagged(cell, INJECTED) for cell in book.cells[: index + 1])


def megabytes(content: dict[str, Any]) -> float:
    """Return the size of what a message or an output holds [MB]."""
    data = content.get("data") or {}
    return (sum(len(str(value)) for value in data.values()) + len(content.get("text", ""))) / 1e6


def over(sizes: Sequence[float], limits: Sequence[float]) -> str:
    """Return which of the two limits, of a cell and of a report, is passed and what to do; nothing where neither is."""
    for size, limit, whose, key in zip(sizes, limits, ("a cell", "a report"), LIMITS, strict=True):
        if size > limit:
            mend = f"show fewer rows (head), print less, or raise {key} in the plan"
            return f"{size:.1f} MB of output, where {whose} may have {limit:g}; {mend}"
    return ""


def heavy(book: Any, limits: Sequence[float]) -> dict[str, Any] | None:
    """Return the first cell with which a limit is passed, as a failure."""
    total = 0.0
    for index, cell in enumerate(book.cells):
        size = sum(map(megabytes, cell.get("outputs", [])))
        total += size
        if why := over((size, total), limits):
            return told(cell, number(book, index), "OutputLimit", why)
    return None


def told(cell: Any, number: int, ename: str, evalue: str) -> dict[str, Any]:
    """Return a failure as it is kept in logs: one line for people, and its parts."""
    message = " ".join(str(evalue).split()) or "(no message)"
    first = next((line.strip() for line in cell.source.splitlines() if line.strip() and line.strip()[0] != "#"), "")
    where = f"cell {number}" if not tagged(cell, INJECTED) else "the parameters"
    return {"why": f"{where}: {ename}: {message[:600]}", "cell": number, "line": first[:120], "error": ename}


def settled(book: Any) -> Any:
    """Return the executed notebook without what the clock or chance put in, so that the same inputs give the same bytes."""
    for place, cell in enumerate(book.cells):
        cell.metadata.pop("execution", None)
        _still(cell.metadata.get("papermill", {}))
        if _invented(cell.get("id", "")):
            cell["id"] = hashlib.sha256(f"{place}\0{cell.source}".encode()).hexdigest()[:8]
    _still(book.metadata.get("papermill", {}))
    return book


def _still(record: dict[str, Any]) -> None:
    for key in CLOCK:
        record.pop(key, None)


def _left(error: Any) -> bool:
    return error["ename"] == "SystemExit" and error["evalue"] in ("", "0", "None")


def _invented(identity: str) -> bool:
    return not identity
