"""What it costs to answer as one, once and every year, and when it has paid for itself."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tieranalysis.metrics.contacts.figures import cost_per_contact

# cost line: assumption that prices it, quantity it is multiplied by, and whether it is paid once or every year
LINES: dict[str, tuple[str, str, str]] = {
    "Cross-training of agents": ("training_gbp", "agents", "one-off"),
    "Telephony for each place": ("telephony_gbp", "places", "one-off"),
    "Moving and closing numbers": ("number_migration_gbp", "numbers", "one-off"),
    "Running both services side by side": ("dual_running_weeks", "weekly_gbp", "one-off"),
    "Redundancy and transfer of staff (TUPE)": ("redundancy_gbp", "agents_fewer", "one-off"),
    "Licences": ("licence_gbp", "places", "a year"),
    "Premises of the joint centre": ("premises_gbp", "places", "a year"),
    "Managing the agreement": ("management_gbp", "partners", "a year"),
}


def pooling_costs(assumptions: pd.DataFrame, quantities: Mapping[str, float]) -> pd.DataFrame:
    """Price each line of the change: quantity x assumption, low, central and high [GBP].

    `assumptions` are `contact_assumptions`; `quantities` gives agents, places, numbers, weekly_gbp, agents_fewer and
    partners. Returns line, paid ("one-off" or "a year"), quantity, unit_gbp, low_gbp, cost_gbp, high_gbp and grade; what
    is assumed in weeks is the quantity, and the cost of a week its price.
    An assumption or quantity that is not given raises ValueError.
    """
    known = assumptions.set_index("assumption")
    rows = []
    for line, (assumption, quantity, paid) in LINES.items():
        if assumption not in known.index or quantity not in quantities:
            raise ValueError(f"{line!r} needs the assumption {assumption!r} and the quantity {quantity!r}; give both")
        low, value, high = known.loc[assumption, ["low", "value", "high"]]
        many = quantities[quantity]
        number, price = (many, value) if assumption.endswith("_gbp") else (value, many)
        rows.append((line, paid, number, price, many * low, many * value, many * high, known.loc[assumption, "grade"]))
    columns = ["line", "paid", "quantity", "unit_gbp", "low_gbp", "cost_gbp", "high_gbp", "grade"]
    return pd.DataFrame(rows, columns=columns)


def pay_back_years(one_off_gbp: float, saving_gbp: float, running_gbp: float = 0.0) -> float:
    """Return how many years of net saving repay the one-off cost, undiscounted [years]; missing where they never do.

    >>> pay_back_years(300_000, 150_000, 50_000)
    3.0
    """
    net = saving_gbp - running_gbp
    return one_off_gbp / net if net > 0 else np.nan


def pooling_case(lines: pd.DataFrame, saving_gbp: tuple[float, float, float]) -> pd.DataFrame:
    """Set saving against cost in a low, a central and a high case, and say when each has paid back [GBP; years].

    `saving_gbp` is (low, central, high) a year. The low case has the low saving and the high costs, and the high case the
    reverse, so the two stand outside what is likely.
    """
    rows = []
    for case, saving, column in zip(
        ("low", "central", "high"), saving_gbp, ("high_gbp", "cost_gbp", "low_gbp"), strict=True
    ):
        paid = lines.groupby("paid")[column].sum()
        once, yearly = float(paid.get("one-off", 0.0)), float(paid.get("a year", 0.0))
        rows.append((case, saving, yearly, saving - yearly, once, pay_back_years(once, saving, yearly)))
    columns = ["case", "saving_gbp", "running_gbp", "net_saving_gbp", "one_off_gbp", "pay_back_years"]
    return pd.DataFrame(rows, columns=columns)


def annual_saving(
    spread: pd.DataFrame, agent_hour_gbp: float, weeks_a_year: float, shrinkage: float
) -> tuple[float, float, float]:
    """Price the hours that weeks like those recorded save, in fractions of an agent: low, central and high [GBP a year].

    `spread` is `pool_uncertainty` in fractions; a typical week, which has no noise, would flatter the saving a little. Paid
    hours are hours on duty / (1 - shrinkage); only staff cost is counted, which falls in steps of one agent.

    >>> spread = pd.DataFrame({"measure": ["saving_hours"], "low": [70.0], "central": [100.0], "high": [140.0]})
    >>> [round(gbp) for gbp in annual_saving(spread, agent_hour_gbp=12.0, weeks_a_year=50.0, shrinkage=0.3)]
    [60000, 85714, 120000]
    """
    each = agent_hour_gbp * weeks_a_year / (1 - shrinkage)
    low, central, high = spread.set_index("measure").loc["saving_hours", ["low", "central", "high"]]
    return float(low * each), float(central * each), float(high * each)


def pooling_quantities(
    summary: pd.Series, totals: pd.DataFrame, numbers: int, assumptions: pd.DataFrame
) -> dict[str, float]:
    """Count what the change is priced by: agents, places, numbers to move, a week's staff cost, agents fewer, partners.

    `summary` is a row of `pool_summary` of a typical week, `totals` is `partner_totals`, `numbers` is how many there are now.
    """
    value = assumptions.set_index("assumption")["value"]
    hours = summary["agent_hours_apart_fractional"], summary["agent_hours_together_fractional"]
    who = pd.Series({"agents": totals["agents"].sum(), "numbers": numbers, "partners": len(totals)})
    found = quantities_in_each(*hours, summary["busiest_together"], who, value)
    return {name: float(many) for name, many in found.items()}


def quantities_in_each(
    apart: np.ndarray, together: np.ndarray, busiest: np.ndarray, who: pd.DataFrame, value: Mapping[str, float]
) -> dict[str, np.ndarray]:
    """Return the quantities of `pooling_quantities` of many cases at once.

    `apart` and `together` [agent hours a week, fractions], `busiest` [whole agents]; `who` counts agents, numbers and partners
    of those who join in each case.
    """
    paid = 1 / (1 - value["shrinkage"])
    return {
        "agents": who["agents"],
        "places": busiest,
        "numbers": np.maximum(who["numbers"] - 1, 0),
        "weekly_gbp": apart * paid * value["agent_hour_gbp"],
        "agents_fewer": np.maximum(0.0, (apart - together) * paid / value["hours_a_week"]),
        "partners": who["partners"],
    }


def paid_in_each(value: Mapping[str, float], quantities: Mapping[str, np.ndarray], paid: str) -> np.ndarray:
    """Add up the lines of the change that are paid once ("one-off") or "a year", at central prices [GBP]."""
    lines = [(line, *rest) for line, (*rest, when) in LINES.items() if when == paid]
    if lost := [(line, name) for line, name, _ in lines if name not in value]:
        raise ValueError("{!r} needs the assumption {!r}; give it".format(*lost[0]))
    return np.sum([quantities[many] * value[name] for _, name, many in lines], axis=0)


def unit_costs(assumptions: pd.DataFrame) -> dict[str, tuple[float, float, float]]:
    """Return the low, central and high cost of a contact by channel, as `cost_per_contact` takes them [GBP per contact].

    Reads the assumptions named unit_cost_CHANNEL_gbp.

    >>> unit_costs(pd.DataFrame({"assumption": ["unit_cost_web_gbp"], "low": [0.09], "value": [0.15], "high": [0.56]}))
    {'web': (0.09, 0.15, 0.56)}
    """
    rows = assumptions[assumptions["assumption"].str.fullmatch(r"unit_cost_\w+_gbp")]
    names = rows["assumption"].str.removeprefix("unit_cost_").str.removesuffix("_gbp")
    return {
        name: (low, value, high)
        for name, low, value, high in zip(names, rows["low"], rows["value"], rows["high"], strict=True)
    }


def cost_of_calls(contacts: pd.DataFrame, partners: Mapping[str, str], assumptions: pd.DataFrame) -> pd.DataFrame:
    """Price each partner's contacts at published unit costs, beside the whole: one row a partner, and "All" [GBP a year].

    Columns: partner, offered, cost_low_gbp, cost_gbp and cost_high_gbp. An average: a call that is not made, or made elsewhere,
    saves only the avoidable part of it.
    """
    prices = unit_costs(assumptions)
    named = contacts.assign(partner=contacts["centre"].map(partners))
    whole = cost_per_contact(named.assign(partner="All"), prices, ["partner"])
    table = pd.concat([cost_per_contact(named, prices, ["partner"]), whole], ignore_index=True)
    return table[["partner", "offered", "cost_low_gbp", "cost_gbp", "cost_high_gbp"]]
