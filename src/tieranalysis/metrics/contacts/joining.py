"""What joining one contact centre would bring one partner, for every combination of a few assumptions, and by how much each moves it."""

from collections.abc import Mapping, Sequence
from itertools import product

import pandas as pd

from tieranalysis.metrics.contacts.coalitions import coalitions, price_game
from tieranalysis.metrics.contacts.demand import Demand, demand
from tieranalysis.metrics.contacts.views import in_full
from tieranalysis.metrics.games import Game, among, stand_alone
from tieranalysis.metrics.one_point import one_point_more_of
from tieranalysis.metrics.sharing import METHODS, WEIGHTED, share_or_reason, shares

Weights = Mapping[str, Mapping[str, float]]
COLUMNS = ["joining", "uplift", "pooled_share", "rule", "alone_gbp", "share_gbp", "saving_gbp"]
SHARES, SECONDS = ("uplift", "pooled_share", "target_level", "shrinkage"), ("target_seconds", "patience_seconds")
PRICES = ("agent_hour_gbp", "weeks_a_year")
QUEUE = ("uplift", "pooled_share", "target_level", *SECONDS)  # what moves agent hours; the others only price them
ALL, OWN = "All", ""


def yearly_game(
    week: pd.DataFrame, partners: Mapping[str, str], assumed: Mapping[str, float], max_occupancy: float | None = None
) -> Game:
    """Price what every coalition of partners would pay a year [GBP a year].

    `assumed` holds uplift, pooled_share, target_level, shrinkage [share], target_seconds, patience_seconds, agent_hour_gbp
    [GBP an hour] and weeks_a_year.
    """
    return _priced(_hours(week, partners, assumed, max_occupancy), assumed)


def _hours(
    week: pd.DataFrame | Demand,
    partners: Mapping[str, str],
    assumed: Mapping[str, float],
    max_occupancy: float | None = None,
) -> Game:
    return coalitions(week, dict(partners), max_occupancy=max_occupancy, **{name: assumed[name] for name in QUEUE})


def _priced(hours: Game, assumed: Mapping[str, float]) -> Game:
    return price_game(hours, assumed["agent_hour_gbp"], assumed["weeks_a_year"] / (1 - assumed["shrinkage"]))


def joining_to_try(
    week: pd.DataFrame,
    partners: Mapping[str, str],
    name: str,
    weights: Weights,
    assumed: Mapping[str, float],
    uplift: Sequence[float] = (0.0, 0.2),
    pooled_share: Sequence[float] = (0.7, 1.0),
    most: int = 2,
) -> pd.DataFrame:
    """Work out what a partner would pay under every combination of who joins, handling time, shared calls and rule of sharing.

    `partners` maps each centre to its partner, `weights` are those of `sharing_table`. What is assumed is always among the
    values; besides all partners, all but each of the `most` largest others may join. One row a combination: joining, uplift,
    pooled_share, rule, alone_gbp, share_gbp and saving_gbp [GBP a year]. No row for a name that is no partner.

    >>> joining_to_try(pd.DataFrame(), {"Harlow centre": "Harlow"}, "Maldon", {}, {}).empty
    True
    """
    if name not in partners.values():
        return pd.DataFrame(columns=COLUMNS)
    found = []
    for longer, share in product(_with(uplift, assumed["uplift"]), _with(pooled_share, assumed["pooled_share"])):
        game = yearly_game(week, partners, {**assumed, "uplift": longer, "pooled_share": share})
        for joining, group in _joining(game, name, most).items():
            rows = own_shares(among(game, group), weights, name)
            found.append(rows.assign(joining=joining, uplift=longer, pooled_share=share))
    return pd.concat(found, ignore_index=True)[COLUMNS]


def own_shares(game: Game, weights: Weights, name: str) -> pd.DataFrame:
    """Return what one partner pays alone and under each rule: rule, alone_gbp, share_gbp, saving_gbp [GBP].

    A name that is no partner has no row; a rule that gives no share in this game has a missing one.

    >>> [str(value) for value in own_shares(Game(("A", "B"), [0.0, 10.0, 8.0, 14.0]), {}, "A").iloc[0]]
    ['equal', '10.0', '7.0', '3.0']
    """
    if name not in game.partners:
        return pd.DataFrame(columns=COLUMNS[3:])
    kept = {method: {one: given[one] for one in game.partners} for method, given in weights.items()}
    rules = [rule for rule in METHODS if rule not in WEIGHTED or rule in kept]
    paid = [float(share_or_reason(game, rule, kept.get(rule))[0][name]) for rule in rules]
    table = pd.DataFrame({"rule": rules, "alone_gbp": float(stand_alone(game)[name]), "share_gbp": paid})
    return table.assign(saving_gbp=table["alone_gbp"] - table["share_gbp"])


