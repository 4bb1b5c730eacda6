"""The peers that `contacts.py` is timed against, run by an interpreter of their own: pyworkforce 0.5.4 and numba.

pyworkforce has Erlang A from 0.5.4 on, which needs Python 3.12. Reads loads from an .npz file, writes JSON to stdout.
"""

import json
import math
import sys
import time

import numba
import numpy as np
from pyworkforce.queuing import ErlangA, ErlangC

INTERVAL, AHT, TARGET, LEVEL, PATIENCE = 1800, 300, 20, 0.8, 120


@numba.njit
def recursion(load, ratio, level, out):
    """Fewest agents by the recursion of Erlang B, one agent at a time: as fast as a compiled loop gets."""
    for i in range(load.size):
        a, inverse, n = load[i], 1.0, 0
        while a > 0:
            n += 1
            inverse = 1 + n / a * inverse
            if n > a:
                wait = n / inverse / (n - a * (1 - 1 / inverse))
                if 1 - wait * math.exp(-(n - a) * ratio) >= level:
                    break
        out[i] = n


def loop_c(calls):
    """A loop of pyworkforce's Erlang C."""
    return [
        ErlangC(transactions=c, aht=AHT, asa=TARGET, interval=INTERVAL).required_positions(LEVEL)["raw_positions"]
        if c > 0
        else 0
        for c in calls
    ]


def loop_a(calls):
    """A loop of pyworkforce's Erlang A."""
    return [
        ErlangA(transactions=c, aht=AHT, asa=TARGET, interval=INTERVAL, patience=PATIENCE).required_positions(LEVEL)[
            "raw_positions"
        ]
        for c in calls
    ]


def timed(function, times):
    """Return the shortest of several runs [seconds] and the last answer."""
    best, answer = math.inf, None
    for _ in range(times):
        start = time.perf_counter()
        answer = function()
        best = min(best, time.perf_counter() - start)
    return best, answer


def main(path):
    """Time each peer on the same calls and print what it took and what it found."""
    given = np.load(path)
    few, sample = given["few"], given["sample"]
    load, out = few * AHT / INTERVAL, np.zeros(few.size)
    recursion(load[:10], TARGET / AHT, LEVEL, out[:10])
    numba_seconds, _ = timed(lambda: recursion(load, TARGET / AHT, LEVEL, out), 60)
    c_seconds, c_found = timed(lambda: loop_c(few.tolist()), 3)
    a_seconds, a_found = timed(lambda: loop_a(sample.tolist()), 1)
    print(
        json.dumps(
            {
                "numba_seconds": numba_seconds,
                "numba_found": out.tolist(),
                "loop_c_seconds": c_seconds,
                "loop_c_found": [int(n) for n in c_found],
                "loop_a_seconds": a_seconds,
                "loop_a_found": [int(n) for n in a_found],
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
