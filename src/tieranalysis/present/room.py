"""How much room a table takes, told from its letters before any browser sees it."""

import re
from collections.abc import Callable, Sequence

UPRIGHT, HALF, THIRD = 60, 30, 21  # ems that fit across an upright A4 sheet, its half, its third, as tables are printed
STEPS = (75, 95, 120, 160)  # ems that fit across a sheet at the next four sizes
LETTER, GAP = 0.56, 0.7  # ems; a letter and the space beside a cell, about
LONG_NUMBER = 14  # letters; a number with words of its unit, which may stand on a second line
LONGEST_WORD = 24  # letters
BESIDE_ROWS, BESIDE_COLUMNS = 30, 5
MANY_COLUMNS = 8
TALLEST_BESIDE = 598  # points; of a chart, whose letters are no smaller than 7 points when it takes half a sheet
ROW, HEADING = 14, 30  # points; of a table on paper
ALONE, BESIDE = 0.77, 0.87  # of the size that they are drawn in, a chart alone on paper and one beside its table
Written = tuple[str, bool]
"""The words of a cell, and whether they are a number."""
Column = Sequence[Written]


def fit(columns: Sequence[Column]) -> int:
    """Say how far type has to shrink on paper: 0 for an upright sheet, 1 to 5 for a landscape one.

    >>> fit([[("Council", False), ("Maldon", False)], [("Net", False), ("8,900", True)]])
    0
    """
    ems = _ems(columns, _unbroken)
    return 0 if ems <= UPRIGHT else 1 + sum(ems > step for step in STEPS)


def half(columns: Sequence[Column]) -> bool:
    """Say whether a table fits half of an upright sheet, its words on no more than two lines."""
    return len(columns) <= BESIDE_COLUMNS and _ems(columns, _on_two_lines) <= HALF


def third(columns: Sequence[Column]) -> bool:
    """Say whether a table fits a third of an upright sheet, its words on no more than two lines."""
    return _ems(columns, _on_two_lines) <= THIRD


def saves(wide: float, narrow: float, rows: int) -> bool:
    """Say whether a chart and its table take less paper side by side: heights [points] of both drawings, rows of the table.

    >>> saves(570, 570, 27), saves(243, 415, 7), saves(537, 770, 20)
    (True, False, False)
    """
    return narrow <= min(TALLEST_BESIDE, (ALONE * wide + ROW * rows + HEADING) / BESIDE)


def unbreakable(words: str) -> bool:
    """Say whether some words hold one that is longer than a column should be.

    >>> unbreakable("net current expenditure"), unbreakable("x" * 30)
    (False, True)
    """
    return len(words) > LONGEST_WORD and max(map(len, words.split()), default=0) > LONGEST_WORD


def height(drawing: str) -> float:
    """Give the height of a drawing in the units of its view box, nought where it says none.

    >>> height('<svg viewBox="0 0 266.4 648"/>')
    648.0
    """
    found = re.search(r'viewBox="[-\d.]+ [-\d.]+ [\d.]+ ([\d.]+)"', drawing)
    return float(found[1]) if found else 0.0


def _ems(columns: Sequence[Column], letters: Callable[[Written], int]) -> float:
    """The width of a table [ems], each column as wide as its widest cell."""
    return sum(LETTER * max(map(letters, column)) + GAP for column in columns)


def _unbroken(cell: Written) -> int:
    """The letters of a cell that stand on one line: a number whole unless it has words, words one by one."""
    words, number = cell
    if number and len(words) <= LONG_NUMBER:
        return len(words)
    return min(max(map(len, words.split()), default=0), LONGEST_WORD)


def _on_two_lines(cell: Written) -> int:
    return max(_unbroken(cell), -(-len(cell[0]) // 2))
