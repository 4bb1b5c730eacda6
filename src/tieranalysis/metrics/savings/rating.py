"""Red, amber or green by a rule from the numbers; judgement departs from it only with a recorded reason."""

import numpy as np
import pandas as pd

from tieranalysis.contract.savings.errors import SavingsError
from tieranalysis.metrics.savings.tracking import net_at_risk

WORST_FIRST = ["red", "amber", "not yet due", "green"]
COLUMNS = ["saving_id", "title", "workstream", "year", "approved_gbp", "delivered_gbp"]


def rate_savings(savings: pd.DataFrame, green_from_rate: float = 0.95, amber_from_rate: float = 0.75) -> pd.DataFrame:
    """Rate each saving each year by rule, the worst first.

    Red: no owner, no approved amount, no delivery figure though one is due, or less than `amber_from_rate` of the approved
    amount. Amber: less than `green_from_rate`, or the money still stands in the budget. Green: the rest. A budget row is not
    yet due. An override replaces the rating, never the rule.

    Returns saving_id, title, workstream, year, approved_gbp, delivered_gbp, net_at_risk_gbp [GBP], delivered_rate [ratio],
    rag, rule (why), rag_by_rule, and override_reason (empty where the rule stands).

    Raises SavingsError for thresholds out of order, and for an override without a reason.

    >>> savings = pd.DataFrame({"saving_id": ["A-1"], "title": ["Mail"], "workstream": ["procurement"], "year": ["2010-11"], "owner": ["Head of post"],
    ...     "status": ["outturn"], "approved_gbp": [100.0], "delivered_gbp": [96.0], "in_year_pressure_gbp": [0.0], "budget_line_removed": [False]})
    >>> rate_savings(savings)[["rag", "rule"]].to_numpy().tolist()
    [['amber', 'at least 95% of plan, but the budget line is not removed']]
    """
    if not 0 < amber_from_rate < green_from_rate <= 1:
        raise SavingsError(
            f"The thresholds are amber from {amber_from_rate:g} and green from {green_from_rate:g}. Give amber below green, both from 0 to 1."
        )
    by_rule, rule = _by_rule(savings, green_from_rate, amber_from_rate)
    override, reason = _override(savings)
    table = savings[COLUMNS].assign(
        net_at_risk_gbp=net_at_risk(savings),
        delivered_rate=savings["delivered_gbp"] / savings["approved_gbp"].where(savings["approved_gbp"] > 0),
        rag=override.fillna(by_rule),
        rule=rule,
        rag_by_rule=by_rule,
        override_reason=reason,
    )
    return worst_first(table)


def worst_first(rated: pd.DataFrame) -> pd.DataFrame:
    """Order rated savings from red to green, and the largest amount at risk first within each."""
    order = rated["rag"].map(WORST_FIRST.index)
    return (
        rated.assign(order=order)
        .sort_values(["order", "net_at_risk_gbp"], ascending=[True, False], kind="stable")
        .drop(columns="order")
        .reset_index(drop=True)
    )


def _by_rule(savings: pd.DataFrame, green: float, amber: float) -> tuple[pd.Series, pd.Series]:
    """Return the rating and the rule that gave it: the first rule that holds, in this order."""
    approved, delivered = savings["approved_gbp"], savings["delivered_gbp"]
    removed = savings["budget_line_removed"].eq(True).fillna(False).to_numpy(dtype="bool")
    close = 1e-9 * approved
    rules = [
        (savings["owner"].isna(), "red", "no owner"),
        (~(approved > 0), "red", "no plan: no approved amount"),
        (delivered.isna() & savings["status"].eq("budget"), "not yet due", "the year has not begun, or nothing is due"),
        (delivered.isna(), "red", "no delivery figure, though one is due"),
        (
            (delivered >= green * approved - close) & removed,
            "green",
            f"at least {green:.0%} of plan, and the budget line is removed",
        ),
        (
            delivered >= green * approved - close,
            "amber",
            f"at least {green:.0%} of plan, but the budget line is not removed",
        ),
        (delivered >= amber * approved - close, "amber", f"between {amber:.0%} and {green:.0%} of plan"),
    ]
    holds = [condition.to_numpy(dtype="bool") for condition, _, _ in rules]
    rating = np.select(holds, [rag for _, rag, _ in rules], default="red")
    rule = np.select(holds, [says for _, _, says in rules], default=f"below {amber:.0%} of plan")
    return pd.Series(rating, index=savings.index, dtype="str"), pd.Series(rule, index=savings.index, dtype="str")


def _override(savings: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    empty = pd.Series(pd.NA, index=savings.index, dtype="str")
    override, reason = (
        savings[name].astype("str") if name in savings else empty for name in ("rag_override", "rag_override_reason")
    )
    bare = savings.loc[override.notna() & reason.isna(), "saving_id"]
    if len(bare):
        raise SavingsError(
            f"The rating of {bare.iloc[0]} is overridden without a reason. Record rag_override_reason, or leave the rule's rating."
        )
    return override, reason.where(override.notna())
