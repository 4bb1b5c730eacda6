"""Two decisions of a single partner: whether a subscription pays, and what a common fund costs and gives it."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from tieranalysis.contract.savings.errors import SavingsError
from tieranalysis.metrics.budgets.choose import by_authority, tiers
from tieranalysis.metrics.games import Game
from tieranalysis.metrics.sharing import shares


def annual_saving_rate(saving_gbp: float, years: float, spend_gbp: float) -> float:
    """Return a saving over several years as a yearly rate of the yearly spend [ratio a year].

    Source: Procurement Lincolnshire, £9.0m in three years on £194m a year (case VC09).

    >>> round(annual_saving_rate(9.0e6, 3, 194e6) * 100, 2)
    1.55
    """
    if not (years > 0 and spend_gbp > 0):
        raise SavingsError(f"{years!r} years of spending {spend_gbp!r} make no rate. Give both above 0.")
    return saving_gbp / years / spend_gbp


def break_even_saving_rate(subscription_gbp: float, spend_gbp: float, committed_share: float = 0.0) -> float:
    """Return the saving rate on the spend that is still open at which a yearly subscription pays for itself [ratio a year].

    `spend_gbp` is the partner's yearly spend with third parties and `committed_share` the part that is let on long
    contracts already and cannot be saved on. Rochford's officers advised against joining the Procurement Agency for Essex
    in 2003: around £8,000 a year, with the high-value services on long contracts.

    Raises SavingsError for a negative amount, and where nothing is open to save on.

    >>> break_even_saving_rate(8_000, 2_000_000, committed_share=0.8)
    0.02
    """
    if not subscription_gbp >= 0 or not spend_gbp > 0:
        raise SavingsError(
            f"A subscription of {subscription_gbp!r} on a spend of {spend_gbp!r} cannot be judged. Give 0 or more, and a spend above 0."
        )
    if not 0 <= committed_share < 1:
        raise SavingsError(
            f"committed_share is {committed_share!r}, so nothing is open to save on, or it is no share. Give it from 0 to below 1."
        )
    return round(subscription_gbp / (spend_gbp * (1 - committed_share)), 12)


def break_even_table(
    subscription_gbp: float, spends_gbp: Sequence[float], committed_shares: Sequence[float], reached_rate: float
) -> pd.DataFrame:
    """Return the break-even rate for each spend and committed share, and whether a rate reached elsewhere would pay it.

    Columns: spend_gbp, committed_share, open_gbp [GBP a year], break_even_rate [ratio a year] and pays (at `reached_rate`).
    """
    rows = [(spend, share) for spend in spends_gbp for share in committed_shares]
    table = pd.DataFrame(rows, columns=["spend_gbp", "committed_share"])
    table["open_gbp"] = table["spend_gbp"] * (1 - table["committed_share"])
    table["break_even_rate"] = [break_even_saving_rate(subscription_gbp, spend, share) for spend, share in rows]
    return table.assign(pays=table["break_even_rate"] <= reached_rate)


def partnership_fund(
    budgets_gbp: Mapping[str, float],
    top_slice_rate: float,
    by: str = "budget",
    populations: Mapping[str, float] | None = None,
    gets: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Return a fund made by a top slice of budgets: who puts in what, and who gets what, one row a partner.

    The fund is `top_slice_rate` of all budgets; contributions go by budget, population or equal, and what is given by the
    weights in `gets` (equal without them). Both add to the fund to the penny.
    Columns: partner, method, budget_gbp, contribution_gbp, contribution_rate (of the own budget), gets_gbp and net_gbp [GBP a year].

    Raises SavingsError for a rate outside 0 to 1, and ValueError for a partner without a weight.

    Source: recommendation 28 of the 2007 report asks for such a fund and names a top slice as one way.

    >>> partnership_fund({"A": 300.0, "B": 100.0}, 0.01)[["contribution_gbp", "gets_gbp", "net_gbp"]].to_numpy().tolist()
    [[3.0, 2.0, -1.0], [1.0, 2.0, 1.0]]
    """
    if not 0 <= top_slice_rate <= 1:
        raise SavingsError(f"The top slice is {top_slice_rate!r}, outside 0 to 1. Write 1 % as 0.01.")
    if by not in {"budget", "population", "equal"}:
        raise SavingsError(f"A fund is paid by budget, population or equal, not by {by!r}.")
    fund = round(sum(budgets_gbp.values()) * top_slice_rate, 2)
    weights = {"budget": budgets_gbp, "population": populations or {}, "equal": None}[by]
    put_in = _divided(fund, tuple(budgets_gbp), by, weights)
    given = _divided(fund, tuple(budgets_gbp), "equal" if gets is None else "usage", gets)
    table = pd.DataFrame(
        {
            "partner": list(budgets_gbp),
            "method": by,
            "budget_gbp": list(budgets_gbp.values()),
            "contribution_gbp": put_in.to_numpy(),
        }
    )
    table["contribution_rate"] = table["contribution_gbp"] / table["budget_gbp"]
    return table.assign(gets_gbp=given.to_numpy(), net_gbp=(given - put_in).round(2).to_numpy())


def fund_of(revenue: pd.DataFrame, area: str, top_slice_rate: float) -> pd.DataFrame:
    """Return a partnership fund of an area's county and districts by council tax requirement; columns as `partnership_fund`, and name.

    `revenue` is the table `revenue` of one year.
    """
    partners = tiers(area, revenue["year"].iloc[0]).sort_values("tier").set_index("authority")
    budget = by_authority(revenue, ["council_tax_requirement"])["council_tax_requirement"].reindex(partners.index)
    table = partnership_fund(budget.to_dict(), top_slice_rate)
    table.insert(0, "name", table["partner"].map(partners["name"]))
    return table.drop(columns=["partner", "method"])


def _divided(fund: float, partners: tuple[str, ...], method: str, weights: Mapping[str, float] | None) -> pd.Series:
    """Divide a fund by the rules that share the cost of a contact centre: here every coalition would pay the same."""
    return shares(Game(partners, np.full(1 << len(partners), fund)), method, weights, round_to=0.01)
