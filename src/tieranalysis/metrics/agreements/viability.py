"""Which initiatives are worth going on with: a weighted screen for the Shared Services Working Group (recommendation 32).

Each initiative is scored 0 to 10 on value, cost (10 is cheap), readiness and support; the score is the weighted mean.
Weights are a choice, so the screen also says how far the ranking hangs on them.
"""

from collections.abc import Iterator, Mapping
from itertools import product

import pandas as pd

from tieranalysis.metrics.agreements.refusals import AgreementError

CRITERIA = ("value", "cost", "readiness", "support")
EQUAL = dict.fromkeys(CRITERIA, 0.25)


def viability_screen(scores: pd.DataFrame, weights: Mapping[str, float] = EQUAL) -> pd.DataFrame:
    """Rank initiatives by weighted score: the columns of `scores`, then weighted_score [points of 10] and rank, best first.

    Initiatives of one score share the better rank.

    Raises AgreementError for weights that are not one a criterion, are negative, or do not add up to 1.

    >>> scores = pd.DataFrame({"item": ["I19", "I20"], "value": [8, 4], "cost": [2, 6], "readiness": [5, 5], "support": [5, 5]})
    >>> viability_screen(scores, {"value": 0.7, "cost": 0.1, "readiness": 0.1, "support": 0.1})[["item", "weighted_score", "rank"]].to_numpy().tolist()
    [['I19', 6.8, 1], ['I20', 4.4, 2]]
    """
    _refuse_weights(weights)
    score = sum(scores[name] * weights[name] for name in CRITERIA).round(9)
    ranked = scores.assign(weighted_score=score, rank=_rank(score))
    return ranked.sort_values(["rank", "item"], ignore_index=True)


def _rank(score: pd.Series) -> pd.Series:
    return score.rank(ascending=False, method="min").astype(int)


def _refuse_weights(weights: Mapping[str, float]) -> None:
    if set(weights) != set(CRITERIA):
        raise AgreementError(f"weights are for {', '.join(weights)}; give one for each of {', '.join(CRITERIA)}")
    low = [name for name in CRITERIA if not weights[name] >= 0]
    if low or abs(sum(weights.values()) - 1) > 1e-9:
        wrong = f"{low[0]} is {weights[low[0]]}" if low else f"they add up to {sum(weights.values()):g}"
        raise AgreementError(f"weights must be nought or more and add up to 1; {wrong}")


def viability_sensitivity(
    scores: pd.DataFrame, weights: Mapping[str, float] = EQUAL, step: float = 0.05
) -> pd.DataFrame:
    """Show how the ranking hangs on the weights: item, rank, best_rank, worst_rank, first_share [rate], top_half_share [rate].

    Every mix of weights in steps of `step` is tried, all weight on one criterion included; the shares say in how many of
    the mixes the initiative comes first, and in the better half.

    Raises AgreementError for bad weights, and for a step that does not divide 1.

    >>> scores = pd.DataFrame({"item": ["I19", "I20"], "value": [8, 4], "cost": [2, 6], "readiness": [5, 5], "support": [5, 5]})
    >>> viability_sensitivity(scores, step=0.5)[["item", "best_rank", "worst_rank", "first_share"]].to_numpy().tolist()
    [['I19', 1, 2, 0.7], ['I20', 1, 2, 0.7]]
    """
    ranked = viability_screen(scores, weights)
    by_mix = pd.DataFrame(mixes(step)) @ scores.set_index("item")[list(CRITERIA)].astype("float64").T
    ranks = by_mix.round(9).rank(axis="columns", ascending=False, method="min").astype(int)
    half = -(-len(ranked) // 2)
    tried = {
        "best_rank": ranks.min(),
        "worst_rank": ranks.max(),
        "first_share": (ranks == 1).mean(),
        "top_half_share": (ranks <= half).mean(),
    }
    return ranked[["item", "rank"]].join(pd.DataFrame(tried), on="item")


def mixes(step: float) -> Iterator[dict[str, float]]:
    """Yield every mix of weights in steps, each adding up to 1.

    >>> len(list(mixes(0.5)))  # four alone, six pairs
    10
    """
    parts = round(1 / step)
    if parts < 1 or abs(parts * step - 1) > 1e-9:
        raise AgreementError(f"a step of {step} does not divide 1; use 0.5, 0.25, 0.2, 0.1 or 0.05")
    for first in product(range(parts + 1), repeat=len(CRITERIA) - 1):
        if sum(first) <= parts:
            yield dict(zip(CRITERIA, [n / parts for n in (*first, parts - sum(first))], strict=True))


def viability_swings(scores: pd.DataFrame, weights: Mapping[str, float] = EQUAL, swing: float = 0.5) -> pd.DataFrame:
    """Show the rank of each initiative when one weight is raised or lowered by a share, the others moving to make room.

    Returns item, criterion, change [rate], rank, one row each.

    >>> scores = pd.DataFrame({"item": ["I19", "I20"], "value": [8, 4], "cost": [2, 6], "readiness": [5, 5], "support": [5, 4]})
    >>> viability_swings(scores).query("item == 'I20' and change < 0")["rank"].to_list()
    [1, 2, 2, 2]
    """
    _refuse_weights(weights)
    found = [
        viability_screen(scores, _swung(weights, name, change)).assign(criterion=name, change=change)
        for name in CRITERIA
        for change in (-swing, swing)
    ]
    return pd.concat(found, ignore_index=True)[["item", "criterion", "change", "rank"]]


def _swung(weights: Mapping[str, float], name: str, change: float) -> dict[str, float]:
    return reweighted(weights, name, min(weights[name] * (1 + change), 1.0))


def reweighted(weights: Mapping[str, float], name: str, new: float) -> dict[str, float]:
    """Return the weights with one of them set anew, the others making room in proportion.

    >>> reweighted({"value": 0.5, "cost": 0.5}, "value", 0.6)["cost"]
    0.4
    """
    rest = 1 - weights[name]
    return {
        n: new if n == name else (w * (1 - new) / rest if rest else (1 - new) / (len(weights) - 1))
        for n, w in weights.items()
    }
