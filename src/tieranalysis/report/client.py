"""The other end of the warm server: started when first needed, asked for forks, started again should it ever die."""

import atexit
import contextlib
import json
import os
import secrets
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tieranalysis.report import child, fresh, tree
from tieranalysis.report.server import DEADLINE

STEP_SECONDS, GRACE_SECONDS, START_SECONDS = 0.1, 5.0, 120.0
Event = dict[str, Any]


@dataclass
class Server:
    """A warm server, shared by the threads of a process; `own` has it made ready for notebooks that use this package."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    process: subprocess.Popen | None = None
    control: socket.socket | None = None
    mark: str = field(default_factory=lambda: secrets.token_hex(16))
    owner: int = field(default_factory=os.getpid)
    own: bool = False

    def start(self) -> None:
        """Start it where it is not running; a process that was itself forked starts one of its own."""
        if self.owner != os.getpid():
            self.process, self.control, self.owner = None, None, os.getpid()
        if self.process and self.process.poll() is None:
            return
        self.close()
        self.control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "tieranalysis.report.server", str(theirs.fileno())] + ["own"] * self.own,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, **fresh.ENVIRONMENT, tree.MARK: self.mark},
            )

    def close(self) -> None:
        """End it, with everything that it runs."""
        if self.owner != os.getpid():
            return
        if self.control:
            self.control.close()
        if self.process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(GRACE_SECONDS)
            self.process.kill()
            self.process.wait()
        self.control = self.process = None

    def run(
        self,
        job: dict[str, Any],
        deadline_seconds: float,
        stop: threading.Event,
        heard: Callable[[Event], None] = lambda event: None,
        ends: Callable[[], float] = lambda: float("inf"),
    ) -> Event:
        """Run one job in a fork; returns its outcome, or how it ended without one.

        heard is told of what the child says before; ends gives the time at which the job is to be stopped as it stands.
        """
        talk, status = self._asked(deadline_seconds)
        outcome: Event = {}
        with talk, status:
            data = json.dumps(job).encode()
            with contextlib.suppress(OSError):  # a child that is dead already is told of below
                talk.sendall(child.LENGTH.pack(len(data)) + data)
            for event in self._events(
                talk, status, deadline_seconds, lambda: stop.is_set() or time.monotonic() > ends()
            ):
                if "ok" in event:
                    outcome = event
                elif "how" in event:
                    outcome = outcome or _ended(event, deadline_seconds)
                elif event != child.BEGUN:
                    heard(event)
        return outcome

    def _asked(self, deadline_seconds: float) -> tuple[socket.socket, socket.socket]:
        talk, their_talk = socket.socketpair()
        status, their_status = socket.socketpair()
        with self.lock, their_talk, their_status:
            files = [their_talk.fileno(), their_status.fileno()]
            try:
                self.start()
                socket.send_fds(self.control, [DEADLINE.pack(deadline_seconds)], files)
            except OSError:  # it has just died
                self.close()
                self.start()
                socket.send_fds(self.control, [DEADLINE.pack(deadline_seconds)], files)
        return talk, status

    def _events(
        self, talk: socket.socket, status: socket.socket, seconds: float, unwanted: Callable[[], bool]
    ) -> Iterator[Event]:
        """Yield what the child says and, at the end, how it ended; a server that does not answer in time is ended too."""
        parts: list[bytes] = []
        listening, latest, asked = [status, talk], time.monotonic() + START_SECONDS, False
        while True:
            ready, _, _ = select.select(listening, [], [], STEP_SECONDS)
            while talk in listening and talk in select.select([talk], [], [], 0)[0]:
                chunk = _received(talk)
                for event in map(json.loads, _lines(parts, chunk)):
                    latest = time.monotonic() + seconds + GRACE_SECONDS if event == child.BEGUN else latest
                    yield event
                if not chunk:
                    listening.remove(talk)
            if status in ready:
                yield self._end(_received(status))
                return
            if unwanted() and not asked:
                status.shutdown(socket.SHUT_WR)
                asked, latest = True, time.monotonic() + GRACE_SECONDS
            if time.monotonic() > latest and self.process:
                self.process.kill()

    def _end(self, told: bytes) -> Event:
        """Return how a child ended; where the server can no longer tell, what it kept is nobody's now and is ended."""
        if told:
            return json.loads(told)
        tree.kill_marked(self.mark)
        with contextlib.suppress(subprocess.TimeoutExpired, AttributeError):
            if (left := self.process.wait(GRACE_SECONDS)) > 0:
                return {"how": "unstarted", "code": left}
        return {"how": "died", "code": -9}


def _received(talk: socket.socket) -> bytes:
    """Return what has come, nothing where the other end has gone without a word."""
    with contextlib.suppress(ConnectionResetError):
        return talk.recv(1 << 20)
    return b""


def _lines(parts: list[bytes], chunk: bytes) -> list[bytes]:
    """Return the lines that a chunk completes; what is left of it is kept among the parts."""
    if b"\n" not in chunk:
        parts.append(chunk)
        return []
    *lines, rest = b"".join([*parts, chunk]).split(b"\n")
    parts[:] = [rest]
    return lines


def _ended(event: Event, deadline_seconds: float) -> Event:
    return fresh.ended(event["how"], deadline_seconds if event["how"] == "deadline" else event["code"])


_shared = Server()
atexit.register(_shared.close)


def shared() -> Server:
    """Return the server of this process, which ends with it."""
    return _shared
