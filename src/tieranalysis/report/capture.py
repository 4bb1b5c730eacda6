"""What cells write: sys.stdout and sys.stderr as ipykernel has them, and file descriptors 1 and 2 beneath.

ipykernel sends text on after a fifth of a second, from a thread. Here nothing is left to the luck of a thread: text that
has waited that long goes on before the next is taken, which gives the same outputs, the same every time.
"""

import codecs
import contextlib
import os
import select
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from ipykernel.iostream import IOPubThread, OutStream

CHUNK = 65536


class NoThread(IOPubThread):
    """Where ipykernel has a thread that sends, nothing: what is asked for is done at once."""

    def __init__(self) -> None:
        self.thread = None
        self.io_loop = None

    def schedule(self, call: Callable[[], Any]) -> None:
        """Do it."""
        call()


class Stream(OutStream):
    """One of the two standard streams."""

    due = 0.0

    def __init__(self, session: Any, name: str, beneath: Any, streams: list["Stream"]) -> None:
        super().__init__(session, NoThread(), name, watchfd=False)
        self.beneath, self.streams = beneath, streams
        self._original_stdstream_copy = beneath.saved
        beneath.take = super().write
        streams.append(self)

    def write(self, text: str) -> int | None:  # type: ignore[override]
        """Take text, after what came before it through the descriptors."""
        if not self._is_master_process():
            return os.write(self.beneath.number, text.encode(errors="replace")) and len(text)
        settle(self.streams)
        return super().write(text)

    def flush(self) -> None:
        """Send what has been taken."""
        if self._is_master_process():
            self.beneath.drain()
            self._flush()

    def _schedule_flush(self) -> None:
        if not self._flush_pending:
            self._flush_pending = True
            self.due = time.monotonic() + self.flush_interval


def settle(streams: list[Stream]) -> None:
    """Take in what has come through the descriptors, and send what has waited for as long as ipykernel lets text wait."""
    for stream in streams:
        stream.beneath.drain()
    now = time.monotonic()
    for stream in sorted((s for s in streams if s._flush_pending and s.due <= now), key=lambda s: s.due):
        stream._flush()


class Descriptor:
    """File descriptor 1 or 2, turned into a pipe: what os.system and C code write is read from it."""

    def __init__(self, number: int) -> None:
        self.number, self.take = number, lambda text: None
        self.lock = threading.RLock()
        self.decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self.saved = os.dup(number)
        self.end, writing = os.pipe()
        os.set_blocking(self.end, False)
        os.dup2(writing, number)
        os.close(writing)
        self.master = os.getpid()

    def drain(self) -> None:
        """Take in everything that has been written so far."""
        with self.lock, contextlib.suppress(BlockingIOError):
            while os.getpid() == self.master and (said := os.read(self.end, CHUNK)):
                self.take(self.decoder.decode(said))


class Uncaught:
    """A descriptor left alone, where pipes cannot be waited for (Windows), as ipykernel leaves it there too."""

    saved, end = None, None

    def __init__(self, number: int) -> None:
        self.number = number

    def drain(self) -> None:
        """There is nothing to take in."""


def beneath() -> list[Any]:
    """Return what lies beneath standard output and standard error."""
    kind = Uncaught if sys.platform == "win32" else Descriptor
    return [kind(1), kind(2)]


def keep_empty(streams: list[Stream]) -> None:
    """Read the pipes from a thread too, so that a child process that writes much never waits for its cell to end."""

    def read() -> None:
        while sys.platform != "win32":
            select.select([stream.beneath.end for stream in streams], [], [])
            settle(streams)

    threading.Thread(target=read, daemon=True, name="descriptors").start()
