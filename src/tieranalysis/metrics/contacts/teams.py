"""Who may join in the cases of a panel: everybody, or everybody but one of the largest."""

from collections.abc import Mapping

import pandas as pd

from tieranalysis.metrics.contacts.demand import Demand

MOST = 3  # partners without each of whom the others may join: each of them is as many cases again
ALL, BUT = "All", "All but "


def who_may_join(calls: Demand, partners: Mapping[str, str], most: int = MOST) -> dict[str, list[int]]:
    """Return the columns of the centres that join: of all, and, of three partners or more, of all but each of the largest."""
    everyone = list(range(len(calls.centres)))
    weight = pd.Series(calls.load.sum(axis=0)).groupby([partners[centre] for centre in calls.centres]).sum()
    largest = weight.sort_values(ascending=False, kind="stable").index[:most]
    if len(weight) < 3:
        return {ALL: everyone}
    names = [name for name in dict.fromkeys(partners.values()) if name in largest]
    without = {f"{BUT}{name}": [i for i in everyone if partners[calls.centres[i]] != name] for name in names}
    return {ALL: everyone, **without}
