"""Who gains in every case of a panel: the game of those who join, what each pays by each rule, and who holds the deal together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from tieranalysis.metrics.contacts.coalitions import coalitions, price_game
from tieranalysis.metrics.contacts.demand import demand
from tieranalysis.metrics.contacts.teams import who_may_join
from tieranalysis.metrics.contacts.trying import CONTROLS, Steps, cases_in
from tieranalysis.metrics.fairness import best_by_size, blocked_by, hold_outs, least_core
from tieranalysis.metrics.games import Game, among, stand_alone, who_is_in
from tieranalysis.metrics.sharing import METHODS, WEIGHTED, share_or_reason, shares

Weights = Mapping[str, Mapping[str, float]]
PENNY = 0.01


@dataclass(frozen=True)
class Tried:
    """Agent hours of all partners in each case of the steps, which partners join by the name of the choice, and the prices."""

    hours: Sequence[tuple[Mapping[str, float], Game]]
    joins: Mapping[str, Sequence[str]]
    prices: tuple[float, ...]

    @property
    def controls(self) -> list[str]:
        """The columns that say to which case a row belongs."""
        return ["joining", *self.hours[0][0]]

    @property
    def games(self) -> list[tuple[Mapping[str, float], Game]]:
        """Each case of the steps with the game of all partners [GBP]."""
        return [(case, price_game(game, *self.prices)) for case, game in self.hours]

    def each(self, priced: bool = True) -> Iterator[tuple[dict[str, Any], Game]]:
        """Give every case with the game of those who join [GBP, or agent hours]."""
        for (joining, names), (case, game) in product(self.joins.items(), self.games if priced else self.hours):
            yield {"joining": joining, **case}, among(game, names)


def games_to_try(
    intervals: pd.DataFrame,
    partners: Mapping[str, str],
    steps: Steps,
    agent_hour_gbp: float,
    hours_in_each: float = 1.0,
    target_level: float = 0.8,
    **fixed: float,
) -> Tried:
    """Price every coalition of partners in every case of who joins ("All", "All but ...") and the steps [GBP, whole agents].

    `steps` and `fixed` as for `need_to_try`, prices as for `price_game`, who may join as `who_may_join` says. Those who join pool
    their calls; who stays out keeps its own centres and is in no game.
    """
    calls = demand(intervals[intervals["centre"].isin(list(partners))])
    joins = {
        name: list(dict.fromkeys(partners[calls.centres[i]] for i in inside))
        for name, inside in who_may_join(calls, partners).items()
    }
    hours = [
        (case, coalitions(intervals, partners, target_level=target_level, **dict(zip(CONTROLS, values, strict=True))))
        for case, values in cases_in(steps, fixed)
    ]
    return Tried(hours, joins, (agent_hour_gbp, hours_in_each))


def gains_to_try(tried: Tried, method: str = "shapley") -> pd.DataFrame:
    """Work out what each partner saves against its cost alone under one rule of sharing, in every case.

    One row a case and partner: the controls, partner, joins (yes or no) and saving [GBP, whole agents], to the penny as
    `sharing_table` gives it; a partner that stays out saves nothing.
    """
    everyone, rows = tried.hours[0][1].partners, []
    for case, game in tried.each():
        saving = dict(stand_alone(game) - shares(game, method, round_to=PENNY))
        rows += [{**case, "partner": p, "joins": p in saving, "saving": saving.get(p, 0.0)} for p in everyone]
    return pd.DataFrame(rows)


def best_to_try(tried: Tried) -> pd.DataFrame:
    """Find the coalition of each size that saves most, of all partners, in every case of the steps, whoever joins.

    One row a case and size: the controls without who joins, the columns of `best_by_size` [GBP] and a true or false column for
    each partner, as `who_is_in` gives them.
    """
    return pd.concat(
        [who_is_in(game, best_by_size(game)).assign(**case) for case, game in tried.games], ignore_index=True
    )


def hold_outs_to_try(tried: Tried) -> pd.DataFrame:
    """Say what each partner's staying out costs the rest of those who join, in every case: the controls and `hold_outs` [GBP]."""
    return pd.concat([hold_outs(game).assign(**case) for case, game in tried.each()], ignore_index=True)


def own_lines_to_try(tried: Tried, pooled: pd.DataFrame) -> pd.DataFrame:
    """Set out what those who join need apart, alone (each council pooling its own lines) and together, in every case.

    `pooled` is `pooled_to_try` of the same cases. Columns: the controls, hours_apart, hours_alone and hours_together [agent
    hours a week, whole agents].
    """
    rows = [
        {**case, "hours_alone": float(stand_alone(game).sum()), "hours_together": float(game.costs[-1])}
        for case, game in tried.each(priced=False)
    ]
    apart = pooled[[*tried.controls, "joint_hours_apart_whole"]].rename(
        columns={"joint_hours_apart_whole": "hours_apart"}
    )
    return apart.merge(pd.DataFrame(rows), on=tried.controls, validate="1:1")


def sharing_to_try(tried: Tried, weights: Weights) -> pd.DataFrame:
    """Share the cost of those who join by every rule, in every case, and test each share.

    `weights` as for `sharing_table`. One row a case, rule and partner: the controls, the columns of `sharing_table` [GBP],
    blocked (coalitions that would pay less by themselves under the rule, as `blocked` counts them; missing where it gives no
    share) and least_core [GBP].
    """
    parts = [_shared(game, weights).assign(**case) for case, game in tried.each()]
    table = pd.concat(parts, ignore_index=True)
    table["saving"] = table["alone"] - table["share"]
    better_off = (table["saving"] > 0).astype("boolean").mask(table["saving"].isna())
    return table.assign(better_off=better_off)


def _shared(game: Game, weights: Weights) -> pd.DataFrame:
    n, alone = len(game.partners), stand_alone(game).to_numpy()
    own = {rule: {name: given[name] for name in game.partners} for rule, given in weights.items()}
    rules = [rule for rule in METHODS if rule not in WEIGHTED or rule in own]
    found = [share_or_reason(game, rule, own.get(rule)) for rule in rules]
    paid = np.array([share.to_numpy() for share, _ in found])
    columns = {
        "method": np.repeat(rules, n),
        "partner": np.tile(game.partners, len(rules)),
        "alone": np.tile(alone, len(rules)),
        "share": paid.ravel(),
        "why_missing": np.repeat([reason for _, reason in found], n),
        "blocked": np.repeat([blocked_by(game, row, PENNY * n) for row in paid], n),
    }
    return pd.DataFrame(columns).assign(least_core=least_core(game))


def shares_to_try(shared: pd.DataFrame) -> pd.DataFrame:
    """Set `sharing_to_try` out with a row a case and partner: the controls, partner, alone_gbp, and what it pays by each rule [GBP]."""
    told = ["alone", "share", "saving", "better_off", "why_missing", "blocked", "least_core", "method", "partner"]
    keys = [name for name in shared if name not in told]
    rules = list(shared["method"].unique())
    rows = shared[shared["method"] == rules[0]].reset_index(drop=True)
    paid = {f"{rule}_gbp": shared.loc[shared["method"] == rule, "share"].to_numpy() for rule in rules}
    return rows[[*keys, "partner"]].assign(alone_gbp=rows["alone"], **paid)
