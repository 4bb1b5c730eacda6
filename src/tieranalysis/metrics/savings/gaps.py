"""The gap to the target, by workstream, year and partner; a target that nobody has set is "not set", never nothing."""

from collections.abc import Sequence

import pandas as pd

from tieranalysis.contract import total
from tieranalysis.contract.savings.errors import SavingsError
from tieranalysis.metrics.savings.tracking import AMOUNTS, net_at_risk

KEYS = {"workstream", "year", "partner"}


def by_partner(savings: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Divide the register's amounts among the partners whose budgets they reach, one row a saving, year and partner.

    The amounts are those of `track_savings`, each times the partner's benefit_share [GBP].

    Raises SavingsError where a saving has no shares, for its money would vanish.

    >>> savings = pd.DataFrame({"saving_id": ["A-1"], "year": ["2010-11"], "approved_gbp": [100.0]})
    >>> shares = pd.DataFrame({"saving_id": ["A-1"] * 2, "partner": ["E10000012", "E07000075"], "benefit_share": [0.75, 0.25]})
    >>> by_partner(savings, shares)[["partner", "approved_gbp"]].to_numpy().tolist()
    [['E10000012', 75.0], ['E07000075', 25.0]]
    """
    without = sorted(set(savings["saving_id"]) - set(shares["saving_id"]))
    if without:
        raise SavingsError(
            f"No partner shares for {', '.join(without)}. Add their rows to the table of partner_shares; the shares of each saving add to 1."
        )
    divided = savings.merge(shares[["saving_id", "partner", "benefit_share"]], on="saving_id")
    amounts = {name: divided[name] * divided["benefit_share"] for name in AMOUNTS if name in divided}
    return divided.assign(**amounts).drop(columns="benefit_share")


def gap_to_target(
    savings: pd.DataFrame,
    targets: pd.DataFrame,
    by: Sequence[str] = ("workstream", "year"),
    shares: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Set the register beside its targets, by workstream, year and (with `shares`) partner.

    Returns the keys, target_gbp, target_status (set, or not set), asked_for_in (its source), approved_gbp, delivered_gbp, net_at_risk_gbp,
    planned_gap_gbp (target less approved) and gap_gbp (target less what is left after what is at risk) [GBP a year].
    A group without an entry in the register has missing amounts; a gap to a target that is not set is missing.

    Raises SavingsError for an unknown key, partners without shares, and a target in another price base than the savings.

    >>> savings = pd.DataFrame({"workstream": ["property"], "year": ["2009-10"], "status": ["outturn"], "price_base": ["cash"], "approved_gbp": [8.0],
    ...     "delivered_gbp": [7.0], "in_year_pressure_gbp": [0.0], "mitigation_gbp": [0.0]})
    >>> targets = pd.DataFrame({"workstream": ["property"] * 2, "partner": None, "year": ["2009-10", "2010-11"], "target_gbp": [10.0, None], "price_base": ["cash", None], "source_ref": "x"})
    >>> gap_to_target(savings, targets)[["year", "target_status", "gap_gbp"]].to_numpy().tolist()
    [['2009-10', 'set', 3.0], ['2010-11', 'not set', nan]]
    """
    _refuse(by, savings, targets, shares)
    chosen = targets[targets["partner"].notna() == ("partner" in by)]
    by_group = chosen.groupby(list(by), sort=False)
    wanted = (
        by_group["target_gbp"]
        .sum(skipna=False)
        .to_frame()
        .assign(asked_for_in=by_group["source_ref"].first())
        .reset_index()
    )
    rows = by_partner(savings, shares) if "partner" in by else savings
    reached = total(rows, by, AMOUNTS, table="savings").assign(net_at_risk_gbp=net_at_risk)
    table = wanted.merge(reached[[*by, "approved_gbp", "delivered_gbp", "net_at_risk_gbp"]], on=list(by), how="outer")
    table.insert(len(by) + 1, "target_status", table["target_gbp"].notna().map({True: "set", False: "not set"}))
    table["planned_gap_gbp"] = table["target_gbp"] - table["approved_gbp"]
    return table.assign(gap_gbp=table["target_gbp"] - (table["approved_gbp"] - table["net_at_risk_gbp"]))


def set_targets(gaps: pd.DataFrame) -> dict[str, float]:
    """Return the whole target of each year in which every workstream has one [GBP a year].

    >>> set_targets(pd.DataFrame({"year": ["2009-10", "2009-10", "2010-11"], "target_gbp": [1.0, 2.0, None]}))
    {'2009-10': 3.0}
    """
    return gaps.groupby("year")["target_gbp"].sum(skipna=False).dropna().to_dict()


def _refuse(by: Sequence[str], savings: pd.DataFrame, targets: pd.DataFrame, shares: pd.DataFrame | None) -> None:
    if not by or not set(by) <= KEYS:
        raise SavingsError(f"A gap can be shown by {', '.join(sorted(KEYS))}, not by {', '.join(by) or 'nothing'}.")
    if "partner" in by and shares is None:
        raise SavingsError("A gap by partner needs the partners' shares. Give shares=, the table of partner_shares.")
    bases = set(targets.loc[targets["target_gbp"].notna(), "price_base"])
    other = bases - set(savings["price_base"])
    if other and len(savings):
        raise SavingsError(
            f"The targets stand in {' and '.join(map(str, sorted(bases, key=str)))} and the savings in {' and '.join(map(str, savings['price_base'].unique()))}: "
            "two price bases in one sum. Restate one of them."
        )
