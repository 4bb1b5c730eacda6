"""What would bring the worth of an investment to nothing: the rate, the benefits, the costs."""

import numpy as np
import pandas as pd
from scipy.optimize import brentq


def internal_rate(net_gbp: pd.Series) -> float:
    """Return the rate at which the net flows are worth nothing today, where exactly one is certain [ratio a year].

    Missing where the flows change sign never or more than once, for then there is no rate or more than one.

    >>> round(internal_rate(pd.Series([-100.0, 60.0, 60.0])), 4)
    0.1307
    """
    net = net_gbp.to_numpy(dtype="float64")
    signs = np.sign(net[net != 0])
    if (np.diff(signs) != 0).sum() != 1:
        return float("nan")
    return _root(net / np.abs(net).max())


def _root(net: np.ndarray) -> float:
    def worth(rate: float) -> float:
        return float((net * (1 + rate) ** -np.arange(len(net), dtype="float64")).sum())

    low, high = -0.99, 1e6
    return float(brentq(worth, low, high, xtol=1e-12)) if worth(low) * worth(high) < 0 else float("nan")


def switching_values(
    present_benefit_gbp: float, present_cost_gbp: float, discount_rate: float, internal: float
) -> pd.DataFrame:
    """Return how far each part must move, alone, to bring the net present value to nothing.

    Columns: part, at [its value now], switches_at [the value at which the net present value is nothing] and change_rate
    [ratio of the change to the value now]; missing where no value would do, and for the discount rate, for a rate that
    goes from 3% to 6% has moved by three points and not by 100%.

    >>> switching_values(200.0, 100.0, 0.035, float("nan")).loc[0, ["switches_at", "change_rate"]].to_list()
    [100.0, -0.5]
    >>> bool(switching_values(200.0, 100.0, 0.035, 1.2).loc[2, ["change_rate"]].isna().all())
    True
    """
    now = [present_benefit_gbp, present_cost_gbp, discount_rate]
    at = [present_cost_gbp, present_benefit_gbp, internal]
    table = pd.DataFrame(
        {
            "part": ["present benefits", "present costs", "discount rate"],
            "unit": ["GBP", "GBP", "rate a year"],
            "at": now,
            "switches_at": at,
        }
    )
    table["at"], table["switches_at"] = table["at"].astype("float64"), table["switches_at"].astype("float64")
    return table.assign(
        change_rate=(table["switches_at"] / table["at"] - 1).where((table["at"] > 0) & (table["unit"] == "GBP"))
    )
