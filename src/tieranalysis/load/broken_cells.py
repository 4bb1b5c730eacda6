"""Cells of a workbook that hold a formula without a value: a reader would give them as empty, and empty means missing."""

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from tieranalysis.contract import SchemaError

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def refuse_broken_cells(path: Path) -> None:
    """Refuse an xlsx workbook with a broken formula, or one that was never calculated; return nothing otherwise.

    Raises SchemaError, which names sheet and cell. Workbooks of other forms are left to the checks of their cells.
    """
    if path.suffix.lower() not in {".xlsx", ".xlsm"}:
        return
    with zipfile.ZipFile(path) as book:
        for name, part in _sheet_parts(book):
            for cell, damage in _broken(book, part):
                raise SchemaError(f"{path.name}, sheet {name!r}, cell {cell}: {damage}")


def _sheet_parts(book: zipfile.ZipFile) -> list[tuple[str, str]]:
    relations = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    targets = {
        relation.get("Id"): posixpath.join("/xl", relation.get("Target", "")).lstrip("/") for relation in relations
    }
    listed = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
    return [(sheet.get("name", ""), targets[sheet.get(RELATION)]) for sheet in listed]


def _broken(book: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str]]:
    with book.open(part) as sheet:
        for _, cell in ElementTree.iterparse(sheet):
            if cell.tag != f"{MAIN}c":
                continue
            value = cell.findtext(f"{MAIN}v") or ""
            if cell.get("t") == "e":
                yield cell.get("r", ""), f"a broken formula ({value}). Type the value itself."
            elif cell.find(f"{MAIN}f") is not None and not value and cell.get("t") != "str":
                yield (
                    cell.get("r", ""),
                    "a formula that has not been calculated. Open the workbook, let it calculate, and save it; or type the value.",
                )
            cell.clear()
