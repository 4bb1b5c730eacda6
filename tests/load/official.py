"""Small workbooks in the forms of the Office for National Statistics and HM Treasury, with figures that can be worked by hand."""

import pandas as pd
from openpyxl import Workbook

# Rutland has no districts; Essex here is its twelve districts of 1,000 people and more, in the order of their codes.
DISTRICTS = {f"E070000{code}": 1_000 + 10 * place for place, code in enumerate(range(66, 78))}
PEOPLE = {**DISTRICTS, "E06000017": 400, "E08000037": 2_000, "E09000001": 90}


def year_rows(people=None, *, title="MYE2: Population estimates: persons by single year of age, mid-2023", header=None):
    """The sheet of persons of one mid-year: titles, a header, country, region and county rows among the districts, notes."""
    people = PEOPLE if people is None else people
    england = sum(count for count in people.values() if isinstance(count, (int, float)))
    essex = sum(people.get(code, 0) for code in DISTRICTS if isinstance(people.get(code, 0), (int, float)))
    rows = [
        [title],
        ["This worksheet contains one table, some cells refer to notes"],
        [],
        header or ["Code", "Name", "Geography", "All ages", 0, 1],
        ["K02000001", "UNITED KINGDOM", "Country", england + 300, 0, 0],
        ["E92000001", "ENGLAND", "Country", england, 0, 0],
        ["E12000006", "EAST", "Region", essex, 0, 0],
        ["E10000012", "Essex", "County", essex, 0, 0],
    ]
    rows += [[f" {code} ", f"District {code} ", _kind(code), count, 0, 0] for code, count in people.items()]
    rows += [
        ["W06000001", "Isle of Anglesey", "Unitary Authority", 300, 0, 0],
        [],
        ["Source: Office for National Statistics"],
    ]
    return rows


def _kind(code):
    return {"E06": "Unitary Authority", "E07": "Non-metropolitan District", "E08": "Metropolitan District"}.get(
        code[:3], "London Borough"
    )


def series_rows(years, people=None):
    """The sheet of the series: a title, a header, one row a district."""
    people = PEOPLE if people is None else people
    header = ["ladcode23", "laname23", "country", *[f"population_{year}" for year in years], "births_2012"]
    body = [[code, code, "E", *[count + year - years[0] for year in years], 1] for code, count in people.items()]
    return [["MYEB3: components of change"], header, *body, ["W06000001", "Anglesey", "W", *[300 for _ in years], 1]]


def deflator_rows(
    years=(
        ("2021-22", 80.0, None),
        ("2022-23", 84.0, 5.0),
        ("2023-24", 92.4, 10.0),
        ("2024-25", 100.0, 8.225),
        ("2025-26 (1), (2)", "-", 2.0),
    ),
    *,
    base="2024-25 = 100",
    notes=("(1) Forecasts are of the Office for Budget Responsibility.", "(2) Spring Forecast."),
):
    """The sheet of the deflator: merged titles, financial years on the left, calendar years on the right, notes beneath."""
    head = [
        [],
        [None, "GDP DEFLATORS AT MARKET PRICES, AND MONEY GDP: outturn and forecast"],
        [],
        [None, "GDP deflator at market prices", None, None, "Money GDP", None, None, "GDP deflator at market prices"],
        [
            None, "Financial year", base, "per cent change on previous year", "Cash £ million", "per cent change on previous year",
            None, "Calendar year", "2024 = 100", "per cent change on previous year",
        ],
        [],
    ]  # fmt: skip
    body = [
        [None, label, index, growth, "1,234,567", 1.0, None, 2021 + place, 10.0 + place, 3.0]
        for place, (label, index, growth) in enumerate(years)
    ]
    return [*head, *body, [], [None, "Sources and footnotes:"], *[[None, note] for note in notes]]


def write(sheets, path):
    """Write sheets of rows as xlsx, or as ods where the name says so."""
    if path.suffix == ".ods":
        sheets = {
            name: [[*row, *[None] * (max(map(len, rows)) - len(row))] for row in rows] for name, rows in sheets.items()
        }
        with pd.ExcelWriter(path, engine="odf") as book:
            for name, rows in sheets.items():
                pd.DataFrame(rows).to_excel(book, sheet_name=name, header=False, index=False)
        return path
    book = Workbook()
    book.active.title = "Cover sheet"
    book.active.append(["Estimates of the population"])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append([None if cell == "" else cell for cell in row])
    book.save(path)
    return path
