"""Registers to test with: the published directorates of case VC05, and a small programme that has every table."""

import pandas as pd
import pytest

from tieranalysis.contract import conform, fields
from tieranalysis.contract.savings.tables import Registers
from tieranalysis.load.savings import checked_registers

# Brighton & Hove City Council, savings monitoring 2022/23, GBP thousand: approved, delivered, pressure (VC05). The published
# totals are 10,509 approved, 9,490 delivered and 4,728 at risk; what is left for "other" is 325 approved and delivered.
DIRECTORATES = {
    "BH-01": (2674, 2637, 1781),
    "BH-02": (2353, 1777, 387),
    "BH-03": (2730, 2491, 1361),
    "BH-04": (1932, 1932, 180),
    "BH-05": (495, 328, 0),
    "BH-06": (325, 325, 0),
}
BASE = {
    "title": "A saving",
    "workstream": "procurement",
    "authority": "E06000043",
    "owner": "Director",
    "category": "efficiency",
    "cashable": True,
    "recurrent": True,
    "year": "2022-23",
    "status": "outturn",
    "base_id": "approved budget 2021-22",
    "base_year": "2021-22",
    "price_base": "cash",
    "approved_gbp": 100.0,
    "confidence": "medium",
    "as_at": "2023-06-30",
    "illustrative": False,
}


def table_of(name, rows):
    return conform(pd.DataFrame(rows).reindex(columns=list(fields(name))), name)


def savings_of(*rows):
    return table_of("savings", [BASE | {"saving_id": f"S-{number}"} | row for number, row in enumerate(rows, start=1)])


@pytest.fixture
def brighton():
    return savings_of(
        *(
            {
                "saving_id": code,
                "title": code,
                "approved_gbp": a * 1e3,
                "delivered_gbp": d * 1e3,
                "in_year_pressure_gbp": p * 1e3,
                "mitigation_gbp": 0.0,
            }
            for code, (a, d, p) in DIRECTORATES.items()
        )
    )


@pytest.fixture
def make():
    return savings_of


@pytest.fixture
def make_table():
    return table_of


@pytest.fixture
def programme() -> Registers:
    """A programme of two savings over two years, with every table filled."""
    closed = {"status": "outturn", "delivered_gbp": 90.0, "in_year_pressure_gbp": 5.0, "mitigation_gbp": 0.0}
    coming = {"year": "2023-24", "status": "budget"}
    savings = savings_of(
        {
            "saving_id": "A-1",
            "title": 'Mail, print; and "post"',
            "overlap_group": "OG-1",
            "evidence_ref": "EV-1",
            "budget_line_removed": True,
            "budget_line_ref": "cc 1234",
        }
        | closed,
        {"saving_id": "A-1", "approved_gbp": 200.1 + 0.2} | coming,
        {"saving_id": "B-1", "workstream": "property", "approved_gbp": 1000 / 3, "overlap_group": "OG-1"} | closed,
        {
            "saving_id": "B-1",
            "workstream": "property",
            "approved_gbp": 400.0,
            "part_year_rate": 0.5,
            "full_year_gbp": 800.0,
        }
        | coming,
    )
    tables = {
        "savings": savings,
        "targets": table_of("targets", [{"target_id": "T-1", "workstream": "procurement", "year": "2022-23", "target_gbp": 150.0, "price_base": "cash", "source_ref": "budget book"},
                                         {"target_id": "T-2", "workstream": "property", "year": "2022-23", "source_ref": "Recommendation 31"}]),
        "partner_shares": table_of("partner_shares", [{"saving_id": s, "partner": p, "contribution_share": c, "benefit_share": b}
                                                       for s in ("A-1", "B-1") for p, c, b in (("E10000012", 0.73, 0.5), ("E07000075", 0.27, 0.5))]),
        "savings_assumptions": table_of("savings_assumptions", [{"saving_id": "A-1", "assumption": "procurement_saving_rate", "moves": "benefit"}]),
        "one_off_costs": table_of("one_off_costs", [{"saving_id": "A-1", "year": "2021-22", "funding": "revenue", "price_base": "cash", "cost_gbp": 30.0}]),
        "overlap_groups": table_of("overlap_groups", [{"overlap_group": "OG-1", "saving_id": "B-1", "counted_in": "A-1", "overlap_share": 0.1}]),
        "evidence": table_of("evidence", [{"evidence_ref": "EV-1", "title": "Ledger extract", "kind": "ledger", "dated": "2023-05-01", "verified_by": "Internal audit"}]),
    }  # fmt: skip
    return checked_registers(tables)
