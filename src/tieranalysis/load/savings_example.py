"""Make the shipped worked example for Essex: illustrative, and built only from the register of assumptions.

Run when an assumption changes, never by a report:

    python -m tieranalysis.load.savings_example

No council has agreed any of it. The 2007 report asks for targets and gives none, so its nine targets are here, empty.
"""

import json
import math
from pathlib import Path
from typing import Any

import pandas as pd

from tieranalysis.contract import conform, fields, schema
from tieranalysis.contract.savings.tables import TABLES, Registers
from tieranalysis.contract.years import years_from
from tieranalysis.load import reads
from tieranalysis.load.catalogue import PACKAGE, data_root
from tieranalysis.load.savings import checked_registers
from tieranalysis.load.savings_out import write_savings
from tieranalysis.load.tables import read_table
from tieranalysis.registers import assumption_register, members

FOLDER = "savings_example"
KINGHAN = "Kinghan, Two-Tier Working in Essex (2007)"
ONLINE, PROPERTY, PROCUREMENT = "Essex Online Partnership", "Property rationalisation", "Joint procurement"
YEARS = years_from("2008-09", 3)
# Surrey districts' submission of 2025: what each year adds to the steady state, and how one-off cost is spread.
REACHED, SPENT = (0.10, 0.50, 0.90), (0.30, 0.50, 0.20)
COUNTY = "E10000012"
COMMON = {
    "authority": COUNTY,
    "recurrent": True,
    "base_year": "2007-08",
    "price_base": "2008-09",
    "as_at": "2009-06-30",
    "illustrative": True,
    "evidence_ref": "EV-1",
}
SAVINGS: dict[str, dict[str, Any]] = {
    "PROC-01": {
        "title": "Joint procurement of goods, services, works and utilities",
        "workstream": PROCUREMENT,
        "service": "third-party spend",
        "owner": "Procurement lead (illustrative)",
        "category": "efficiency",
        "cashable": True,
        "base_id": "county's spend with third parties, taken as 2008-09 prices (2007 report)",
        "confidence": "medium",
        "confidence_reason": "one published case reached 1.55 % a year; the rest is judgement",
        "reallocated": False,
        "overlap_group": "OG-1",
        "counterfactual": "each council would have let its own contracts at its own prices",
        "service_effect": "none",
        "source_ref": f"{KINGHAN}, recommendation 31",
    },
    "PROP-01": {
        "title": "Fewer and better used buildings",
        "workstream": PROPERTY,
        "service": "central",
        "category": "efficiency",
        "cashable": True,
        "base_id": "running cost assumed from the county's property value (2007 report gives a stock, no running cost)",
        "confidence": "low",
        "confidence_reason": "no running-cost base is known, and nobody is named to answer for it",
        "overlap_group": "OG-1",
        "source_ref": f"{KINGHAN}, recommendation 31",
    },
    "EOLP-01": {
        "title": "Shared ICT and support services",
        "workstream": ONLINE,
        "service": "central",
        "owner": "Online partnership manager (illustrative)",
        "category": "efficiency",
        "cashable": True,
        "base_id": "central services of the county and twelve districts, outturn 2010-11, taken as 2008-09 prices",
        "base_kind": "outturn",
        "confidence": "high",
        "confidence_reason": "the budget lines are taken out when the year begins",
        "budget_line_removed": True,
        "budget_line_ref": "illustrative: central services",
        "reallocated": False,
        "overlap_group": "OG-2",
        "counterfactual": "thirteen councils would have run thirteen systems",
        "service_effect": "none",
        "source_ref": f"{KINGHAN}, recommendation 31",
    },
    "EOLP-02": {
        "title": "Calls that move to the web",
        "workstream": ONLINE,
        "service": "customer contact",
        "owner": "Online partnership manager (illustrative)",
        "category": "cost_avoidance",
        "cashable": False,
        "base_id": "telephone calls to twelve districts at an average cost",
        "confidence": "low",
        "confidence_reason": "an average cost is not the cash that a moved call saves",
        "service_effect": "better",
        "source_ref": f"{KINGHAN}, recommendations 31 and 34",
    },
}
# What moves each saving in proportion, and how its amount was made.
MOVED = {
    "PROC-01": ("external_spend_gbp", "procurement_saving_rate"),
    "PROP-01": ("property_value_gbp", "property_running_cost_rate", "service_delivery_saving_rate"),
    "EOLP-01": ("central_services_gbp", "enabling_support_saving_rate"),
    "EOLP-02": ("districts_count", "calls_per_district", "channel_shift_rate", "channel_shift_saving_gbp"),
}
OVERLAPS = {
    "OG-1": (
        "PROP-01",
        "property_in_procurement_share",
        "maintenance, cleaning and utilities are part of the spend with third parties",
    ),
    "OG-2": ("EOLP-01", "online_in_procurement_share", "ICT contracts are part of the spend with third parties"),
}


