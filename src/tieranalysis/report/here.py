"""Whether this process is a report's own, and how it then speaks to whoever asked for the report."""

import os
import random
import sys
from collections.abc import Callable
from typing import Any, NoReturn

tell: Callable[[dict[str, Any]], None] | None = None


def own() -> bool:
    """Return whether this process was made for one report, so that cells may run in it."""
    return tell is not None


def fail(why: str, error: str) -> NoReturn:
    """Say why the report has failed and leave at once: nothing in a cell can catch this."""
    if tell:
        tell({"ok": False, "why": why, "error": error})
    os._exit(1)


def seed(number: int | None) -> None:
    """Seed the global random numbers: with the report's own number, or with chance where it has none."""
    random.seed(number)
    if "numpy" in sys.modules:
        import numpy as np

        np.random.seed(number)  # noqa: NPY002 - the global generator is what the server's fork has inherited
