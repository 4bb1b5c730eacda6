"""The engine that papermill knows as `tieranalysis`: each notebook in a process of its own, forked from a warm server.

    papermill --engine tieranalysis notebook.ipynb executed.ipynb

Cell for cell it gives what papermill's own engine gives, without starting a kernel for each notebook. Notebooks in other
languages than Python, and systems without fork, get papermill's own engine.
"""

import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NBClientEngine
from papermill.exceptions import PapermillException
from papermill.log import logger

from tieranalysis.report import here

DEADLINE_SECONDS = float(os.environ.get("TIERANALYSIS_DEADLINE_SECONDS", "3600"))
LIMITS = ("max_cell_mb", "max_report_mb")


class TieranalysisEngine(Engine):
    """Run notebooks as papermill's own engine does, at the price of a fork."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        log_output: bool = False,
        execution_timeout: float | None = None,
        **options: Any,
    ) -> None:
        """Run the cells of a notebook: here where this process is the report's own, in a fork otherwise."""
        limits = {key: options.pop(key) for key in LIMITS if key in options}
        deadline = options.pop("deadline_seconds", DEADLINE_SECONDS)
        if here.own():
            from tieranalysis.report.cells import Cells

            Cells(nb_man, **limits).run()
        elif _python(nb_man.nb) and hasattr(os, "fork"):
            _Forked(nb_man, log_output, execution_timeout, options).run(deadline, limits)
        else:
            NBClientEngine.execute_managed_notebook(
                nb_man, kernel_name, log_output=log_output, execution_timeout=execution_timeout, **options
            )


def _python(book: Any) -> bool:
    spec = book.metadata.get("kernelspec", {})
    return spec.get("language", book.metadata.get("language_info", {}).get("name", "python")).lower() == "python"


class _Forked:
    """A notebook whose cells run in a fork, its manager told of each as if they ran here."""

    def __init__(self, manager: Any, log_output: bool, cell_seconds: float | None, options: dict[str, Any]) -> None:
        self.manager, self.cell_seconds = manager, cell_seconds
        files = {key: options.get(key) for key in ("stdout_file", "stderr_file")}
        self.listening = log_output or any(files.values())
        self.client = PapermillNotebookClient(manager, log=logger, log_output=log_output, **files)
        self.index, self.started, self.stop = 0, time.monotonic(), threading.Event()

    def run(self, deadline: float, limits: dict[str, float]) -> None:
        """Run the cells; raises as papermill's own engine does when the process dies or a limit is passed."""
        from tieranalysis.report import client

        job = {"task": "cells", "book": self.manager.nb, "folder": str(Path.cwd()), "listen": self.listening, **limits}
        job |= {"path": [p for p in sys.path if p], "environment": dict(os.environ)}
        outcome = client.shared().run(job, deadline, self.stop, self.heard, self.cell_ends)
        if not outcome["ok"]:
            self._failed(outcome)
        for cell, found in zip(self.manager.nb.cells, outcome["cells"], strict=True):
            _update(cell, found)
        self.manager.nb.metadata.update(_nodes(outcome["metadata"]))

    def heard(self, event: dict[str, Any]) -> None:
        """Tell the manager of a cell that starts, puts something out or ends."""
        if "output" in event:
            return self.client.log_output_message(_nodes(event["output"]))
        self.index, cell = event["index"], self.manager.nb.cells[event["index"]]
        if event["cell"] == "start":
            self.started = time.monotonic()
            return self.manager.cell_start(cell, cell_index=self.index)
        _update(cell, event["found"])
        if event["failed"]:
            self.manager.cell_exception(cell, cell_index=self.index)
        return self.manager.cell_complete(cell, cell_index=self.index)

    def cell_ends(self) -> float:
        """Return when the cell that runs now must have ended."""
        return self.started + self.cell_seconds if self.cell_seconds else float("inf")

    def _failed(self, outcome: dict[str, Any]) -> None:
        cell = self.manager.nb.cells[self.index]
        self.manager.cell_exception(cell, cell_index=self.index)
        self.manager.cell_complete(cell, cell_index=self.index)
        if outcome["error"] == "stopped":
            raise CellTimeoutError.error_from_timeout_and_cell(
                "Cell execution timed out", int(self.cell_seconds or 0), cell
            )
        kind = DeadKernelError if outcome["error"] == "died" else PapermillException
        raise kind(f"cell {self.index + 1}: {outcome['why']}")


def _update(cell: Any, found: dict[str, Any]) -> None:
    execution = found.pop("execution", None)
    cell.update(_nodes(found))
    if execution is not None:
        cell.metadata["execution"] = _nodes(execution)


def _nodes(value: Any) -> Any:
    import nbformat

    return nbformat.from_dict(value)
