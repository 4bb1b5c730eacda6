"""A bare frame or series as the last line of a cell is shown as an accessible table, in Jupyter and on the page."""

import sys
from typing import Any

FRAMES = {  # where pandas says that they live: since version 3, and before
    "DataFrame": ("pandas", "pandas.core.frame"),
    "Series": ("pandas", "pandas.core.series"),
}


def register(shell: Any = None) -> bool:
    """Show frames as tables in this IPython shell, or in the one that runs; say whether there was one.

    Safe to call at import: it loads neither IPython nor pandas.
    """
    shell = shell or _running()
    formatter = getattr(getattr(shell, "display_formatter", None), "mimebundle_formatter", None)
    if formatter is None:
        return False
    for name, modules in FRAMES.items():
        for module in modules:
            formatter.for_type_by_name(module, name, _bundle)
    return True


def _running() -> Any:
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def _bundle(frame: Any, include: Any = None, exclude: Any = None) -> dict[str, Any]:
    from tieranalysis.present.tables import bare

    return {**bare(frame)._repr_mimebundle_(), "text/plain": repr(frame)}
