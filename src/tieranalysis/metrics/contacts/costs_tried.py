"""What the change costs, and when it has paid for itself, in every case of a panel: the costs are of those who join."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tieranalysis.metrics.contacts.costs import LINES, quantities_in_each
from tieranalysis.metrics.contacts.teams import BUT

COSTS = ["line", "paid", "quantity", "unit_gbp", "low_gbp", "cost_gbp", "high_gbp", "grade"]
# case of `pooling_case`: the end of the saving, and the column of the costs
CASES = {"low": ("low", "high_gbp"), "central": ("central", "cost_gbp"), "high": ("high", "low_gbp")}


def costs_to_try(
    pooled: pd.DataFrame, totals: pd.DataFrame, partners: Mapping[str, str], known: pd.DataFrame
) -> pd.DataFrame:
    """Price each line of the change in every case of `pooled_to_try`: one row a case and line, the lines of a case together.

    Only those who join train, move and manage: quantities are theirs. Columns: the controls and those of `pooling_costs` [GBP].
    Raises ValueError as `pooling_costs` does.
    """
    many = _quantities(pooled, totals, partners, known)
    prices = known.set_index("assumption")
    lines = [_line(line, many, prices) for line in LINES]
    order = np.arange(len(pooled) * len(lines)).reshape(len(lines), -1).T.ravel()
    cases = pooled[keys_of(pooled)].loc[np.repeat(pooled.index, len(lines))].reset_index(drop=True)
    return cases.join(pd.concat(lines, ignore_index=True).iloc[order].reset_index(drop=True)[COSTS])


def _quantities(
    pooled: pd.DataFrame, totals: pd.DataFrame, partners: Mapping[str, str], known: pd.DataFrame
) -> pd.DataFrame:
    hours = pooled["joint_hours_apart"], pooled["joint_hours_together"]
    who = who_joins(pooled["joining"], totals, partners)
    value = known.set_index("assumption")["value"]
    return pd.DataFrame(quantities_in_each(*hours, pooled["joint_busiest"], who, value)).astype("float64")


def who_joins(joining: pd.Series, totals: pd.DataFrame, partners: Mapping[str, str]) -> pd.DataFrame:
    """Count agents, numbers and partners of those who join in each case, as `pooling_quantities` counts them: its columns."""
    rows = {}
    for name in joining.unique():
        inside = [partner for partner in partners.values() if name != f"{BUT}{partner}"]
        mine = totals[totals.index.isin(inside)]
        rows[name] = {"agents": mine["agents"].sum(), "numbers": len(inside), "partners": len(mine)}
    return pd.DataFrame.from_dict(rows, orient="index").loc[joining].set_axis(joining.index)


def _line(line: str, many: pd.DataFrame, prices: pd.DataFrame) -> pd.DataFrame:
    assumption, quantity, paid = LINES[line]
    if assumption not in prices.index:
        raise ValueError(f"{line!r} needs the assumption {assumption!r}; give it")
    low, value, high = prices.loc[assumption, ["low", "value", "high"]]
    number, price = (many[quantity], value) if assumption.endswith("_gbp") else (value, many[quantity])
    ends = {name: many[quantity] * end for name, end in zip(COSTS[4:7], (low, value, high), strict=True)}
    own = {"line": line, "paid": paid, "quantity": number, "unit_gbp": price, "grade": prices.at[assumption, "grade"]}
    return pd.DataFrame(index=many.index).assign(**own, **ends)


def case_to_try(pooled: pd.DataFrame, costs: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Set saving against cost, low, central and high, in every case of `pooled_to_try` whose `costs_to_try` are given.

    One row a case of the panel and of the three: the controls and the columns of `pooling_case` [GBP; years].
    """
    value, keys = known.set_index("assumption")["value"], keys_of(pooled)
    each = value["agent_hour_gbp"] * value["weeks_a_year"] / (1 - value["shrinkage"])
    many = len(costs) // len(pooled)
    paid = {
        name: costs[ends].where(costs["paid"] == name, 0.0).to_numpy().reshape(len(pooled), many, len(ends)).sum(axis=1)
        for ends in [[column for _, column in CASES.values()]]
        for name in ("one-off", "a year")
    }
    saving = each * pooled[[f"saving_hours_fractional_{end}" for end, _ in CASES.values()]].to_numpy()
    net = saving - paid["a year"]
    years = np.divide(paid["one-off"], net, out=np.full(net.shape, np.nan), where=net > 0)
    amounts = {"saving_gbp": saving, "running_gbp": paid["a year"], "net_saving_gbp": net}
    amounts |= {"one_off_gbp": paid["one-off"], "pay_back_years": years}
    cases = pooled[keys].loc[np.repeat(pooled.index, len(CASES))].reset_index(drop=True)
    named = np.tile(list(CASES), len(pooled))
    return cases.assign(case=named, **{name: amount.ravel() for name, amount in amounts.items()})


def keys_of(pooled: pd.DataFrame) -> list[str]:
    """Return the columns of `pooled_to_try` that say which case a row is."""
    return list(pooled.columns[: pooled.columns.get_loc("agent_hours_apart")])
