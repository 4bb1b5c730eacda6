"""A chart made to fit a width: text no smaller than a phone can show, names wrapped, crowded periods thinned.

A finished figure is lent these changes while it is drawn, and gets its own looks back afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from textwrap import fill
from typing import TYPE_CHECKING, Any

from matplotlib.category import StrCategoryLocator
from matplotlib.dates import AutoDateLocator
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator, MaxNLocator

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SMALLEST = 9.6  # points; 12.8 CSS pixels
WRAP, WRAP_WIDE = 18, 36  # characters of a category's name, on a phone and on a wide page
MOST_LINES = 4  # of a name; a longer one is cut, since the table below the chart holds it whole
LONG_LABEL = 48  # letters; no amount is written so long, so that it is a name
LINE, AROUND = 0.155, 0.9  # inches; a line of such a name, and what stands above and below all of them
LETTER = 5.4  # points; the width of a letter, about
TURNED = 11.5  # points; the room that a turned name takes along its axis
MARGINS = 40  # points; beside an axes, for the edges and for tick labels that are not yet written
FEW, FEW_DATES = {"nbins": 3, "steps": [1, 2, 2.5, 5, 10]}, 4


@dataclass(frozen=True)
class Looks:
    """How a figure was before it was lent: texts with size and words, named ticks, and where amounts are marked."""

    texts: dict[Any, tuple[float, str, bool]]
    names: dict[Any, tuple[list[float], list[str]]]
    ticks: dict[Any, tuple[Any, Any]]
    amounts: dict[Any, Any]
    dates: dict[Any, tuple[int, dict[Any, int]]]


def remember(fig: "Figure") -> Looks:
    """Take down what `fit` may change."""
    axes = [axis for ax in fig.axes for axis in (ax.xaxis, ax.yaxis)]
    named = [axis for axis in axes if isinstance(axis.get_major_locator(), FixedLocator | StrCategoryLocator)]
    return Looks(
        {text: (text.get_fontsize(), text.get_text(), text.get_parse_math()) for text in fig.findobj(Text)},
        {axis: (list(axis.get_ticklocs()), _words(axis)) for axis in named},
        {axis: (axis.get_major_locator(), axis.get_major_formatter()) for axis in named},
        {axis: axis.get_major_locator() for axis in axes if isinstance(axis.get_major_locator(), MaxNLocator)},
        {
            locator: (locator.minticks, dict(locator.maxticks))
            for locator in (axis.get_major_locator() for axis in axes)
            if isinstance(locator, AutoDateLocator)
        },
    )


def _words(axis: Any) -> list[str]:
    """The names along an axis; those of text that was drawn as it stood are written when they are asked for."""
    if isinstance(axis.get_major_locator(), StrCategoryLocator):
        return list(axis.get_major_formatter().format_ticks(axis.get_ticklocs()))
    return [label.get_text() for label in axis.get_ticklabels()]


def restore(before: Looks) -> None:
    """Put everything back."""
    for axis, (places, words) in before.names.items():
        axis.set_ticks(places, words)
        axis.set_major_locator(before.ticks[axis][0])
        axis.set_major_formatter(before.ticks[axis][1])
    for axis, locator in before.amounts.items():
        axis.set_major_locator(locator)
    for locator, (fewest, most) in before.dates.items():
        locator.minticks, locator.maxticks = fewest, most
    for text, (points, words, formula) in before.texts.items():
        text.set_fontsize(points)
        text.set_text(words)
        text.set_parse_math(formula)


def start_layout(fig: "Figure") -> None:
    """Put every axes back on its grid: a layout that starts where the last one ended comes out a little different."""
    for ax in fig.axes:
        if ax.get_subplotspec() is not None:
            ax.set_subplotspec(ax.get_subplotspec())


def height_of_names(before: Looks, narrow: bool) -> float:
    """Give the height [inches] that the names down a page need, wrapped, so that none covers the next.

    Rows are as far apart as the two neighbours need that have most lines between them, not as the longest name alone.
    """
    letters = WRAP if narrow else WRAP_WIDE
    wrapped = [[name(word, letters).count("\n") + 1 for word in words] for words in _down(before)]
    return max((AROUND + LINE * len(lines) * _apart(lines) for lines in wrapped if lines), default=0.0)


def _apart(lines: list[int]) -> float:
    return max((sum(pair) / 2 for pair in pairwise(lines)), default=lines[0])


def name(words: str, letters: int) -> str:
    """Break a name into lines of so many letters, four at most.

    >>> name("Net current expenditure", 18), name("x" * 80, 18).endswith("…")
    ('Net current\\nexpenditure', True)
    """
    return fill(words, letters, max_lines=MOST_LINES, placeholder="…")


def lines_on_a_phone(names: Iterable[Any]) -> int:
    """Give the lines that the longest of some names takes on a phone.

    >>> lines_on_a_phone(["Essex", "Net current expenditure"])
    2
    """
    return max((name(str(words), WRAP).count("\n") + 1 for words in names), default=1)


def _down(before: Looks) -> list[list[str]]:
    return [words for axis, (_, words) in before.names.items() if axis.axis_name == "y"]


def has_formulas(fig: "Figure") -> bool:
    """Say whether matplotlib itself writes formulas, as on logarithmic axes; elsewhere a dollar in a name is a dollar."""
    return any(axis.get_scale() != "linear" for ax in fig.axes for axis in (ax.xaxis, ax.yaxis))


def fit(fig: "Figure", before: Looks, width: float, narrow: bool) -> None:
    """Fit a figure to a width [inches]."""
    formulas, letters = has_formulas(fig), WRAP if narrow else WRAP_WIDE
    for text, (points, _, _) in before.texts.items():
        text.set_fontsize(max(points, SMALLEST))
        text.set_parse_math(formulas)
    for axis, (places, words) in before.names.items():
        if axis.axis_name == "x":
            _along(axis, places, words, 72 * width - _beside(axis.axes, letters))
        else:
            axis.set_ticks(places, [name(word, letters) for word in words])
    for ax in fig.axes:
        _labels(ax, letters)
    _headings(fig, 72 * width)
    if narrow:
        _for_a_phone(before)


def _beside(ax: Any, wrap: int) -> float:
    """The width [points] that what stands left and right of an axes takes from it, about."""
    left = [label.get_text() for label in ax.get_yticklabels()] or [""]
    right = [text.get_text() for text in ax.texts if text.get_ha() == "left"] or [""]
    letters = sum(min(max(map(len, words)), wrap) for words in (left, right))
    return LETTER * letters + MARGINS


def _along(axis: Any, places: list[float], words: list[str], room: float) -> None:
    """Thin periods and times that would collide; turn names, and thin them only where turned ones would cover each other."""
    needed = sum(len(word) * LETTER + 9 for word in words)
    if needed <= room:
        return
    if all(word[:1].isdigit() for word in words):
        step = -int(-needed // room)
        axis.set_ticks(places[::-1][::step][::-1], words[::-1][::step][::-1])
    else:
        step = max(1, -int(-TURNED * len(words) // room))
        axis.set_ticks(places[::step], words[::step], rotation=90)


def _labels(ax: Any, letters: int) -> None:
    """Break names that stand beside points, and those above lines at twice the letters; amounts stay on one line."""
    for text in ax.texts:
        words, beside = text.get_text(), text.get_ha() == "left"
        longest = max(map(len, words.split("\n")))
        amount = longest <= LONG_LABEL and any(letter.isdigit() or letter == "\n" for letter in words)
        if longest > (letters if beside else 2 * letters) and not amount:
            text.set_text(name(words, letters if beside else 2 * letters))


def _headings(fig: "Figure", room: float) -> None:
    """Break titles and the names of axes that are longer than their chart is wide [points]."""
    parts = [(text, room) for text in (fig._suptitle, fig._supxlabel) if text is not None]
    for ax in fig.axes:
        place = ax.get_subplotspec()
        own = room / (place.get_gridspec().ncols if place is not None else 1)
        parts += [(text, own) for text in (ax.title, ax.xaxis.label)]
    for text, own in parts:
        words, letters = text.get_text(), max(int(own / (LETTER * text.get_fontsize() / SMALLEST)), WRAP)
        if max(map(len, words.split("\n"))) > letters:
            text.set_text(name(words, letters))


def _for_a_phone(before: Looks) -> None:
    for axis in before.amounts:
        if axis.axis_name == "x":
            axis.set_major_locator(MaxNLocator(**FEW))
    for locator in before.dates:
        locator.minticks, locator.maxticks = 2, dict.fromkeys(locator.maxticks, FEW_DATES)
