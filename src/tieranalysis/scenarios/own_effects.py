"""What one point more of each assumption does to what a joint programme is worth to one authority, under every rule of sharing."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tieranalysis.contract.savings.tables import Registers
from tieranalysis.metrics.flows import in_prices_of
from tieranalysis.metrics.one_point import one_point_more
from tieranalysis.metrics.savings.evaluate import evaluate
from tieranalysis.metrics.savings.in_each import Flows, positions_in_each
from tieranalysis.metrics.savings.joined import registers_of
from tieranalysis.metrics.savings.positions import programme_shares, sizes_of, weights_of
from tieranalysis.metrics.savings.programme import Programme, programme_of
from tieranalysis.registers import assumption_register, scenario_register
from tieranalysis.scenarios.joining import named_scenarios
from tieranalysis.scenarios.runs import assumptions_with_effects
from tieranalysis.scenarios.sets import assumed, scenario, scenario_partners

Sizes = Mapping[str, pd.Series]
Values = Mapping[str, float]
COLUMNS = ["assumption", "value", "low", "high", "unit", "source", "grade", "effect", "effect_unit"]


def position_effects(
    registers: Registers,
    chosen: pd.DataFrame,
    revenue: pd.DataFrame,
    population: pd.DataFrame,
    area: str,
    authority: str,
    most: int = 5,
) -> pd.DataFrame:
    """Return what one point more of the assumptions that move the programme most does to what it is worth to an authority.

    Worth is the net present value under the first rule, that of the register where there is one. Columns as
    `assumptions_with_effects`; no row where the authority takes no part.
    """
    found = _by_rule(registers, chosen, sizes_of(revenue, population, area), authority, most)
    return found[found["rule"] == found["rule"].head(1).squeeze()].drop(columns="rule").reset_index(drop=True)


def position_effects_to_try(
    registers: Registers,
    start: str,
    revenue: pd.DataFrame,
    population: pd.DataFrame,
    area: str,
    authority: str,
    most: int = 5,
) -> pd.DataFrame:
    """Return `position_effects` in every case of `programme_to_try`: scenario (its title) and rule, then its columns.

    The assumptions are those that move the programme most in the scenario. No row where the authority takes no part.
    """
    titles, sizes = scenario_register().set_index("scenario")["title"], sizes_of(revenue, population, area)
    parts = [
        _by_rule(registers, scenario(name), sizes, authority, most).assign(scenario=titles[name])
        for name in named_scenarios(registers, start, authority)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["scenario", "rule", *COLUMNS])


def _by_rule(registers: Registers, chosen: pd.DataFrame, sizes: Sizes, authority: str, most: int) -> pd.DataFrame:
    if registers.savings.empty:
        return pd.DataFrame(columns=["rule", *COLUMNS])
    books = registers_of(registers, scenario_partners(chosen))
    programme = programme_of(books, assumption_register())
    top = assumptions_with_effects(programme, chosen).head(most)[COLUMNS]
    worth = _worth(programme, books, _one_point_more(chosen, list(top["assumption"])), sizes, authority)
    parts = [top.assign(rule=rule, effect=own.to_numpy()[1:] - own.iloc[0]) for rule, own in worth.items()]
    return pd.concat(parts, ignore_index=True)[["rule", *COLUMNS]] if parts else top.head(0).assign(rule="")


def _one_point_more(chosen: pd.DataFrame, titles: list[str]) -> list[Values]:
    """The values of a scenario as they are, and with one point more of each of some assumptions."""
    rows = chosen.set_index("title").loc[titles]
    moved = {row.assumption: one_point_more(row.value, row.unit) for row in rows.itertuples(index=False)}
    own = assumed(chosen)
    return [own, *({**own, name: value} for name, value in moved.items())]


def _worth(
    programme: Programme, books: Registers, cases: list[Values], sizes: Sizes, authority: str
) -> dict[str, pd.Series]:
    """What the programme is worth to an authority in each case, by rule in the order of the rules; none where it takes no part."""
    shares, agreed = (programme_shares(books, f"{name}_share") for name in ("benefit", "contribution"))
    if authority not in shares:
        return {}
    flows, weights = _flows(programme, cases), weights_of(sizes, shares)
    fixed = np.array([case["set_up_fixed_share"] for case in cases])
    parts = []
    for share in np.unique(fixed):
        places = np.flatnonzero(fixed == share)
        found = positions_in_each(flows.at(places), shares, float(share), agreed, weights)
        parts.append(found[found["partner"] == authority].assign(case=lambda t, places=places: places[t["case"]]))
    own = pd.concat(parts).sort_values("case", kind="stable")
    return {str(rule): rows.set_index("case")["npv_gbp"] for rule, rows in own.groupby("method", sort=False)}


def _flows(programme: Programme, cases: list[Values]) -> Flows:
    """The real flows of each case; those of a programme in cash are restated with the case's own inflation."""
    found = evaluate(programme, {name: np.array([case[name] for case in cases]) for name in cases[0]})
    pound = pd.DataFrame(
        {"year": programme.years, "benefit_gbp": 1.0, "cost_gbp": 0.0, "price_base": programme.price_base}
    )
    first = programme.years[0]
    scale = np.stack([in_prices_of(pound, case["inflation_rate"], first)["benefit_gbp"].to_numpy() for case in cases])
    rate = np.array([case["discount_rate_real"] for case in cases])
    return Flows(tuple(programme.years), found["benefit_gbp"] * scale, found["cost_gbp"] * scale, rate)
