"""Tables, figures and the page that a report is rendered to.

A notebook shows objects (`header`, `main_points`, `table`, `figure` and so on); each carries its exact data in the
executed notebook. `render` turns any executed notebook into one self-contained, accessible page with its downloads.
Everything here is a pure function of what it is given: no clock, no files, no network.
"""

from importlib import import_module
from typing import Any

NAMES = {
    "register": "tieranalysis.present.ipython",
    "About": "tieranalysis.present.about",
    "Input": "tieranalysis.present.about",
    "Page": "tieranalysis.present.about",
    "Previous": "tieranalysis.present.about",
    "header": "tieranalysis.present.statements",
    "main_points": "tieranalysis.present.statements",
    "headlines": "tieranalysis.present.statements",
    "notices": "tieranalysis.present.statements",
    "what_changed": "tieranalysis.present.statements",
    "sentence": "tieranalysis.present.statements",
    "report_list": "tieranalysis.present.links",
    "table": "tieranalysis.present.tables",
    "assumptions": "tieranalysis.present.tables",
    "explorer": "tieranalysis.present.panel",
    "figure": "tieranalysis.present.figures",
    "moving_figure": "tieranalysis.present.moving",
    "moving_table": "tieranalysis.present.moving_tables",
    "moving_assumptions": "tieranalysis.present.moving_tables",
    "render": "tieranalysis.present.page",
    "committee_extract": "tieranalysis.present.extract",
    "catalogue_page": "tieranalysis.present.catalogue",
    "accessibility_page": "tieranalysis.present.catalogue",
    "trend": "tieranalysis.present.charts.lines",
    "ranked_bars": "tieranalysis.present.charts.bars",
    "bridge": "tieranalysis.present.charts.bars",
    "stacked_bars": "tieranalysis.present.charts.bars",
    "dot_plot": "tieranalysis.present.charts.points",
    "range_bars": "tieranalysis.present.charts.points",
    "heat_map": "tieranalysis.present.charts.grids",
    "coalition_map": "tieranalysis.present.charts.grids",
}
"""Public name to the module that defines it; imported on first use, because drawing libraries are slow to load."""


def __getattr__(name: str) -> Any:
    if name not in NAMES:
        raise AttributeError(f"tieranalysis.present has no {name!r}; it has {', '.join(sorted(NAMES))}")
    return getattr(import_module(NAMES[name]), name)


def __dir__() -> list[str]:
    return sorted(NAMES)
