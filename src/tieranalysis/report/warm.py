"""What the warm server imports, draws, renders and makes once, so that no report pays for it.

The list is of what a report was seen to import, matplotlib_inline apart, which has to be imported after the kernel is made.
"""

import contextlib
import importlib
import importlib.util
import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

import tieranalysis
from tieranalysis import present, registers

MODULES = (
    "asyncio", "bdb", "code", "encodings.ascii", "encodings.latin_1", "encodings.unicode_escape", "encodings.utf_8_sig",
    "http.server", "sqlite3", "IPython.core.completerlib", "IPython.core.logger", "IPython.core.magic_arguments",
    "IPython.core.magics.ast_mod", "IPython.core.magics.execution", "IPython.core.magics.pylab",
    "IPython.core.oinspect", "IPython.core.pylabtools", "IPython.extensions.storemagic", "IPython.utils.module_paths",
    "IPython.utils.wildcard", "ipykernel.debugger", "ipykernel.kernelapp", "ipykernel.ipkernel", "matplotlib.pyplot",
    "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg", "nbconvert", "nbformat", "numpy", "pandas",
    "pandas.core.reshape.reshape", "pandas.io.formats.html", "pandas.io.formats.string",
    "pandas.plotting._matplotlib", "papermill", "papermill.clientwrap", "pyarrow.pandas_compat",
    "tornado.platform.asyncio", "tornado.queues", "tieranalysis.report.cells", "tieranalysis.report.engine",
    "tieranalysis.report.forked", "tieranalysis.report.worker",
)  # fmt: skip
OWN = ("afcharts", "pyarrow.dataset", "pyarrow.parquet", "tieranalysis.contract.limits")
SLOW = {"rfc3987_syntax": ("is_valid_syntax",)}
"""Modules that take about a second to import and that hardly any notebook calls, with the functions that others take from them."""


def up(own: bool = False) -> None:
    """Import what reports use, draw one chart to no screen, render one page to nowhere, which fills caches, and make the kernel.

    For notebooks that use this package (`own`) its registers are read too, and one of its own figures is drawn.
    """
    ours = sorted({f"tieranalysis.{name}" for name in tieranalysis.NAMES.values()} | {*present.NAMES.values()})
    with put_off(SLOW):
        for name in (*MODULES, *(OWN if own else ()), *(ours if own else ())):
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
    _draw()
    _render()
    if own:
        registers.read_all()
        _draw_own()
    importlib.import_module("tieranalysis.report.worker").versions()
    importlib.import_module("tieranalysis.report.kernel").prepared()  # last: no module is to find itself in a shell


@contextlib.contextmanager
def put_off(modules: Mapping[str, Sequence[str]]) -> Iterator[None]:
    """Let functions of slow modules be taken while other modules are imported; a module is imported when one is first called.

    jsonschema, which nbformat imports, takes one from a module whose grammar costs a second. What it does is the same.
    """
    known = [name for name in modules if name not in sys.modules and importlib.util.find_spec(name)]
    sys.modules |= {name: _stand_in(name, modules[name]) for name in known}
    try:
        yield
    finally:
        for name in known:
            del sys.modules[name]


def _stand_in(name: str, functions: Sequence[str]) -> ModuleType:
    module = ModuleType(name)
    for function in functions:
        setattr(module, function, _late(name, function))
    return module


def _late(name: str, function: str) -> Callable[..., Any]:
    def call(*given: Any, **named: Any) -> Any:
        return getattr(importlib.import_module(name), function)(*given, **named)

    return call


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


def _draw_own() -> None:
    import pandas as pd

    frame = pd.DataFrame({"name": ["a", "b"], "amount_gbp": [1.0, 2.0]})
    axes = present.ranked_bars(frame, "name", "amount_gbp", unit="£")
    present.figure(axes, alt="Two bars, of one and two pounds", headline="Warm", subtitle="Warm")


def _render() -> None:
    import datetime

    import pandas as pd
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

    from tieranalysis.present import About, render

    data = {"text/html": pd.DataFrame({"a": [1]})._repr_html_(), "text/plain": "a"}
    cell = new_code_cell("1", outputs=[new_output("execute_result", data)])
    render(new_notebook(cells=[new_markdown_cell("# Warm"), cell]), About("warm", datetime.date(2000, 1, 1)))
