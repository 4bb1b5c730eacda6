"""How far a build is: a bar with an estimate where somebody watches, a line for each report where a log is kept."""

import math
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait

from tieranalysis.report.journal import Result


def watch(futures: Mapping[Future[Result], float], jobs: int, say: Callable[[str], None]) -> list[Result]:
    """Say how each report ended as it ends; futures come with the seconds that each took last time, infinity where unknown."""
    from tqdm import tqdm

    results: list[Result] = []
    with tqdm(total=len(futures), unit="report", disable=not sys.stderr.isatty()) as bar:
        for future in _finished(futures):
            results.append(future.result())
            bar.update()
            bar.set_postfix_str(results[-1].report)
            if bar.disable:
                left = [seconds for other, seconds in futures.items() if not other.done()]
                say(line(results, len(futures), _estimate(left, results, jobs)))
    return results


def line(results: list[Result], total: int, left_seconds: float) -> str:
    """Return where a build is, in one line.

    >>> line([Result("budgets", "published", seconds=1.2)], 3, 2.6)
    '1 of 3  budgets: published (1.2 s), about 3 s to go'
    """
    last = results[-1]
    rest = f", about {left_seconds:.0f} s to go" if len(results) < total else ""
    return f"{len(results)} of {total}  {last.report}: {last.status} ({last.seconds:.1f} s){rest}"


def _estimate(left: list[float], results: list[Result], jobs: int) -> float:
    """Estimate what is left from what each took last time, and from this run's mean where that is not known."""
    mean = sum(result.seconds for result in results) / len(results)
    return sum(seconds if math.isfinite(seconds) else mean for seconds in left) / jobs


def _finished(futures: Mapping[Future[Result], float]) -> Iterator[Future[Result]]:
    """Yield futures as they end; waits in short steps, so that a signal is seen at once on every system."""
    pending = set(futures)
    while pending:
        done, pending = wait(pending, timeout=0.2, return_when=FIRST_COMPLETED)
        yield from done
