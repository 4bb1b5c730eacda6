"""`figure`: a finished matplotlib figure in; two drawings (wide, narrow for a phone), its words and its data out."""

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING

import pandas as pd

from tieranalysis.present import fitting, stacking, svg
from tieranalysis.present.block import Block
from tieranalysis.present.frames import record_of
from tieranalysis.present.shell import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDE, NARROW = 7.4, 3.7  # inches; a page shows them 710 and 355 CSS pixels wide
SHORTEST, TALLEST, LONGEST = 2.2, 14.0, 40.0  # inches; of a chart, and of one whose names need more
FONTS = ("Arial", "Liberation Sans", "Helvetica", "DejaVu Sans")
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
    labels: Mapping[str, str] | None = None,
    notes: list[str] | None = None,
    follows: Block | None = None,
    illustrative: bool = False,
) -> Block:
    """Show a chart: the finding as its headline; measure, place, period and unit as its subtitle; its data as a table.

    `alt` says in words what the chart shows, for readers who do not see it; `unit` and `labels` say what the columns of
    its data are in and are called, as for `table`. The figure given is left as it was. This
    drawing does not move (`moving_figure` does): one that `follows` a panel says so when its assumptions are changed.
    Raises ValueError where alt or headline is missing or says nothing.
    """
    check_words(alt, headline)
    drawn = getattr(fig, "figure", fig)
    _put_away(drawn)
    stays = follows.record["headline"] if follows else None
    words = {"stays": stays, "headline": headline, "subtitle": subtitle, "alt": alt, "source": source, "notes": notes}
    drawings = {"wide": draw(drawn, WIDE), "narrow": draw(drawn, NARROW)}
    table = {} if data is None else {"data": record_of(data, headline, unit, labels=labels)}
    said = {name: value for name, value in words.items() if value}
    return Block({"kind": "figure"} | said | drawings | table | ({"illustrative": True} if illustrative else {}))


def check_words(alt: str, headline: str) -> None:
    """Refuse a description or a headline that says nothing."""
    if PLACEHOLDER.fullmatch(str(alt).strip()):
        raise ValueError(
            f"figure: alt={alt!r} says nothing; write what the chart shows, such as 'Spending rose every year'"
        )
    if not str(headline).strip():
        raise ValueError("figure needs a headline that states the finding, such as 'Adult social care grew fastest'")


def _put_away(fig: "Figure") -> None:
    """Take a figure that pyplot made off its list, or Jupyter shows it again as a picture without a description."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot:
        pyplot.close(fig)


def draw(fig: "Figure", width: float) -> str:
    """Draw a figure at a width [inches] as clean SVG; the same figure gives the same text every time."""
    return svg.clean(raw(fig, width), "i")


def raw(fig: "Figure", width: float) -> str:
    """Draw a figure at a width [inches] as matplotlib writes it."""
    import matplotlib as mpl

    settings = {
        "text.parse_math": fitting.has_formulas(fig),
        "svg.fonttype": "none",
        "svg.hashsalt": "tieranalysis",
        "font.sans-serif": list(_fonts()),
    }
    out = StringIO()
    with mpl.rc_context(settings), _at_width(fig, width):
        _lay_out(fig)
        fig.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return printable(out.getvalue())


def _lay_out(fig: "Figure") -> None:
    """Find room for the labels once, now: a figure that is saved with a layout engine is drawn and laid out twice."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    before, points = fig.canvas, fig.dpi
    FigureCanvasSVG(fig)
    fig.dpi = 72
    fig.get_layout_engine().execute(fig)
    fig.dpi = points
    fig.set_canvas(before)
    fig.set_layout_engine(None)


def _fonts() -> Iterator[str]:
    from matplotlib.font_manager import fontManager

    there = set(fontManager.get_font_names())
    return (name for name in FONTS if name in there)


@contextmanager
def _at_width(fig: "Figure", width: float) -> Iterator[None]:
    """Lend the figure another size, legible text and room for its labels; put everything back afterwards."""
    size, engine, before = fig.get_size_inches().copy(), fig.get_layout_engine(), fitting.remember(fig)
    narrow, charts = width < WIDE, stacking.below(fig, width, width < WIDE)
    tall = _height(fig, before, width, charts)
    try:
        with stacking.stacked(fig, charts), stacking.solid(fig):
            fig.set_size_inches(width, tall)
            fig.set_layout_engine("constrained")
            fitting.fit(fig, before, width, narrow=narrow)
            fitting.start_layout(fig)
            yield
    finally:
        fig.set_size_inches(size)
        fig.set_layout_engine(engine if engine is not None else "none")
        fitting.restore(before)
        fitting.start_layout(fig)


def _height(fig: "Figure", before: fitting.Looks, width: float, charts: int) -> float:
    """The height [inches] of a figure at a width: of its own shape, and room for the names of each chart below another."""
    across, tall = fig.get_size_inches()
    names = min(max(charts, 1) * fitting.height_of_names(before, width < WIDE), LONGEST)
    shape = tall * min(1.0, (WIDE if width == WIDE else 1.6 * WIDE) / across)
    if charts:
        return max(min(stacking.height(fig, width, charts), LONGEST), names)
    return max(min(max(shape, SHORTEST), TALLEST), names)
