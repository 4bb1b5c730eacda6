"""The rules that hold between the tables of a savings programme."""

from collections.abc import Callable, Mapping

import pandas as pd

from tieranalysis.contract.savings.circles import refuse_circles
from tieranalysis.contract.savings.errors import cells, refuse


def refuse_broken_registers(
    registers: Mapping[str, pd.DataFrame], sources: Mapping[str, str] | None = None, first_row: int = 2
) -> None:
    """Refuse tables that contradict each other; return nothing when they hold together.

    `registers` holds savings and, where there are any, partner_shares, one_off_costs, overlap_groups, savings_assumptions
    and evidence. Raises SavingsError for a saving that no row of the register knows, shares that do not add to one, a saving
    that begins before its cost, an overlap that runs in a circle, and evidence that is referred to and not there.
    """
    named = sources or {}
    savings = registers["savings"]
    for table, check in TABLES.items():
        if table in registers and len(registers[table]):
            rows, source = registers[table], named.get(table, f"The table of {table}")
            refuse([*_strangers(rows, savings, first_row), *check(rows, savings, first_row)], source)
    if "overlap_groups" in registers:
        refuse_circles(
            registers["overlap_groups"], named.get("overlap_groups", "The table of overlap_groups"), first_row
        )
    if "evidence" in registers:
        refuse(
            _missing_evidence(savings, registers["evidence"], first_row), named.get("savings", "The table of savings")
        )


def _strangers(rows: pd.DataFrame, savings: pd.DataFrame, first_row: int) -> list[str]:
    known = set(savings["saving_id"])
    says = "no such saving in the register of savings. Correct the code, or add the saving."
    return [
        p
        for n in ("saving_id", "counted_in")
        if n in rows
        for p in cells(rows, ~rows[n].isin(known), n, says, first_row)
    ]


def _shares_add_to_one(shares: pd.DataFrame, _: pd.DataFrame, first_row: int) -> list[str]:
    problems = []
    for name in ("contribution_share", "benefit_share"):
        sums = shares.groupby("saving_id")[name].transform("sum")
        last = ~shares.duplicated("saving_id", keep="last")
        says = f"the {name}s of {{saving_id}} add to {{sums:.6g}}, not to 1. Correct one of its rows; this is the last of them."
        problems += cells(shares.assign(sums=sums), last & ((sums - 1).abs() > 1e-9), name, says, first_row)
    return problems


def _cost_comes_first(costs: pd.DataFrame, savings: pd.DataFrame, first_row: int) -> list[str]:
    paid = costs[costs["cost_gbp"] > 0]
    begins = savings[savings["approved_gbp"] > 0].groupby("saving_id")["year"].min()
    saving_from = paid["saving_id"].map(begins)
    first_paid = paid.groupby("saving_id")["year"].transform("min")
    late = (saving_from < first_paid) & (paid["year"] == first_paid)
    says = (
        "{saving_id} saves from {saving_from}, before its first cost. Correct the year of the cost, or of the saving."
    )
    return cells(paid.assign(saving_from=saving_from), late, "year", says, first_row)


def _costs_hold(costs: pd.DataFrame, savings: pd.DataFrame, first_row: int) -> list[str]:
    base = costs["saving_id"].map(savings.groupby("saving_id")["price_base"].first())
    other = base.notna() & costs["price_base"].fillna("(empty)").ne(base)
    says = (
        "{saving_id} stands in {base} prices, and its cost does not: two price bases in one sum. Restate one of them."
    )
    return [
        *cells(costs.assign(base=base), other, "price_base", says, first_row),
        *_cost_comes_first(costs, savings, first_row),
    ]


def _nothing_more(_: pd.DataFrame, __: pd.DataFrame, ___: int) -> list[str]:
    return []


TABLES: dict[str, Callable[[pd.DataFrame, pd.DataFrame, int], list[str]]] = {
    "partner_shares": _shares_add_to_one,
    "one_off_costs": _costs_hold,
    "overlap_groups": _nothing_more,
    "savings_assumptions": _nothing_more,
}


def _missing_evidence(savings: pd.DataFrame, evidence: pd.DataFrame, first_row: int) -> list[str]:
    named = savings["evidence_ref"]
    unknown = named.notna() & ~named.isin(set(evidence["evidence_ref"]))
    return (
        cells(
            savings,
            unknown,
            "evidence_ref",
            "no such row in the table of evidence. Add it, or correct the code.",
            first_row,
        )
        if unknown.any()
        else []
    )