def build_example(revenue: pd.DataFrame) -> Registers:
    """Build the example's registers from the register of assumptions, and the partners' shares from the outturn of 2010-11."""
    value = assumption_register().set_index("assumption")["value"].astype("float64")
    steady = {saving: value[list(names)].prod() for saving, names in MOVED.items()}
    rows = {
        "savings": [_saving(saving, place, steady[saving], value) for saving in SAVINGS for place in range(len(YEARS))],
        "targets": [
            _target(code, stream, year)
            for code, stream in (("EOLP", ONLINE), ("PROP", PROPERTY), ("PROC", PROCUREMENT))
            for year in YEARS
        ],
        "partner_shares": _shares(revenue, value["county_contribution_share"]),
        "savings_assumptions": _assumptions(),
        "one_off_costs": [row for saving in SAVINGS for row in _costs(saving, steady[saving], value)],
        "overlap_groups": [_overlap(group, *parts, value) for group, parts in OVERLAPS.items()],
        "evidence": EVIDENCE,
    }
    return checked_registers(
        {table: conform(pd.DataFrame(rows[table]).reindex(columns=list(fields(table))), table) for table in TABLES}
    )


def _saving(saving: str, place: int, steady: float, value: pd.Series) -> dict[str, Any]:
    facts = COMMON | SAVINGS[saving]
    base = {
        "PROC-01": value["external_spend_gbp"],
        "PROP-01": value["property_value_gbp"] * value["property_running_cost_rate"],
        "EOLP-01": value["central_services_gbp"],
    }
    approved = round(steady * REACHED[place])
    row = facts | {
        "saving_id": saving,
        "year": YEARS[place],
        "status": "budget",
        "base_gbp": base.get(saving),
        "approved_gbp": approved,
    }
    row |= {"full_year_gbp": round(steady), "part_year_rate": REACHED[place]}
    return (
        row | _delivered(approved, facts["confidence"], value)
        if place == 0
        else row | {"budget_line_removed": None, "budget_line_ref": None}
    )


def _delivered(approved: float, confidence: str, value: pd.Series) -> dict[str, Any]:
    """The closed year: delivered by the weight of its confidence; pressure and mitigation as in the published cases."""
    pressure = round(approved * (value["realisation_gross_rate"] - value["realisation_net_rate"]))
    return {
        "status": "outturn",
        "slipped_to": YEARS[1] if confidence == "low" else None,
        "delivered_gbp": math.ceil(approved * value[f"delivery_weight_{confidence}"]),
        "in_year_pressure_gbp": pressure,
        "mitigation_gbp": round(pressure * value["mitigation_rate"]),
    }


def _target(code: str, stream: str, year: str) -> dict[str, Any]:
    note = "asked for and not set: empty, never 0"
    return {
        "target_id": f"ST-{code}-{year}",
        "workstream": stream,
        "year": year,
        "note": note,
        "source_ref": f"{KINGHAN}, recommendation 31",
    }


