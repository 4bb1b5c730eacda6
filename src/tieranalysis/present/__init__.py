"""Tables, figures and the page that a report is rendered to.

A notebook shows objects (`header`, `main_points`, `table`, `figure` and so on); each carries its exact data in the
executed notebook. `render` turns any executed notebook into one self-contained, accessible page with its downloads.
Everything here is a pure function of what it is given: no clock, no files, no network.
"""

from importlib import import_module
from typing import Any

NAMES = {
    "About": "tieranalysis.present.about",
    "Input": "tieranalysis.present.about",
    "Page": "tieranalysis.present.about",
    "Previous": "tieranalysis.present.about",
    "header": "tieranalysis.present.statements",
    "main_points": "tieranalysis.present.statements",
    "headlines": "tieranalysis.present.statements",
    "notices": "tieranalysis.present.statements",
    "what_changed": "tieranalysis.present.statements",
    "table": "tieranalysis.present.tables",
    "assumptions": "tieranalysis.present.tables",
    "explorer": "tieranalysis.present.panel",
    "figure": "tieranalysis.present.figures",
    "render": "tieranalysis.present.page",
}
"""Public name to the module that defines it; imported on first use, because drawing libraries are slow to load."""


def __getattr__(name: str) -> Any:
    if name not in NAMES:
        raise AttributeError(f"tieranalysis.present has no {name!r}; it has {', '.join(sorted(NAMES))}")
    return getattr(import_module(NAMES[name]), name)


def __dir__() -> list[str]:
    return sorted(NAMES)
