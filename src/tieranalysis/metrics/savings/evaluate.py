"""Work a programme out under one set of assumptions, or under many at once."""

from collections.abc import Mapping

import numpy as np

from tieranalysis.metrics.savings.programme import Programme

OF_EVERY_PROGRAMME = ("discount_rate_real", "cost_optimism_rate", "delivery_delay_years")
Values = Mapping[str, float | np.ndarray]


def active_assumptions(programme: Programme) -> list[str]:
    """Return the names of the assumptions that can move a programme."""
    weights = [f"delivery_weight_{name}" for name in dict.fromkeys(programme.confidence)]
    driving = [name for drivers in programme.drivers.values() for _, name, _ in drivers]
    of_cash = ["inflation_rate"] if programme.price_base == "cash" else []
    return list(dict.fromkeys([*weights, *driving, *OF_EVERY_PROGRAMME, *of_cash]))


def evaluate(programme: Programme, values: Values, delivered: np.ndarray | None = None) -> dict[str, np.ndarray]:
    """Work a programme out under one set of assumptions or many: a number or an array of n for each [as its unit says].

    `delivered` (n by savings) gives the part of each saving that is delivered, in place of the weights of its confidence.
    Returns benefit_gbp and cost_gbp (n by years) and npv_gbp (n), in GBP of the programme's price base, discounted to its
    first year at discount_rate_real (and inflation_rate, where the programme stands in cash).
    """
    count = max([1, *(np.size(value) for value in values.values()), *([] if delivered is None else [len(delivered)])])
    part = _weights(programme, values, count) if delivered is None else delivered
    part = part * _factors(programme, "benefit", values, count)
    kept = 1 - np.clip(programme.overlap_share * _factors(programme, "overlap", values, count), 0, 1)
    promised = _later((part * kept) @ programme.benefit_gbp, _array(values["delivery_delay_years"], count))
    benefit = promised + kept @ programme.delivered_gbp
    cost = (
        _factors(programme, "cost", values, count)
        @ programme.cost_gbp
        * (1 + _array(values["cost_optimism_rate"], count))[:, None]
    )
    worth = (benefit - cost) * discount_factors(programme, values, count)
    return {"benefit_gbp": benefit, "cost_gbp": cost, "npv_gbp": worth.sum(axis=1)}


def discount_factors(programme: Programme, values: Values, count: int = 1) -> np.ndarray:
    """Return what a pound of each year is worth in the first year (n by years).

    The rate is real, so a programme that stands in cash is discounted for inflation_rate as well.
    """
    rate = 1 + _array(values["discount_rate_real"], count)
    rate = rate * (1 + _array(values["inflation_rate"], count)) if programme.price_base == "cash" else rate
    return rate[:, None] ** -np.arange(len(programme.years), dtype="float64")


def _array(value: float | np.ndarray, count: int) -> np.ndarray:
    return np.broadcast_to(np.asarray(value, dtype="float64"), count)


def _weights(programme: Programme, values: Values, count: int) -> np.ndarray:
    return np.column_stack([_array(values[f"delivery_weight_{name}"], count) for name in programme.confidence])


def _factors(programme: Programme, moves: str, values: Values, count: int) -> np.ndarray:
    """How far each saving's benefit, cost or overlap is moved from what was entered (n by savings)."""
    factors = np.ones((count, len(programme.savings)))
    for place, name, central in programme.drivers[moves]:
        factors[:, place] *= _array(values[name], count) / central
    return factors


def _later(benefit: np.ndarray, delay: np.ndarray) -> np.ndarray:
    """Move each row's benefits later by its own number of years; a part of a year is divided between two."""
    if not delay.any():
        return benefit
    whole = np.floor(delay).astype("int64")
    part = (delay - whole)[:, None]
    padded = np.pad(benefit, ((0, 0), (1, 0)))

    def shifted(years: np.ndarray) -> np.ndarray:
        return np.take_along_axis(
            padded, np.clip(np.arange(1, padded.shape[1])[None, :] - years[:, None], 0, None), axis=1
        )

    return (1 - part) * shifted(whole) + part * shifted(whole + 1)
