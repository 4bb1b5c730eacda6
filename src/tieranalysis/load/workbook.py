"""Workbooks as rows of cells, whatever their form (xls, xlsx, ods), through one reader."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from tieranalysis.contract import SourceError

Row = list[Any]
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")


def sheets(path: Path, wanted: Callable[[str], bool] = lambda name: True) -> Iterator[tuple[str, list[Row]]]:
    """Yield the name and the rows of each sheet, or of those that are wanted, row 1 first; a sheet is read when it is reached.

    Raises SourceError when the file is not there, or is not a whole workbook.
    """
    book = _opened(path)
    try:
        for name in filter(wanted, book.sheet_names):
            yield name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise _broken(path, error) from error


def sheet_names(path: Path) -> list[str]:
    """Return the names of a workbook's sheets, in order; errors as `sheets`."""
    return list(_opened(path).sheet_names)


def _opened(path: Path) -> CalamineWorkbook:
    if not path.is_file():
        raise SourceError(f"{path}: there is no such file. Check the name, or download it again.")
    try:
        return CalamineWorkbook.from_path(path)
    except (CalamineError, OSError, ValueError) as error:
        raise _broken(path, error) from error


def _broken(path: Path, error: Exception) -> SourceError:
    return SourceError(
        f"{path.name}: not a whole xls, xlsx or ods workbook ({error}). It may be cut short or of another form: download it again."
    )


def text(cell: Any) -> str:
    """Return a cell as text with its white space folded.

    >>> text(" NET CURRENT\\n EXPENDITURE ")
    'NET CURRENT EXPENDITURE'
    """
    return " ".join(str(cell).split())
