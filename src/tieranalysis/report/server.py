"""The warm server: a process that has imported everything once, and forks for each report. POSIX alone.

It runs no cell itself, has one thread, no event loop and no sockets of ZeroMQ, so that a fork is safe. It keeps the deadline
of each job, reaps it at once, and ends whatever a job leaves behind; when whoever started it is gone, everything goes.

Control socket: for each job a deadline (8 bytes) and two sockets: one on which the child reads its job and answers, and one on
which the server says how the child ended, and whose closing means that the job is no longer wanted.
"""

import contextlib
import gc
import json
import os
import selectors
import signal
import socket
import struct
import sys
import time
from dataclasses import dataclass

from tieranalysis.report import tree

DEADLINE = struct.Struct("!d")
HEARTBEAT_SECONDS = 0.5


@dataclass
class Job:
    """A child at work."""

    pid: int
    status: socket.socket
    ends: float
    how: str = "died"


def serve(control: socket.socket) -> None:
    """Fork for each job asked for, until whoever asks is gone."""
    tree.adopt()
    keeper, parent = selectors.DefaultSelector(), os.getppid()
    jobs: dict[int, Job] = {}
    keeper.register(control, selectors.EVENT_READ)
    keeper.register(_children_signal(), selectors.EVENT_READ)
    wanted = True
    try:
        while wanted and os.getppid() == parent:
            for key, _ in keeper.select(_patience(jobs)):
                wanted = wanted and _served(key, control, keeper, jobs)
            for job in [job for job in jobs.values() if job.ends <= time.monotonic()]:
                _end(job, "deadline")
            _reap(keeper, jobs)
    finally:
        for job in jobs.values():
            tree.kill(job.pid)
        tree.sweep(())


def _served(
    key: selectors.SelectorKey, control: socket.socket, keeper: selectors.BaseSelector, jobs: dict[int, Job]
) -> bool:
    """Do what one ready file asks for; returns whether the server is still wanted."""
    if key.fileobj is control:
        asked, files, _, _ = socket.recv_fds(control, DEADLINE.size, 2)
        if not asked:
            return False
        _fork(DEADLINE.unpack(asked)[0], files, control, keeper, jobs)
    elif isinstance(key.data, Job):
        keeper.unregister(key.fileobj)
        _end(key.data, "stopped")
    else:
        os.read(key.fd, 4096)
    return True


def _fork(
    seconds: float, files: list[int], control: socket.socket, keeper: selectors.BaseSelector, jobs: dict[int, Job]
) -> None:
    talk, status = (socket.socket(fileno=fd) for fd in files)
    server = os.getpid()
    pid = os.fork()
    if pid == 0:
        _in_child(server, talk, [control, status, *(job.status for job in jobs.values())], keeper)
    talk.close()
    job = Job(pid, status, time.monotonic() + seconds)
    jobs[pid] = job
    keeper.register(status, selectors.EVENT_READ, job)


def _in_child(server: int, talk: socket.socket, others: list[socket.socket], keeper: selectors.BaseSelector) -> None:
    status = 70
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.setsid()
        tree.die_with_parent(server)
        tree.adopt()
        keeper.close()
        for other in others:
            other.close()
        from tieranalysis.report import child

        child.work(talk)
        status = 0
    finally:
        os._exit(status)


def _end(job: Job, how: str) -> None:
    job.how, job.ends = how, float("inf")
    tree.kill(job.pid)


def _reap(keeper: selectors.BaseSelector, jobs: dict[int, Job]) -> None:
    """Take note of all that has ended, then end what it had started, which has come to this process only now."""
    ended: dict[int, int] = {}
    with contextlib.suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            ended.update([found])
    done = [(jobs.pop(pid), status) for pid, status in ended.items() if pid in jobs]
    if ended:
        tree.sweep(jobs)
    for job, status in done:
        _tell(job, os.waitstatus_to_exitcode(status), keeper)


def _tell(job: Job, code: int, keeper: selectors.BaseSelector) -> None:
    with contextlib.suppress(OSError):  # nobody may be listening any more
        job.status.sendall(json.dumps({"how": job.how, "code": code}).encode())
    with contextlib.suppress(KeyError):
        keeper.unregister(job.status)
    job.status.close()


def _patience(jobs: dict[int, Job]) -> float:
    return min([HEARTBEAT_SECONDS, *(max(0.0, job.ends - time.monotonic()) for job in jobs.values())])


def _children_signal() -> int:
    """Return a file that is ready to be read whenever a child has ended."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    return reading


def main() -> None:
    """Warm up (a second argument: for notebooks that use this package too), then serve on the socket of the first."""
    from tieranalysis.report import warm

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    gc.disable()  # hardly anything that is imported becomes garbage, and looking for it is a fifth of the start
    warm.up(own=len(sys.argv) > 2)
    gc.freeze()
    gc.enable()
    serve(socket.socket(fileno=int(sys.argv[1])))
    os._exit(0)  # nothing is left to tidy, and whoever waits is to hear of it at once


if __name__ == "__main__":
    main()
