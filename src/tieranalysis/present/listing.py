"""Numbered things named in a sentence, those of one kind together."""

from collections.abc import Iterable
from itertools import groupby


def listed(names: Iterable[str]) -> str:
    """List what is left out, numbers of one kind together.

    >>> listed(["Table 1", "Table 8", "Figure 3", "Table 9", "Table 10", "the notice “Old”"])
    'Tables 1 and 8 to 10, Figure 3, the notice “Old”'
    >>> listed(["Table 1", "Table 3", "Table 4", "Table 9", "Table 10", "Table 11"])
    'Tables 1, 3, 4 and 9 to 11'
    """
    kinds: dict[str, list[int]] = {}
    for name in dict.fromkeys(names):
        kind, _, number = name.rpartition(" ")
        kinds.setdefault(kind if number.isdecimal() else name, []).extend([int(number)] if number.isdecimal() else [])
    return ", ".join(f"{kind}{'s' * (len(found) > 1)} {_runs(found)}".strip() for kind, found in kinds.items())


def _runs(numbers: list[int]) -> str:
    runs = [[n for _, n in run] for _, run in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0])]
    parts = [part for run in runs for part in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run))]
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
