"""A hold on a store: a file that says who and until when, made only where there is none, and renewed while the build lasts."""

import contextlib
import json
import time
from typing import Any, Self

from tieranalysis.report import lock

HOLDS_SECONDS = 3600


class Hold:
    """A hold, for `with`, that is to be renewed from time to time, since a process that has died cannot give it back."""

    def __init__(self, files: Any, root: str, out: str) -> None:
        self.files, self.path, self.out = files, f"{root}/{lock.LOCK}", out
        self.who = {**lock.holder(), "until": _until()}

    def __enter__(self) -> Self:
        """Make the file, or raise Held; one that has run out is taken over."""
        try:
            self._write("create")
        except FileExistsError:
            self._refuse_if_held()
            self._write("overwrite")
        self._refuse_if_held()
        return self

    def renew(self) -> None:
        """Hold on for as long again once half the time is over; raises Held where somebody else has taken it meanwhile."""
        if self.who["until"] - time.time() < HOLDS_SECONDS / 2:
            self._refuse_if_held()
            self.who["until"] = _until()
            self._write("overwrite")

    def __exit__(self, *raised: object) -> None:
        """Give it back; where the store cannot be reached any more, it runs out."""
        with contextlib.suppress(Exception):
            if self._mine(self._found()):
                self.files.rm_file(self.path)

    def _write(self, mode: str) -> None:
        self.files.pipe_file(self.path, json.dumps(self.who).encode(), mode=mode)

    def _found(self) -> dict[str, Any] | None:
        self.files.invalidate_cache()
        with contextlib.suppress(FileNotFoundError, ValueError):
            return json.loads(self.files.cat_file(self.path))
        return None

    def _mine(self, found: dict[str, Any] | None) -> bool:
        """Say whether a hold is this one, whatever its end: reports are sent at once, and any of them may just have renewed it."""
        return found is not None and {**found, "until": 0} == {**self.who, "until": 0}

    def _refuse_if_held(self) -> None:
        found = self._found()
        if found and not self._mine(found) and found["until"] > time.time():
            raise lock.Held(
                f"{self.out}: {lock.words(found)}; wait for it to end, or remove {self.path} if it has died"
            )


def _until() -> float:
    return time.time() + HOLDS_SECONDS
