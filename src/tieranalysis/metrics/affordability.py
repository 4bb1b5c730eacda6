"""Whether reserves can carry an investment until it has paid itself back."""

import pandas as pd

from tieranalysis.metrics.flows import FlowsError, checked_flows, is_real


def affordability(flows: pd.DataFrame, reserves_gbp: float, minimum_gbp: float = 0.0) -> pd.DataFrame:
    """Say year by year whether reserves can carry what has not yet come back: one row a year, in cash.

    `flows` are cash flows as for `appraise`, `reserves_gbp` what may be drawn on before the first year, and `minimum_gbp`
    the level that the chief finance officer has set as the least (Local Government Act 2003, section 25). Returns year,
    to_fund_gbp, available_gbp, headroom_gbp [GBP, cash] and affordable.

    Raises FlowsError when the flows are not in cash, for reserves are, or when an amount is negative or missing.

    >>> flows = pd.DataFrame({"year": ["2008-09", "2009-10"], "benefit_gbp": [0, 90], "cost_gbp": [60, 0], "price_base": "cash"})
    >>> affordability(flows, reserves_gbp=100, minimum_gbp=50)[["to_fund_gbp", "headroom_gbp", "affordable"]].to_numpy().tolist()
    [[60.0, -10.0, False], [0.0, 50.0, True]]
    """
    kept = checked_flows(flows)
    base = kept["price_base"].iloc[0]
    if is_real(base):
        raise FlowsError(
            f"Reserves are in cash, and these flows in {base} prices. Restate the flows with to_cash(flows, prices) first."
        )
    for name, amount in {"reserves_gbp": reserves_gbp, "minimum_gbp": minimum_gbp}.items():
        if not amount >= 0:
            raise FlowsError(
                f"{name} is {amount!r}. Give it in pounds, 0 or more; where it is not known, the question stays open."
            )
    to_fund = (kept["cost_gbp"] - kept["benefit_gbp"]).cumsum().clip(lower=0)
    available = float(reserves_gbp) - float(minimum_gbp)
    table = pd.DataFrame({"year": kept["year"], "to_fund_gbp": to_fund, "available_gbp": available})
    return table.assign(headroom_gbp=available - to_fund, affordable=to_fund <= available)
