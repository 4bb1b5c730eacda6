"""Small-print workbooks in the form of the releases, made from the figures that ship: every authority, real amounts."""

from importlib.resources import files

import pandas as pd
from openpyxl import Workbook

from tieranalysis.registers import authorities

CLASSES = {"county": "SC", "district": "SD", "unitary": "UA", "metropolitan": "MD", "london": "L", "other": "O"}
NOTES = [
    ["", "", "ENGLAND", "", "", 1.0],
    ["", "", "SHIRE COUNTIES", "", "SC", 1.0],
    ["Source: Revenue Outturn returns"],
]


PRINTED = {
    "total_service_expenditure": "TOTAL SERVICE EXPENDITURE (total of lines 190 to 698)",
    "net_current_expenditure": "NET CURRENT EXPENDITURE(TOTAL OF LINES 699to748)",
    "expenditure_before_income": "SUB-TOTAL (total of lines 749 to 783)",
    "revenue_expenditure": "REVENUE EXPENDITURE",
    "net_revenue_expenditure": "NET REVENUE EXPENDITURE (TOTAL OF LINES 800 TO 804)",
    "council_tax_requirement": "COUNCIL TAX REQUIREMENT",
}


def rows_of(revenue, year, status="outturn", *, title=None, helper_rows=4, unit="Net current expenditure (£ thousand)"):
    """The rows of a release's sheet, header and notes included, from the shipped figures of one year."""
    one = revenue[(revenue["year"] == year) & (revenue["status"] == status)]
    order = in_cascade_order(one)
    register = authorities().set_index("authority")
    wide = one.pivot(index="authority", columns="line", values="amount_gbp") / 1000
    title = title or f"Revenue Outturn (RO) {year}: Revenue Outturn Summary (RS) data"
    header = ["E-code", "ONS Code", "Local authority", "", "Class", *map(label_of, order)]
    rows = [[title], [unit], *[[""] for _ in range(helper_rows)], header]
    for code, amounts in wide.iterrows():
        council = register.loc[code] if code in register.index else register.iloc[0]
        flag = "Grossed" if amounts.isna().all() else ""
        cells = ["…" if pd.isna(value) else value for value in (amounts[line] for line in order)]
        rows.append(
            [council["e_code"], code if len(code) == 9 else "", council["name"], flag, CLASSES[council["tier"]], *cells]
        )
    return rows + NOTES


def in_cascade_order(one):
    """Lines in the order of the form: each part before the subtotal that it rolls into, reserves last."""
    flows = one[one["flow_or_stock"] == "flow"].drop_duplicates("line")
    chain = [
        "total_service_expenditure",
        "net_current_expenditure",
        "expenditure_before_income",
        "revenue_expenditure",
        "net_revenue_expenditure",
        "budget_requirement",
        "council_tax_requirement",
    ]
    order = []
    for subtotal in chain:
        order += [line for line in flows.loc[flows["rolls_into"] == subtotal, "line"] if line not in chain]
        order += [subtotal] if subtotal in set(flows["line"]) else []
    return order + list(one.loc[one["flow_or_stock"] == "stock", "line"].drop_duplicates())


def label_of(line):
    return PRINTED.get(line) or ALIAS_OF[line]


def _first_alias():
    table = pd.read_csv(files("tieranalysis.registers") / "line_aliases.csv", dtype="str")
    return table.drop_duplicates("line").set_index("line")["label"].to_dict()


ALIAS_OF = _first_alias()


def write(rows, path, sheet="RS LA Data"):
    """Write rows as an xlsx workbook with a front page before the data."""
    book = Workbook()
    book.active.title = "Front Page"
    book.active.append(["General Fund Revenue Account Outturn"])
    data = book.create_sheet(sheet)
    for row in rows:
        data.append([None if cell == "" else cell for cell in row])
    book.save(path)
    return path
