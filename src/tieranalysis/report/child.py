"""A forked child: what it must not share with the server is made anew, then it does the job that it is sent."""

import contextlib
import json
import os
import socket
import struct
import sys
from typing import Any

LENGTH = struct.Struct("!Q")
BEGUN = {"begun": True}


def work(talk: socket.socket) -> None:
    """Read a job, do it, and answer."""
    with talk.makefile("rb") as asked:
        job = json.loads(asked.read(LENGTH.unpack(asked.read(LENGTH.size))[0]))
    tell(talk, BEGUN)
    anew(job)
    from tieranalysis.report import forked, worker

    tasks = {"report": worker.perform, "cells": forked.run}
    worker.work(tasks[job["task"]], job, lambda event: tell(talk, event))


def tell(talk: socket.socket, event: dict[str, Any]) -> None:
    """Send one event as a line of JSON."""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        talk.sendall(json.dumps(event, default=str).encode() + b"\n")


def anew(job: dict[str, Any]) -> None:
    """Undo what a fork inherits and a new process would not: the parent's name, standard input and output."""
    os.environ.update(job.get("environment", {}))
    os.environ.pop("JPY_PARENT_PID", None)
    nothing = os.open(os.devnull, os.O_RDWR)
    errors = os.open(job["errors"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if job.get("errors") else nothing
    for number, file in ((0, nothing), (1, errors), (2, errors)):
        os.dup2(file, number)
    sys.argv = [job.get("notebook", "notebook")]
