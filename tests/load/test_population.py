"""ONS's estimates: the workbook of a year and the series, their drifting names, and what is refused in words."""

import pytest
from official import DISTRICTS, PEOPLE, series_rows, write, year_rows

from tieranalysis.contract import SchemaError, SourceError
from tieranalysis.load.population import read_population


@pytest.fixture
def book(tmp_path):
    def make(rows, sheet="MYE2 - Persons", name="mye.xlsx"):
        return write({"Notes": [["Notes"]], "MYE2 - Males": rows, sheet: rows}, tmp_path / name)

    return make


@pytest.mark.parametrize("name", ["mye.xlsx", "mye.ods"])
def test_the_workbook_of_a_year_gives_the_districts_of_england_and_nothing_twice(book, name):
    people = {**PEOPLE, "E07000066": " 1,000", "E07000067": 1010.0}
    rows = year_rows({**PEOPLE})
    for row in rows[8:]:
        row[3:4] = [people.get(str(row[0]).strip(), row[3] if len(row) > 3 else "")] if len(row) > 3 else []
    read = read_population(book(rows, name=name))
    assert dict(zip(read["authority"], read["population"], strict=True)) == PEOPLE
    assert set(read["mid_year"]) == {2023}
    assert read["vintage"].str.len().eq(12).all()
    assert read.attrs["notices"] == []


@pytest.mark.parametrize(
    ("sheet", "header"),
    [
        ("MYE2 - All", ["Code", "Name", "Geography1", "All ages", 0, 1]),
        ("UK persons", ["CODE", "NAME", "GEOGRAPHY", "ALL AGES", 0, 1]),
        ("MYE2 – Persons (2023)", ["Area code", "Area name", "Geography", "All ages [note 2]", 0, 1]),
    ],
)
def test_names_of_sheets_and_columns_that_drift(book, sheet, header):
    read = read_population(book(year_rows(header=header), sheet))
    assert read["population"].sum() == sum(PEOPLE.values())


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Mid-2020: persons, on 2021 geography", 2020),
        ("Mid-year population estimates, 2013", 2013),
        ("Usual residents at 30 June 2012", 2012),
    ],
)
def test_the_year_is_taken_from_the_titles(book, title, year):
    assert set(read_population(book(year_rows(title=title)))["mid_year"]) == {year}


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("ukpopestimatesmid2021on2021geographyfinal.xlsx", 2021),
        ("abc-mye24tablesuk.xlsx", 2024),
        ("ukmidyearestimates20192020ladcodes.xlsx", 2019),
    ],
)
def test_or_from_the_publishers_name_of_the_file(book, name, year):
    assert set(read_population(book(year_rows(title="Persons by age"), name=name))["mid_year"]) == {year}


def test_a_year_that_is_not_told_is_refused_and_never_guessed(book):
    path = book(year_rows(title="Persons by single year of age"))
    with pytest.raises(
        SourceError, match=r"the mid-year is not stated in its titles.* Say which it is with --mid-year 2020"
    ):
        read_population(path)
    assert set(read_population(path, "2022")["mid_year"]) == {2022}
    with pytest.raises(SourceError, match="the mid-year is mid-2022 and mid-2023 in its titles"):
        read_population(book(year_rows()), "2022")
    with pytest.raises(SourceError, match="mid-2021 and mid-2022"):
        read_population(book(year_rows(title="Mid-2021 and mid-2022, persons")))


def change(rows, code, place, value):
    row = next(row for row in rows if row and str(row[0]).strip() == code)
    row[place] = value
    return rows


