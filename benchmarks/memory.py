"""How much memory a build takes, its server and its workers apart."""

import statistics
import threading
from collections.abc import Callable

import psutil


def peaks(work: Callable[[], object]) -> dict[str, float]:
    """Memory while something runs: the most of one worker, and of the server early and late [MB, unshared]."""
    seen: dict[str, list[float]] = {"worker": [0.0], "server": [0.0]}
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.25):
            for process in psutil.Process().children(recursive=True):
                try:
                    server = "tieranalysis.report.server" in " ".join(process.cmdline())
                    mine = server and "tieranalysis.report.server" not in " ".join(process.parent().cmdline())
                    if server:
                        seen["server" if mine else "worker"].append(process.memory_full_info().uss / 1e6)
                except (psutil.Error, AttributeError):
                    continue

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        work()
    finally:
        done.set()
        watcher.join()
    server = seen["server"]
    late, early = server[-max(1, len(server) // 10) :], server[len(server) // 10 : len(server) // 5] or server
    return {"worker": max(seen["worker"]), "early": statistics.median(early), "late": statistics.median(late)}
