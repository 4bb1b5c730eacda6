"""What pooling needs and saves in every case of a panel, in a typical week and in weeks drawn."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from tieranalysis.metrics.contacts.costs_tried import keys_of
from tieranalysis.metrics.contacts.demand import Demand, demand
from tieranalysis.metrics.contacts.drawing import Weeks, draw_weeks
from tieranalysis.metrics.contacts.longer import break_evens
from tieranalysis.metrics.contacts.need import Deal, Standard, apart, in_each
from tieranalysis.metrics.contacts.teams import who_may_join
from tieranalysis.metrics.contacts.trying import Steps, by_standard
from tieranalysis.metrics.contacts.uncertainty import MEASURES, ends_of, measures_of
from tieranalysis.metrics.contacts.views import NEED_COLUMNS, NEED_ROWS

ENDS = ("low", "central", "high")
READINGS = {"": True, "_fractional": False}


def pooled_to_try(
    calls: pd.DataFrame,
    week: pd.DataFrame,
    partners: Mapping[str, str],
    steps: Steps,
    target_level: float = 0.8,
    draws: int = 200,
    seed: int = 1,
    **fixed: float,
) -> pd.DataFrame:
    """Work out what pooling needs and saves in every case of who joins and the steps, in a typical week and in weeks drawn.

    `calls` are intervals and `week` is a typical week of them; `steps` and `fixed` as for `need_to_try`. One row a case: the
    controls; the columns of `pool_summary` of all centres, who stays out counted on both sides; joint_hours_apart,
    joint_hours_together [agent hours a week, fractions], joint_hours_apart_whole and joint_busiest [whole agents], of those who
    join alone;
    low, central and high of each measure of `pool_uncertainty`, such as saving_rate_low and, in fractions of an agent,
    saving_rate_fractional_low; and break_even_rate [share of handling time].
    """
    typical = demand(week[week["centre"].isin(list(partners))])
    weeks = draw_weeks(calls[calls["centre"].isin(list(partners))], draws=draws, seed=seed)
    joins, frames = who_may_join(typical, partners), []
    for standard, cases in by_standard(steps, fixed, target_level, None).items():
        deals = [(name, inside, case, pool) for name, inside in joins.items() for case, pool in cases]
        ways = [(inside, pool) for _, inside, _, pool in deals]
        keys = pd.DataFrame([{"joining": name, **case} for name, _, case, _ in deals])
        found = {**_typical(typical, ways, standard), **_drawn(weeks, ways, standard)}
        frames.append(keys.assign(**found, break_even_rate=_even(typical, ways, standard)))
    return pd.concat(frames, ignore_index=True)


def _even(calls: Demand, ways: Sequence[Deal], standard: Standard) -> list[float]:
    """The break-even of each way to join, which does not depend on how much longer calls take: each is looked for once."""
    named = [(tuple(inside), pool.share) for inside, pool in ways]
    several = list(dict.fromkeys(named))
    found = break_evens(calls, [(list(inside), share) for inside, share in several], standard)
    return [float(found[several.index(one)]) for one in named]


def _typical(calls: Demand, ways: Sequence[Deal], standard: Standard) -> dict[str, np.ndarray]:
    """The columns of `pool_summary`, a value a way: all centres, and those who join alone."""
    found: dict[str, np.ndarray] = {}
    hours = calls.interval_seconds / 3600
    for suffix, whole in READINGS.items():
        alone, joint = apart(calls, standard, whole), np.array(in_each(calls, ways, standard, whole))
        inside = np.array([alone[:, own].sum(axis=1) for own, _ in ways])
        all_apart = alone.sum(axis=1)
        together = joint + all_apart - inside
        found |= _hours(np.full(len(ways), all_apart @ hours), together @ hours, suffix)
        if whole:
            found |= _busiest(all_apart, together) | {"joint_busiest": _at_peak(inside, joint)}
            found |= {"joint_hours_apart_whole": inside @ hours}
        else:
            found |= {"joint_hours_apart": inside @ hours, "joint_hours_together": joint @ hours}
    return found


def _hours(alone: np.ndarray, joint: np.ndarray, suffix: str) -> dict[str, np.ndarray]:
    named = {f"agent_hours_apart{suffix}": alone, f"agent_hours_together{suffix}": joint}
    return named | {f"saving_rate{suffix}": _saved(alone, joint)}


def _busiest(alone: np.ndarray, together: np.ndarray) -> dict[str, np.ndarray]:
    peak = alone.argmax()
    top, joint = np.full(len(together), alone[peak]), together[:, peak]
    return {"busiest_apart": top, "busiest_together": joint, "busiest_saving_rate": _saved(top, joint)}


def _at_peak(alone: np.ndarray, joint: np.ndarray) -> np.ndarray:
    """Joint agents of each way where those who join would need most apart."""
    return joint[np.arange(len(joint)), alone.argmax(axis=1)]


def _saved(alone: np.ndarray, joint: np.ndarray) -> np.ndarray:
    return 1 - np.divide(joint, alone, out=np.full(len(joint), np.nan), where=alone > 0)


def _drawn(weeks: Weeks, ways: Sequence[Deal], standard: Standard) -> dict[str, np.ndarray]:
    """Low, central and high of each measure over the weeks drawn, a value a way."""
    found: dict[str, np.ndarray] = {}
    for suffix, whole in READINGS.items():
        alone = apart(weeks.calls, standard, whole)
        joint = in_each(weeks.calls, ways, standard, whole)
        outside = [np.delete(alone, inside, axis=1).sum(axis=1) for inside, _ in ways]
        together = [need + rest for need, rest in zip(joint, outside, strict=True)]
        ends = ends_of(measures_of(weeks, alone.sum(axis=1), together))
        named = [
            (f"{measure}{suffix}_{end}", ends[i, :, j])
            for j, measure in enumerate(MEASURES)
            for i, end in enumerate(ENDS)
        ]
        found |= dict(named)
    return found


def needs_to_try(pooled: pd.DataFrame) -> pd.DataFrame:
    """Set the need of every case of `pooled_to_try` out as `needs_side_by_side` does: the controls and its columns."""
    keys, parts = keys_of(pooled), []
    for place, (words, need, saving, whole) in enumerate(NEED_ROWS):
        drawn = saving if whole else f"{saving.removesuffix('_fractional')}_fractional"
        shown = [words, pooled[need.format("apart")], pooled[need.format("together")], pooled[saving]]
        shown += [pooled[f"{drawn}_{end}"] for end in ENDS]
        parts.append(pooled[keys].assign(**dict(zip(NEED_COLUMNS, shown, strict=True)), place=place, case=pooled.index))
    rows = pd.concat(parts).sort_values(["case", "place"], kind="stable", ignore_index=True)
    return rows.drop(columns=["case", "place"])
