"""`figure`: a finished matplotlib figure in; two drawings (wide, narrow for a phone), its words and its data out."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from textwrap import fill
from typing import TYPE_CHECKING, Any

import pandas as pd

from tieranalysis.present import svg
from tieranalysis.present.block import Block
from tieranalysis.present.tables import record_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDE, NARROW = 7.4, 3.7  # inches; a page shows them 710 and 355 CSS pixels wide
SMALLEST = 9.6  # points; 12.8 CSS pixels
TALLEST = 14.0
FONTS = ("Arial", "Liberation Sans", "Helvetica", "DejaVu Sans")
WRAP = 16  # characters of a category's name on a phone
PLACEHOLDER = re.compile(r"(image|chart|figure|plot|graph|picture|.*\.(png|svg|jpe?g))?\.?", re.IGNORECASE)


def figure(
    fig: "Figure | Axes",
    *,
    alt: str,
    headline: str,
    subtitle: str,
    source: str | None = None,
    data: pd.DataFrame | None = None,
    unit: str | dict[str, str] | None = None,
    notes: list[str] | None = None,
    illustrative: bool = False,
) -> Block:
    """Show a chart: the finding as its headline; measure, place, period and unit as its subtitle; its data as a table.

    `alt` says in words what the chart shows, for readers who do not see it. The figure given is left as it was.
    Raises ValueError where alt or headline is missing or says nothing.
    """
    if PLACEHOLDER.fullmatch(str(alt).strip()):
        raise ValueError(
            f"figure: alt={alt!r} says nothing; write what the chart shows, such as 'Spending rose every year'"
        )
    if not str(headline).strip():
        raise ValueError("figure needs a headline that states the finding, such as 'Adult social care grew fastest'")
    drawn = getattr(fig, "figure", fig)
    words = {"headline": headline, "subtitle": subtitle, "alt": alt, "source": source, "notes": notes}
    drawings = {"wide": draw(drawn, WIDE), "narrow": draw(drawn, NARROW)}
    table = {} if data is None else {"data": record_of(data, headline, unit)}
    said = {name: value for name, value in words.items() if value}
    return Block({"kind": "figure"} | said | drawings | table | ({"illustrative": True} if illustrative else {}))


def draw(fig: "Figure", width: float) -> str:
    """Draw a figure at a width [inches] as clean SVG; the same figure gives the same text every time."""
    import matplotlib as mpl

    settings = {"svg.fonttype": "none", "svg.hashsalt": "tieranalysis", "font.sans-serif": list(_fonts())}
    out = StringIO()
    with mpl.rc_context(settings), _at_width(fig, width):
        fig.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return svg.clean(out.getvalue(), "i")


def _fonts() -> Iterator[str]:
    from matplotlib.font_manager import fontManager

    return (name for name in FONTS if name in set(fontManager.get_font_names()))


@contextmanager
def _at_width(fig: "Figure", width: float) -> Iterator[None]:
    """Lend the figure another size, legible text and room for its labels; put everything back afterwards."""
    size, engine, texts, ticks = fig.get_size_inches().copy(), fig.get_layout_engine(), _texts(fig), _categories(fig)
    try:
        shape = size[1] * (min(1.0, WIDE / size[0]) if width == WIDE else min(1.0, 1.6 * WIDE / size[0]))
        fig.set_size_inches(width, min(max(shape, 2.2), TALLEST))
        fig.set_layout_engine("constrained")
        for text, (points, _) in texts.items():
            text.set_fontsize(max(points, SMALLEST))
        if width < WIDE:
            _narrow(fig, ticks)
        _start_layout(fig)
        yield
    finally:
        fig.set_size_inches(size)
        fig.set_layout_engine(engine if engine is not None else "none")
        for text, (points, words) in texts.items():
            text.set_fontsize(points)
            text.set_text(words)
        for axis, (places, words) in ticks.items():
            axis.set_ticks(places, words)
        _start_layout(fig)


def _start_layout(fig: "Figure") -> None:
    """Put every axes back on its grid: a layout that starts where the last one ended comes out a little different."""
    for ax in fig.axes:
        if ax.get_subplotspec() is not None:
            ax.set_subplotspec(ax.get_subplotspec())


def _texts(fig: "Figure") -> dict[Any, tuple[float, str]]:
    from matplotlib.text import Text

    return {text: (text.get_fontsize(), text.get_text()) for text in fig.findobj(Text)}


def _categories(fig: "Figure") -> dict[Any, tuple[list[float], list[str]]]:
    """The axes whose tick labels were written by hand (names of councils, years), with those labels."""
    from matplotlib.ticker import FixedFormatter

    axes = [axis for ax in fig.axes for axis in (ax.xaxis, ax.yaxis)]
    fixed = [axis for axis in axes if isinstance(axis.get_major_formatter(), FixedFormatter)]
    return {axis: (list(axis.get_ticklocs()), [label.get_text() for label in axis.get_ticklabels()]) for axis in fixed}


def _narrow(fig: "Figure", ticks: dict[Any, tuple[list[float], list[str]]]) -> None:
    for axis, (places, words) in ticks.items():
        if axis.axis_name == "y":
            axis.set_ticks(places, [fill(word, WRAP) for word in words])
        else:
            step = 1 + sum(map(len, words)) // 34
            axis.set_ticks(places[::-1][::step][::-1], words[::-1][::step][::-1])
    for ax in fig.axes:
        for text in ax.texts:
            text.set_text(fill(text.get_text(), WRAP) if "\n" not in text.get_text() else text.get_text())
