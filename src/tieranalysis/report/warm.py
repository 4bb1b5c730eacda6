"""What the warm server imports and draws once, so that no report pays for it. No thread may be left running by any of it."""

import contextlib
import importlib
import io
from collections.abc import Iterable

MODULES = (
    "asyncio",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "IPython.core.magics",
    "IPython.core.completer",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "nbconvert",
    "nbformat",
    "numpy",
    "pandas",
    "pandas.io.formats.html",
    "papermill",
    "papermill.clientwrap",
    "tieranalysis.report.cells",
    "tieranalysis.report.worker",
    "tieranalysis.report.engine",
)


def up(more: Iterable[str] = ()) -> None:
    """Import what reports use, and draw one chart to no screen, which loads fonts and fills caches."""
    for name in (*MODULES, *more):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    _draw()


def _draw() -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.plot([1, 2], label="$x^2$")
    axes.set_title("warm")
    axes.legend()
    for kind in ("png", "svg"):
        figure.savefig(io.BytesIO(), format=kind)
