"""Workbooks as rows of cells, whatever their form (xls, xlsx, ods), through one reader."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from tieranalysis.contract import SourceError

Row = list[Any]


def sheets(path: Path) -> Iterator[tuple[str, list[Row]]]:
    """Yield the name and the rows of each sheet, row 1 first; a sheet is read when it is reached.

    Raises SourceError when the file is not there, or is not a whole workbook.
    """
    if not path.is_file():
        raise SourceError(f"{path}: there is no such file. Check the name, or download it again.")
    try:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            yield name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise SourceError(
            f"{path.name}: not a whole xls, xlsx or ods workbook ({error}). It may be cut short or of another form: download it again."
        ) from error


def text(cell: Any) -> str:
    """Return a cell as text with its white space folded.

    >>> text(" NET CURRENT\\n EXPENDITURE ")
    'NET CURRENT EXPENDITURE'
    """
    return " ".join(str(cell).split())
