"""A programme of savings as arrays, so that one evaluation serves one scenario, a thousand, or a hundred thousand draws.

The benefit of a saving in a year is its approved amount, less what is counted elsewhere, times the part that is delivered,
times each assumption that moves it over its central value; in a closed year it is what was delivered. After the register's last year a recurrent saving goes on at its
full-year amount. Only cashable savings count as money, unless they are asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tieranalysis.contract.savings.errors import SavingsError
from tieranalysis.contract.savings.tables import Registers
from tieranalysis.contract.years import year_start, years_from

MOVES = ("benefit", "cost", "overlap")
Drivers = tuple[tuple[int, str, float], ...]


@dataclass(frozen=True, eq=False)
class Programme:
    """Savings and costs by saving (rows) and year (columns) [GBP, in `price_base` prices], and what moves them.

    `benefit_gbp` is what is promised, and 0 in closed years; `delivered_gbp` what came in those, and 0 in the others.
    """

    savings: tuple[str, ...]
    years: tuple[str, ...]
    benefit_gbp: np.ndarray
    delivered_gbp: np.ndarray
    cost_gbp: np.ndarray
    overlap_share: np.ndarray
    confidence: tuple[str, ...]
    drivers: Mapping[str, Drivers]
    partner_share: pd.DataFrame
    price_base: str

    def of(self, partners: Sequence[str] | None) -> "Programme":
        """Return the programme of some partners alone: their part of every benefit, and of every cost.

        Raises SavingsError for a partner that has no share in the programme.
        """
        if partners is None:
            return self
        strangers = [code for code in partners if code not in self.partner_share]
        if strangers:
            raise SavingsError(
                f"{strangers[0]!r} has no share in the programme. The partners are: {', '.join(self.partner_share)}."
            )
        part = self.partner_share[list(partners)].sum(axis=1).to_numpy()[:, None]
        amounts = {name: getattr(self, name) * part for name in ("benefit_gbp", "delivered_gbp", "cost_gbp")}
        return replace(self, **amounts)


def programme_of(
    registers: Registers, assumptions: pd.DataFrame, years: int = 10, cashable_only: bool = True
) -> Programme:
    """Make a programme of the registers, over so many years from the first cost or saving.

    `assumptions` is the register of assumptions: its `value` is the central one, from which the approved amounts were made.
    Raises SavingsError for two price bases, a missing approved amount, and an assumption that is not in `assumptions`.
    """
    savings, shares = registers.savings, registers.partner_shares
    kept = savings[savings["cashable"].eq(True)] if cashable_only else savings
    costs = registers.one_off_costs[registers.one_off_costs["saving_id"].isin(kept["saving_id"])]
    base = _price_base(kept, costs)
    ids = tuple(dict.fromkeys(kept["saving_id"]))
    named = tuple(years_from(min([*kept["year"], *costs["year"]]), years))
    _refuse_beyond(kept, costs, named)
    delivered = _grid(kept[kept["status"] == "outturn"], "delivered_gbp", ids, named).to_numpy()
    moved = registers.savings_assumptions[registers.savings_assumptions["saving_id"].isin(ids)]
    return Programme(
        savings=ids,
        years=named,
        benefit_gbp=np.where(np.isnan(delivered), _benefit(kept, ids, named), 0.0),
        delivered_gbp=np.nan_to_num(delivered),
        cost_gbp=_grid(costs, "cost_gbp", ids, named).fillna(0.0).to_numpy(),
        overlap_share=registers.overlap_groups.groupby("saving_id")["overlap_share"]
        .sum()
        .reindex(ids, fill_value=0.0)
        .to_numpy(),
        confidence=tuple(kept.groupby("saving_id", sort=False)["confidence"].last()),
        drivers={move: _drivers(moved[moved["moves"] == move], ids, assumptions) for move in MOVES},
        partner_share=shares.pivot(index="saving_id", columns="partner", values="benefit_share")
        .reindex(ids)
        .fillna(0.0),
        price_base=base,
    )


def _price_base(savings: pd.DataFrame, costs: pd.DataFrame) -> str:
    if savings.empty:
        raise SavingsError(
            "The programme has no savings to count. Enter some, or count those that are not cashable too."
        )
    bases = list(dict.fromkeys([*savings["price_base"], *costs["price_base"]]))
    if len(bases) != 1 or pd.isna(bases[0]):
        raise SavingsError(
            f"The programme stands in {' and '.join('(empty)' if pd.isna(b) else b for b in bases)}: two price bases in one sum, or none. Bring every row to one."
        )
    return bases[0]


def _refuse_beyond(savings: pd.DataFrame, costs: pd.DataFrame, years: tuple[str, ...]) -> None:
    late = [year for year in [*savings["year"], *costs["year"]] if year > years[-1]]
    if late:
        raise SavingsError(
            f"The registers go on to {max(late)}, after the {len(years)} years of the programme. Ask for {year_start(max(late)) - year_start(years[0]) + 1} years or more."
        )
    bare = savings.loc[savings["approved_gbp"].isna(), ["saving_id", "year"]]
    if len(bare):
        raise SavingsError(
            f"{bare['saving_id'].iloc[0]} has no approved amount in {bare['year'].iloc[0]}. Enter it, with 0 where nothing is to be saved."
        )


def _grid(rows: pd.DataFrame, name: str, ids: tuple[str, ...], years: tuple[str, ...]) -> pd.DataFrame:
    return rows.groupby(["saving_id", "year"])[name].sum(skipna=False).unstack().reindex(index=ids, columns=years)


def _benefit(savings: pd.DataFrame, ids: tuple[str, ...], years: tuple[str, ...]) -> np.ndarray:
    entered = _grid(savings, "approved_gbp", ids, years)
    last = savings.sort_values("year").groupby("saving_id").last().reindex(ids)
    lasting = last["full_year_gbp"].fillna(last["approved_gbp"]).where(last["recurrent"].eq(True), 0.0)
    after = np.array(years)[None, :] > last["year"].to_numpy(dtype="str")[:, None]
    return np.where(after, lasting.to_numpy(dtype="float64")[:, None], entered.fillna(0.0).to_numpy())


def _drivers(rows: pd.DataFrame, ids: tuple[str, ...], assumptions: pd.DataFrame) -> Drivers:
    central = dict(zip(assumptions["assumption"], assumptions["value"], strict=True))
    unknown = [name for name in rows["assumption"] if not central.get(name)]
    if unknown:
        raise SavingsError(
            f"There is no assumption {unknown[0]!r} with a value above 0 to move a saving by. Add it to the register of assumptions."
        )
    return tuple(
        (ids.index(saving), name, float(central[name]))
        for saving, name in rows[["saving_id", "assumption"]].itertuples(index=False)
    )