REFUSED = [
    (
        lambda rows: change(rows, "E92000001", 3, 99_999),
        "the districts of England have .* and the row of England says 99,999. A district is missing or stands twice",
    ),
    (lambda rows: rows[:9] + rows[10:], "A district is missing or stands twice: download the file again"),
    (
        lambda rows: change(rows, "E07000067", 0, "E07000066"),
        "row 10, column 'Code', value 'E07000066': already in row 9. Keep one",
    ),
    (
        lambda rows: change(rows, "E07000067", 0, "E0700067"),
        "row 10, column 'Code', value 'E0700067': not a code such as E07000075 for a Non-metropolitan District",
    ),
    (lambda rows: change(rows, "E07000067", 3, "many"), "row 10, column 'All ages', value 'many': not a number"),
    (
        lambda rows: rows[:3] + rows[4:],
        "no row has columns for the code, the name and all ages. The first rows say: MYE2: Population",
    ),
    (lambda rows: rows[:6], "no row is a district of England. The file may be cut short"),
]


@pytest.mark.parametrize(("spoil", "words"), REFUSED)
def test_what_does_not_fit_is_refused_with_its_place(book, spoil, words):
    with pytest.raises(SourceError, match=words):
        read_population(book(spoil(year_rows())))


def test_a_council_that_the_register_does_not_have_is_refused(book):
    people = {**PEOPLE, "E06000099": 7}
    with pytest.raises(SchemaError, match="value 'E06000099': not in the register of authorities"):
        read_population(book(year_rows(people)))


def test_another_workbook_is_refused_with_its_sheets(tmp_path):
    with pytest.raises(
        SourceError,
        match=r"no sheet is the one of persons \(sheets: Cover sheet, Births\). It is called 'MYE2 - Persons'",
    ):
        read_population(write({"Births": [["a"]]}, tmp_path / "births.xlsx"))
    two = write({"MYE2 - Persons": year_rows(), "MYE2 - All": year_rows()}, tmp_path / "two.xlsx")
    with pytest.raises(SourceError, match="'MYE2 - Persons' and 'MYE2 - All' are both the one of persons"):
        read_population(two)


def test_a_missing_estimate_stays_missing_and_is_said(book):
    read = read_population(book(year_rows({**PEOPLE, "E07000066": ":"})))
    assert "E07000066" not in set(read["authority"])
    assert "No estimate for E07000066. Whether the districts add to England is not checked." in read.attrs["notices"][0]


def test_former_codes_become_the_registers(book):
    people = {("E08000020" if code == "E08000037" else code): count for code, count in PEOPLE.items()}
    assert "E08000037" in set(read_population(book(year_rows(people)))["authority"])


def test_the_series_as_a_sheet(tmp_path):
    path = write(
        {"MYEB1": [["not read"]], "MYEB3": series_rows([2019, 2020, 2021])}, tmp_path / "myebtablesuk20192021.xlsx"
    )
    read = read_population(path)
    assert read.loc[read["authority"] == "E07000066", ["mid_year", "population"]].to_numpy().tolist() == [
        [2019, 1000], [2020, 1001], [2021, 1002],
    ]  # fmt: skip
    assert set(read_population(path, "2020-2021")["mid_year"]) == {2020, 2021}
    with pytest.raises(SourceError, match="no estimates for mid-2030. It has mid-2019 to 2021"):
        read_population(path, "2030")
    with pytest.raises(SourceError, match="'soon' is no mid-year. Write one"):
        read_population(path, "soon")


def test_the_detailed_series_is_summed_over_sex_and_age(tmp_path):
    header = ["ladcode23", "laname23", "country", "sex", "age", "population_2020"]
    rows = [[code, code, "E", sex, age, 10 * age + 1] for code in DISTRICTS for sex in "MF" for age in (0, 1)]
    path = write({"MYEB1": [["title"], header, *rows]}, tmp_path / "detail.xlsx")
    assert set(read_population(path)["population"]) == {24}
    with pytest.raises(
        SourceError, match="E07000077 has 3 rows of sex and age where others have 4. The file may be cut short"
    ):
        read_population(write({"MYEB1": [["title"], header, *rows[:-1]]}, tmp_path / "cut.xlsx"))
