"""The cells of a notebook, run one after another in this process, with nbclient's own rules for what becomes an output."""

import asyncio
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from nbclient.exceptions import CellExecutionComplete
from papermill.clientwrap import PapermillNotebookClient

from tieranalysis.report import here, kernel, notebook


class Cells(PapermillNotebookClient):
    """papermill's client, told of messages directly."""

    def __init__(self, manager: Any, max_cell_mb: float = 10.0, max_report_mb: float = 50.0, **options: Any) -> None:
        super().__init__(manager, **options)
        self.limits = (max_cell_mb, max_report_mb)
        self.sizes = [0.0, 0.0]
        self.now: tuple[Any, int, str] | None = None
        self.reply: dict[str, Any] = {}

    def run(self) -> None:
        """Run every cell until one fails, in one event loop, as a kernel does."""
        asyncio.run(self._run())

    async def _run(self) -> None:
        self.reset_execution_trackers()
        self.kernel = kernel.made(self.take)
        for index, cell in enumerate(self.nb.cells):
            self.nb_man.cell_start(cell, cell_index=index)
            failed = await self._run_cell(cell, index)
            if failed:
                self.nb_man.cell_exception(cell, cell_index=index)
            self.nb_man.cell_complete(cell, cell_index=index)
            if failed:
                break
        self.nb.metadata["language_info"] = dict(IPythonKernel.language_info)
        self.set_widgets_metadata()

    async def _run_cell(self, cell: Any, index: int) -> bool:
        """Run one cell; returns whether it failed and nothing allows it to."""
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return False
        cell["metadata"]["execution"] = {}
        cell.outputs, self.clear_before_next_output = [], False
        await self._execute(cell, index)
        await asyncio.sleep(0)  # tasks that the cell left running go on, as they do while a kernel waits for the next
        return self.reply["status"] == "error" and not (self.allow_errors or "raises-exception" in tags)

    async def _execute(self, cell: Any, index: int) -> None:
        content = {"code": cell.source, "silent": False, "store_history": True, "allow_stdin": False}
        request = self.kernel.session.msg("execute_request", {**content, "stop_on_error": True})
        self.now, self.sizes[0] = (cell, index, request["header"]["msg_id"]), 0.0
        self.kernel.set_parent([], request)
        self.kernel._publish_status("busy", "shell")
        await self.kernel.execute_request(None, [], request)
        self.kernel._publish_status("idle", "shell")
        self.now = None

    def take(self, message: dict[str, Any]) -> None:
        """Take a message: the reply to a request, or something that its cell puts out."""
        if message["msg_type"] == "execute_reply":
            self.reply = message["content"]
        elif self.now and message["parent_header"].get("msg_id") == self.now[2]:
            self._weigh(message, *self.now[:2])
            try:
                self.process_message(message, *self.now[:2])
            except CellExecutionComplete:
                return

    def _weigh(self, message: dict[str, Any], cell: Any, index: int) -> None:
        """End the run where a cell or the report has put out more than it may, before the memory is gone."""
        size = notebook.megabytes(message["content"])
        self.sizes = [so_far + size for so_far in self.sizes]
        why = notebook.over(self.sizes, self.limits)
        if why:
            here.fail(notebook.told(cell, notebook.number(self.nb, index), "OutputLimit", why)["why"], "OutputLimit")
