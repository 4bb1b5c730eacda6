"""ipykernel's own kernel and shell in this very process, without sockets: messages go straight to whoever runs the cells.

Everything that makes a cell's outputs (display hooks, publishers, tracebacks, magics, await) is ipykernel's, so that they
are what the stock engine gives. The warm server makes one that it never uses: each fork has a copy of its own, as good as new.
"""

import logging
import os
import sys
import threading
from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session
from tornado.ioloop import IOLoop
from traitlets.config import Config

from tieranalysis.present.ipython import register
from tieranalysis.report.capture import Stream, beneath, keep_empty
from tieranalysis.report.notebook import INLINE

Message = dict[str, Any]


class Direct(Session):
    """A session that hands over messages in the form in which they would have come through a socket."""

    deliver: Callable[[Message], None] = staticmethod(lambda message: None)

    def send(
        self, stream: Any, msg_or_type: Any, content: Any = None, parent: Any = None, **more: Any
    ) -> Message | None:  # type: ignore[override]
        """Hand over a message; from a forked child nothing is sent, as in ipykernel."""
        if os.getpid() != self.pid:
            return None
        known = {key: more[key] for key in ("header", "metadata") if key in more}
        built = msg_or_type if isinstance(msg_or_type, dict) else self.msg(msg_or_type, content, parent, **known)
        built["content"] = self.unpack(self.pack(built["content"]))
        built["buffers"] = more.get("buffers") or built.get("buffers") or []
        self.deliver(built)
        return built


class Kernel(IPythonKernel):
    """ipykernel's kernel with nobody on the other end of a socket."""

    _execute_sleep = 0.0

    async def _abort_queues(self, subshell_id: str | None = None) -> None:
        """There is no queue."""


@cache
def prepared() -> Kernel:
    """Return the one kernel of this process, without what a fork must not share: the streams and the loop."""
    session = Direct(key=b"", username="tieranalysis")  # first: an application would warn of messages without a key
    app = IPKernelApp.instance(config=Config({"HistoryManager": {"hist_file": ":memory:"}}))
    app.kernel = kernel = Kernel.instance(
        parent=app,
        session=session,
        log=logging.getLogger("tieranalysis.kernel"),
        iopub_socket=SimpleNamespace(name="iopub"),
        shell_channel_thread=SimpleNamespace(parent_thread=threading.main_thread()),
    )
    app.init_shell()
    app.init_extensions()
    _charts(_backend())
    return kernel


def made(deliver: Callable[[Message], None]) -> Kernel:
    """Return the kernel, ready for cells: its messages go to a function, standard output and error are its own. Once in a process."""
    kernel = prepared()
    kernel.session.pid, kernel.session.deliver = os.getpid(), deliver
    _streams(kernel.session)
    kernel.shell.init_environment()  # again: a job brings an environment of its own
    kernel.io_loop = IOLoop.current()
    if "" not in sys.path:
        site = (i for i, path in enumerate(sys.path) if path.endswith(("site-packages", "dist-packages")))
        sys.path.insert(next(site, 0), "")
    _charts(_backend())
    kernel.shell.events.register("pre_run_cell", _frames_as_tables)
    return kernel


def _frames_as_tables(cell: Any) -> None:
    """Do what importing this package does in a shell: it was imported before the fork, so that a cell's import does nothing."""
    if "tieranalysis" in (cell.raw_cell or ""):
        register()


def _streams(session: Session) -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    streams: list[Stream] = []
    out, err = beneath()
    sys.stdout = Stream(session, "stdout", out, streams)
    sys.stderr = Stream(session, "stderr", err, streams)
    keep_empty(streams)


def _backend() -> str:
    """Return the backend that charts are drawn with, and name it in the environment, as ipykernel does."""
    os.environ["MPLBACKEND"] = os.environ.get("MPLBACKEND") or INLINE
    return os.environ["MPLBACKEND"]


@cache
def _charts(backend: str) -> None:
    """Make charts appear in cells, as ipykernel does, whatever of matplotlib was imported before there was a shell.

    The inline backend ties itself to the shell that is there when it is imported: it is to be imported again.
    """
    for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib_inline"]:
        del sys.modules[name]
    if "matplotlib" in sys.modules:
        import matplotlib

        chosen = matplotlib.get_backend(auto_select=False)
        matplotlib.rcParams["backend"] = backend  # read by the inline backend as it is imported
        if chosen:
            import matplotlib.pyplot as plt

            plt.switch_backend(backend)
