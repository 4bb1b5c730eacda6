"""HM Treasury's own sheet: growth worked by hand, forecasts as it marks them, and what does not agree refused."""

import pytest
from official import deflator_rows, write

from tieranalysis.contract import SourceError
from tieranalysis.load.deflator import read_deflator

YEARS = [("2021-22", 80.0, None), ("2022-23", 84.0, 5.0), ("2023-24", 92.4, 10.0), ("2024-25", 100.0, 8.225)]


@pytest.fixture
def book(tmp_path):
    def make(rows, name="deflators.xlsx"):
        return write({"Deflators": rows}, tmp_path / name)

    return make


def growth(table):
    return dict(zip(table["year"], table["growth_multiplier"].round(6), strict=True))


@pytest.mark.parametrize("name", ["deflators.xlsx", "deflators.ods"])
def test_growth_is_that_of_the_index_and_of_a_forecast_the_printed_one(book, name):
    # 84/80 = 1.05, 92.4/84 = 1.1, 100/92.4 = 1.082251; 2025-26 prints no index and 2 per cent. Calendar years are not read.
    read = read_deflator(book(deflator_rows(), name))
    assert growth(read) == {"2022-23": 1.05, "2023-24": 1.1, "2024-25": 1.082251, "2025-26": 1.02}
    assert read["forecast"].to_list() == [False, False, False, True]


def test_a_sheet_saved_as_csv(tmp_path):
    path = tmp_path / "deflators.csv"
    path.write_text(
        "\n".join(",".join("" if cell is None else f'"{cell}"' for cell in row) for row in deflator_rows()),
        encoding="utf-8",
    )
    assert growth(read_deflator(path))["2023-24"] == 1.1


def test_calendar_years_beneath_are_another_table(book):
    rows = [row[:4] for row in deflator_rows(YEARS, base="GDP deflator at market prices, 2024-25 = 100")]
    rows[-2:-2] = [[None, "Calendar year", "2024 = 100"], [None, "2021", 70.0, None], [None, 2022, 71.0, 1.4]]
    assert list(growth(read_deflator(book(rows), "2025-26"))) == ["2022-23", "2023-24", "2024-25"]


def test_forecasts_are_known_by_a_footnote_or_by_a_line_above_them(book):
    noted = [*YEARS[:3], ("2024-25 (1)", 100.0, 8.225)]
    assert read_deflator(book(deflator_rows(noted)))["forecast"].to_list() == [False, False, True]
    lined = deflator_rows(YEARS, notes=())
    lined.insert(9, [None, "Forecasts of the Office for Budget Responsibility"])
    assert read_deflator(book(lined))["forecast"].to_list() == [False, False, True]


def test_forecasts_that_are_not_told_are_asked_for(book):
    path = book(deflator_rows(YEARS))
    with pytest.raises(
        SourceError, match="no year is marked as a forecast. Say the first that is one, with --forecast-from 2025-26"
    ):
        read_deflator(path)
    assert read_deflator(path, "2024-25")["forecast"].to_list() == [False, False, True]
    with pytest.raises(SourceError, match="it marks 2025-26 as its first forecast, and --forecast-from says 2023-24"):
        read_deflator(book(deflator_rows()), "2023-24")


REFUSED = [
    (
        [*YEARS[:2], ("2023-24", 92.4, 9.0), YEARS[3]],
        "2023-24 prints a growth of 9 per cent, and its index of 92.4 after 84 has grown by 10.000",
    ),
    (
        [YEARS[0], *YEARS[2:]],
        "value '2023-24': it follows 2021-22 in row 7. A year is missing, stands twice or is out of order",
    ),
    ([*YEARS[:3], ("2024-25", 98.0, 6.06)], "the header says that 2024-25 is 100, and its index is 98"),
    ([*YEARS, ("2025-26", "-", "-")], "row 11: 2025-26 has neither an index nor its growth"),
    ([*YEARS[:3], ("2024-26", 100.0, 8.0)], "value '2024-26': not a financial year such as 2016-17"),
    ([*YEARS[:3], ("2024-25", "about 100", 8.225)], "column 'index', value 'about 100': not a number"),
]


@pytest.mark.parametrize(("years", "words"), REFUSED)
def test_what_does_not_agree_is_refused_with_its_place(book, years, words):
    with pytest.raises(SourceError, match=words):
        read_deflator(book(deflator_rows(years)), "2025-26")


def test_rounding_alone_is_no_disagreement(book):
    # 84.0/80.04 has grown by 4.9475; printed to one decimal, 4.9, with the index printed to two.
    years = [("2021-22", 80.04, None), ("2022-23", 84.03, 5.0), ("2023-24", 92.41, 10.0), ("2024-25", 100.0, 8.2)]
    assert len(read_deflator(book(deflator_rows(years)), "2025-26")) == 3


def test_a_base_year_that_the_header_does_not_say_is_refused(tmp_path, book):
    path = book(deflator_rows(base="Index"), "deflators.csv.xlsx")
    with pytest.raises(SourceError, match="not the deflator|no such|not UTF-8"):
        read_deflator(path)
