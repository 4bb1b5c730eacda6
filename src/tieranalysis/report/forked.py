"""The task of a forked child that runs cells for papermill alone: each is told of as it starts, puts out and ends."""

import os
import sys
from typing import Any

import nbformat
from papermill.engines import NotebookExecutionManager

from tieranalysis.report import here
from tieranalysis.report.cells import Cells

KEPT = ("max_cell_mb", "max_report_mb")


class Telling(NotebookExecutionManager):
    """papermill's manager, which tells of cells instead of saving them."""

    failed = False

    def cell_start(self, cell: Any, cell_index: int | None = None, **more: Any) -> None:
        """Tell that a cell starts."""
        here.tell({"cell": "start", "index": cell_index})

    def cell_exception(self, cell: Any, cell_index: int | None = None, **more: Any) -> None:
        """Remember that the cell has failed."""
        self.failed = True

    def cell_complete(self, cell: Any, cell_index: int | None = None, **more: Any) -> None:
        """Tell what came of a cell."""
        here.tell({"cell": "end", "index": cell_index, "failed": self.failed, "found": _found(cell)})


class TellingCells(Cells):
    """Cells whose outputs are told of one by one, for papermill to log."""

    def log_output_message(self, output: Any) -> None:
        """Tell of an output."""
        here.tell({"output": output})


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Run the cells of a notebook that papermill has prepared; returns what they came to."""
    book = nbformat.from_dict(job["book"])
    os.chdir(job["folder"])
    sys.path[:] = job["path"]
    limits = {key: job[key] for key in KEPT if key in job}
    TellingCells(Telling(book, progress_bar=False), log_output=job["listen"], **limits).run()
    return {"ok": True, "cells": [_found(cell) for cell in book.cells], "metadata": _metadata(book)}


def _found(cell: Any) -> dict[str, Any]:
    if cell.cell_type != "code":
        return {}
    kept = {key: cell[key] for key in ("outputs", "execution_count") if key in cell}
    return {**kept, "execution": cell.metadata.get("execution")}


def _metadata(book: Any) -> dict[str, Any]:
    return {key: book.metadata[key] for key in ("language_info", "widgets") if key in book.metadata}