def joining_effects(
    week: pd.DataFrame, partners: Mapping[str, str], name: str, known: pd.DataFrame, assumed: Mapping[str, float]
) -> pd.DataFrame:
    """Return what one point more of each assumption does to what a partner saves a year under the Shapley value.

    `known` is the table of assumptions; values are those of `assumed`. One point is a percentage point of a share, and one
    per cent of anything else. Columns: assumption (its title), value, low, high, unit, source, grade, effect [GBP a year]
    and effect_unit. No row for a name that is no partner.
    """
    if name not in partners.values():
        return _stated(known).head(0).assign(value=0.0, effect=0.0, effect_unit="GBP").reset_index(drop=True)
    games = _one_point_games(week, partners, known, assumed)
    return _effects(_stated(known), games, list(games[OWN].partners), name, assumed)


def joining_effects_to_try(
    week: pd.DataFrame,
    partners: Mapping[str, str],
    name: str,
    known: pd.DataFrame,
    assumed: Mapping[str, float],
    deals: pd.DataFrame,
    most: int = 2,
) -> pd.DataFrame:
    """Return `joining_effects` in every case of `deals` (`joining_to_try`), whoever joins, always by the Shapley value.

    Columns: joining, uplift and pooled_share, then those of `joining_effects`. No row for a name that is no partner.
    """
    if deals.empty:
        return joining_effects(week, partners, name, known, assumed).assign(joining="", uplift=0.0, pooled_share=0.0)
    found, calls, stated = [], demand(week), _stated(known)
    for longer, share in deals[["uplift", "pooled_share"]].drop_duplicates().itertuples(index=False):
        own = {**assumed, "uplift": longer, "pooled_share": share}
        games = _one_point_games(calls, partners, known, own)
        for joining, group in _joining(games[OWN], name, most).items():
            rows = _effects(stated, games, group, name, own)
            found.append(rows.assign(joining=joining, uplift=longer, pooled_share=share))
    return pd.concat(found, ignore_index=True)


def _one_point_games(
    week: pd.DataFrame | Demand, partners: Mapping[str, str], known: pd.DataFrame, assumed: Mapping[str, float]
) -> dict[str, Game]:
    """The game of all partners as it is assumed, and with one point more of each assumption."""
    hours = _hours(week, partners, assumed)
    games = {OWN: _priced(hours, assumed)}
    for one in _stated(known).index:
        more = {**assumed, one: one_point_more_of(one, assumed[one], "share" if one in SHARES else "")}
        moved = one in QUEUE and more[one] != assumed[one]  # a share that is at its most has no point more
        games[one] = _priced(_hours(week, partners, more) if moved else hours, more)
    return games


def _stated(known: pd.DataFrame) -> pd.DataFrame:
    """The assumptions on which a saving by joining rests, by name, as a table of them states each."""
    rows = in_full(known).set_index("assumption")
    names = [one for one in known["assumption"] if one in (*SHARES, *SECONDS, *PRICES)]
    return rows.loc[names, ["title", "low", "high", "unit", "source", "grade"]].rename(columns={"title": "assumption"})


def _effects(
    stated: pd.DataFrame, games: Mapping[str, Game], group: list[str], name: str, assumed: Mapping[str, float]
) -> pd.DataFrame:
    """What each assumption does to what a partner saves, where a group joins."""
    saved = {one: _saving(among(game, group), name) for one, game in games.items()}
    effects = [saved[one] - saved[OWN] for one in stated.index]
    values = [assumed[one] for one in stated.index]
    return stated.assign(value=values, effect=effects, effect_unit="GBP").reset_index(drop=True)


def _saving(game: Game, name: str) -> float:
    return float(stand_alone(game)[name]) - float(shares(game, round_to=0.01)[name])


def _with(values: Sequence[float], own: float) -> list[float]:
    return sorted({*map(float, values), float(own)})


def _joining(game: Game, name: str, most: int) -> dict[str, list[str]]:
    everyone = list(game.partners)
    largest = stand_alone(game).drop(name).sort_values(ascending=False, kind="stable").index[:most]
    without = {f"All but {one}": [p for p in everyone if p != one] for one in largest} if len(everyone) > 2 else {}
    return {ALL: everyone, **without}
