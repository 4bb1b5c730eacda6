"""A chart made to fit a width: text no smaller than a phone can show, names wrapped, crowded periods thinned.

A finished figure is lent these changes while it is drawn, and gets its own looks back afterwards.
"""

from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Any

from matplotlib.text import Text
from matplotlib.ticker import FixedLocator, MaxNLocator

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SMALLEST = 9.6  # points; 12.8 CSS pixels
WRAP, WRAP_WIDE = 18, 36  # characters of a category's name, on a phone and on a wide page
LINE = 0.17  # inches a line of such a name
LETTER = 5.4  # points; the width of a letter, about
MARGINS = 40  # points; beside an axes, for the edges and for tick labels that are not yet written
FEW = {"nbins": 3, "steps": [1, 2, 2.5, 5, 10]}


@dataclass(frozen=True)
class Looks:
    """How a figure was before it was lent: texts with size and words, named ticks, and where amounts are marked."""

    texts: dict[Any, tuple[float, str, bool]]
    names: dict[Any, tuple[list[float], list[str]]]
    amounts: dict[Any, Any]


def remember(fig: "Figure") -> Looks:
    """Take down what `fit` may change."""
    axes = [axis for ax in fig.axes for axis in (ax.xaxis, ax.yaxis)]
    named = [axis for axis in axes if isinstance(axis.get_major_locator(), FixedLocator)]
    return Looks(
        {text: (text.get_fontsize(), text.get_text(), text.get_parse_math()) for text in fig.findobj(Text)},
        {axis: (list(axis.get_ticklocs()), [label.get_text() for label in axis.get_ticklabels()]) for axis in named},
        {axis: axis.get_major_locator() for axis in axes if isinstance(axis.get_major_locator(), MaxNLocator)},
    )


def restore(before: Looks) -> None:
    """Put everything back."""
    for axis, (places, words) in before.names.items():
        axis.set_ticks(places, words)
    for axis, locator in before.amounts.items():
        axis.set_major_locator(locator)
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
    """Give the height [inches] that the names down a page need, wrapped, so that none covers the next."""
    letters = WRAP if narrow else WRAP_WIDE
    wrapped = [[fill(word, letters).count("\n") + 1 for word in words] for words in _down(before)]
    return max((1.0 + LINE * len(lines) * max(lines) for lines in wrapped if lines), default=0.0)


def _down(before: Looks) -> list[list[str]]:
    return [words for axis, (_, words) in before.names.items() if axis.axis_name == "y"]


def has_formulas(fig: "Figure") -> bool:
    """Say whether matplotlib itself writes formulas, as on logarithmic axes; elsewhere a dollar in a name is a dollar."""
    return any(axis.get_scale() != "linear" for ax in fig.axes for axis in (ax.xaxis, ax.yaxis))


def fit(fig: "Figure", before: Looks, width: float, narrow: bool) -> None:
    """Fit a figure to a width [inches]."""
    formulas = has_formulas(fig)
    for text, (points, _, _) in before.texts.items():
        text.set_fontsize(max(points, SMALLEST))
        text.set_parse_math(formulas)
    for axis, (places, words) in before.names.items():
        if axis.axis_name == "x":
            _along(axis, places, words, 72 * width - _beside(axis.axes, WRAP if narrow else WRAP_WIDE))
        else:
            axis.set_ticks(places, [fill(word, WRAP if narrow else WRAP_WIDE) for word in words])
    if narrow:
        _for_a_phone(fig, before)


def _beside(ax: Any, wrap: int) -> float:
    """The width [points] that what stands left and right of an axes takes from it, about."""
    left = [label.get_text() for label in ax.get_yticklabels()] or [""]
    right = [text.get_text() for text in ax.texts if text.get_ha() == "left"] or [""]
    letters = sum(min(max(map(len, words)), wrap) for words in (left, right))
    return LETTER * letters + MARGINS


def _along(axis: Any, places: list[float], words: list[str], room: float) -> None:
    """Thin periods and times that would collide; turn names, none of which may be left out."""
    needed = sum(len(word) * LETTER + 9 for word in words)
    if needed <= room:
        return
    if all(word[:1].isdigit() for word in words):
        step = -int(-needed // room)
        axis.set_ticks(places[::-1][::step][::-1], words[::-1][::step][::-1])
    else:
        axis.set_ticks(places, words, rotation=90)


def _for_a_phone(fig: "Figure", before: Looks) -> None:
    for axis in before.amounts:
        if axis.axis_name == "x":
            axis.set_major_locator(MaxNLocator(**FEW))
    for ax in fig.axes:
        for text in ax.texts:
            words = text.get_text()
            if text.get_ha() == "left" and not any(letter.isdigit() or letter == "\n" for letter in words):
                text.set_text(fill(words, WRAP))