def _shares(revenue: pd.DataFrame, county_share: float) -> list[dict[str, Any]]:
    """The county's negotiated part of the cost, the districts' in equal parts; benefits by service expenditure without schools."""
    partners = members("essex", "2010-11").query("tier != 'unitary'").sort_values("tier")["authority"].to_list()
    outturn = (
        revenue.query("year == '2010-11' and status == 'outturn'")
        .set_index(["authority", "line"])["amount_gbp"]
        .unstack()
    )
    spent = (outturn["total_service_expenditure"] - outturn["education"])[partners]
    benefit = (spent / spent.sum()).round(6)
    benefit[COUNTY] += 1 - benefit.sum()
    cost = {code: county_share if code == COUNTY else (1 - county_share) / (len(partners) - 1) for code in partners}
    method = "cost: Procurement Lincolnshire's 73 % for the county, the rest in equal parts; benefit: service expenditure without schools"
    return [
        {
            "saving_id": saving,
            "partner": code,
            "contribution_share": round(cost[code], 6),
            "benefit_share": round(benefit[code], 6),
            "method": method,
            "source_ref": "assumed; revenue outturn summary 2010-11",
        }
        for saving in SAVINGS
        for code in partners
    ]


def _assumptions() -> list[dict[str, Any]]:
    working = {saving: " times ".join(names) for saving, names in MOVED.items()}
    benefit = [(saving, name, "benefit", working[saving]) for saving, names in MOVED.items() for name in names]
    cost = [
        (saving, name, "cost", "a share of the first two years' savings")
        for saving, names in MOVED.items()
        for name in (*names, "investment_share_rate")
    ]
    overlap = [(saving, name, "overlap", reason) for saving, name, reason in OVERLAPS.values()]
    return [
        dict(zip(("saving_id", "assumption", "moves", "working"), row, strict=True)) for row in benefit + cost + overlap
    ]


def _costs(saving: str, steady: float, value: pd.Series) -> list[dict[str, Any]]:
    whole = steady * (REACHED[0] + REACHED[1]) * value["investment_share_rate"]
    note = "investment_share_rate times the first two years' savings"
    return [
        {
            "saving_id": saving,
            "year": year,
            "funding": "revenue",
            "price_base": "2008-09",
            "cost_gbp": round(whole * part),
            "note": note,
            "source_ref": "assumed",
        }
        for year, part in zip(YEARS, SPENT, strict=True)
    ]


def _overlap(group: str, saving: str, assumption: str, reason: str, value: pd.Series) -> dict[str, Any]:
    return {
        "overlap_group": group,
        "saving_id": saving,
        "counted_in": "PROC-01",
        "overlap_share": value[assumption],
        "reason": reason,
        "source_ref": f"assumption {assumption}",
    }


EVIDENCE = [
    {
        "evidence_ref": "EV-1",
        "title": "Register of assumptions, which names the source and grade of each",
        "kind": "assumption",
        "held_by": "tieranalysis maintainers",
    }
]


def entries(folder: Path) -> list[dict[str, Any]]:
    """Return the entries of the example's files for the register of raw files."""
    return [
        {
            "name": f"{FOLDER}_{table}",
            "path": f"{FOLDER}/{table}.csv",
            "title": f"Illustrative savings example for Essex: {schema(table)['title'][0].lower()}{schema(table)['title'][1:]}",
            "format": "csv",
            "encoding": "utf-8",
            "hash": f"sha256:{reads.sha256(folder / f'{table}.csv')}",
            "publisher": "tieranalysis",
            "published": "2026-11-21",
            "licenses": [{"name": "MIT", "title": "MIT Licence", "path": "https://opensource.org/license/mit"}],
            "notices": ["Illustrative: made from the register of assumptions; no council has agreed it."],
            "schema": schema(table),
            "sources": [
                {"title": "Register of assumptions (registers/assumptions.csv), which names the source of each"}
            ],
        }
        for table in TABLES
    ]


def main() -> None:
    """Write the example into data/raw, and register its files."""
    raw = data_root() / "raw"
    folder = write_savings(build_example(read_table("revenue")), raw / FOLDER)
    package = json.loads((raw / PACKAGE.name).read_text(encoding="utf-8"))
    others = [entry for entry in package["resources"] if not entry["path"].startswith(f"{FOLDER}/")]
    text = json.dumps(package | {"resources": others + entries(folder)}, indent=1, ensure_ascii=False)
    (raw / PACKAGE.name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
