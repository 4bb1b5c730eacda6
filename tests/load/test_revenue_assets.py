"""The forms since 2018, on small files made to their description: asset ids, status column, markers, aggregates."""

import pandas as pd
import pytest

from tieranalysis.contract import SourceError
from tieranalysis.load.revenue import read_revenue
from tieranalysis.metrics.budgets.balance import tier_balance
from tieranalysis.registers import active, members

SERIES = [
    "RS_servicetot_nonias_net_exp",
    "RS_totsx_net_exp",
    "RS_netcurrtot_net_exp",
    "RS_revenuetot_net_exp",
    "RS_ctrtot_net_exp",
    "RSX_edu_tot_exp",
]


def series(ending="201903", **changes):
    """Every council of a year, with made-up amounts that tell authorities and columns apart."""
    year = f"{int(ending[:4]) - 1}-{ending[2:4]}"
    councils = active(year).query("tier != 'other'")
    table = pd.DataFrame(
        {
            "year_ending": ending,
            "ONS_code": councils["authority"],
            "LA_name": councils["name"],
            "LA_class": "SD",
            "status": "submitted",
        }
    )
    for place, name in enumerate(SERIES):
        table[name] = [f"{1000 * (place + 1) + number}" for number in range(len(table))]
    total = {
        "year_ending": ending,
        "ONS_code": "E92",
        "LA_name": "England",
        "LA_class": "ENG",
        "status": "total",
        **dict.fromkeys(SERIES, "999999"),
    }
    return pd.concat(
        [table.assign(**changes), pd.DataFrame([total, {**total, "ONS_code": "E09", "LA_name": "London boroughs"}])],
        ignore_index=True,
    )


@pytest.fixture
def written(tmp_path):
    def write(table, name="Revenue_Outturn_time_series_data_v2.0.csv"):
        path = tmp_path / name
        table.to_csv(path, index=False)
        return path

    return write


def refusal(path, **keywords):
    with pytest.raises(SourceError) as caught:
        read_revenue(path, **keywords)
    return str(caught.value)


def test_the_series_gives_every_year_without_its_aggregates(written):
    read = read_revenue(written(pd.concat([series("201903"), series("202103")])))
    assert read["year"].unique().tolist() == ["2018-19", "2020-21"]
    assert not read["authority"].isin(["E92", "E09"]).any()
    assert set(read["line"]) == {
        "total_service_expenditure",
        "net_current_expenditure",
        "revenue_expenditure",
        "council_tax_requirement",
    }
    assert any(
        "1 columns of the series have no place" in notice and "RSX_edu_tot_exp" in notice
        for notice in read.attrs["notices"]
    )
    assert any("roll-ups of this release are not checked." in notice for notice in read.attrs["notices"])


def test_the_services_of_the_series_are_held_against_their_total(written):
    table = series()
    names = ["edu", "trans", "csc", "asc", "phs", "hous", "cul", "env", "plan", "pol", "frs", "cen", "oth"]
    for name in names:
        table[f"RS_{name}_net_exp"] = "10"
    table["RS_servicetot_nonias_net_exp"] = "130"
    read = read_revenue(written(table))
    assert read.loc[read["line"] == "adult_social_care", "rolls_into"].eq("total_service_expenditure").all()
    assert any("checked only up to total service expenditure" in notice for notice in read.attrs["notices"])
    table["RS_servicetot_nonias_net_exp"] = "999"
    assert "the lines above total_service_expenditure do not add to it" in refusal(written(table, "other.csv"))


def test_the_e_code_of_the_series_leads_to_the_register(written):
    table = series().assign(LA_LGF_code="")
    essex = table["ONS_code"] == "E10000012"
    table.loc[essex, ["ONS_code", "LA_LGF_code"]] = ["E10000099", "E1521"]
    assert "E10000012" in set(read_revenue(written(table))["authority"])


def test_service_expenditure_moves_to_another_column_after_2019_20(written):
    read = read_revenue(written(pd.concat([series("202003"), series("202103")])))
    first = read[
        (read["line"] == "total_service_expenditure") & (read["authority"] == read["authority"].iloc[0])
    ].set_index("year")["amount_gbp"]
    assert first["2019-20"] // 1e6 == 1  # servicetot_nonias, the first column
    assert first["2020-21"] // 1e6 == 2  # totsx, the second


def test_the_balance_follows_from_the_series_and_what_is_not_there_is_refused(written):
    read = read_revenue(written(series()))
    balance = tier_balance(read, "essex", "2018-19", "revenue_expenditure").set_index("tier")
    codes = members("essex", "2018-19").query("tier == 'district'")["authority"]
    by_hand = read[(read["line"] == "revenue_expenditure") & read["authority"].isin(codes)]["amount_gbp"].sum()
    assert balance.loc["districts", "amount_gbp"] == by_hand
    with pytest.raises(ValueError, match="The table has no line net_revenue_expenditure"):
        tier_balance(read, "essex", "2018-19", "net_revenue_expenditure")


def test_a_return_not_submitted_is_missing_and_its_tier_incomplete(written):
    table = series()
    late = table["ONS_code"] == "E07000069"
    table.loc[late, "status"] = "not submitted"
    table.loc[late, SERIES] = "[x]"
    balance = tier_balance(read_revenue(written(table)), "essex", "2018-19", "revenue_expenditure").set_index("tier")
    assert balance.loc["districts", "missing"] == "Castle Point"
    assert pd.isna(balance.loc["districts", "amount_gbp"])


def test_a_confidential_amount_keeps_its_mark(written):
    table = series()
    table.loc[0, "RS_ctrtot_net_exp"] = "[c]"
    read = read_revenue(written(table))
    assert read.loc[read["marker"] == "c", "line"].to_list() == ["council_tax_requirement"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda t: t.assign(status="late"),
            "row 2, column 'status', value 'late': not one of not submitted, submitted, total.",
        ),
        (
            lambda t: t.assign(year_ending="2019"),
            "row 2, column 'year_ending', value '2019': not a March such as 201803.",
        ),
        (lambda t: t.drop(columns="ONS_code"), "not the time series of the revenue outturn: no column ONS_code."),
        (
            lambda t: t.drop(columns=SERIES[:5]),
            "no asset is in registers/asset_aliases.csv. Assets that could not be placed: RSX_edu_tot_exp.",
        ),
        (lambda t: t.assign(RS_ctrtot_net_exp="many"), "row 2, column 'RS_ctrtot_net_exp', value 'many': not a number"),
    ],
)
def test_a_series_that_differs_is_refused(written, change, words):
    assert words in refusal(written(change(series())))


def test_a_council_that_the_series_lacks_is_refused_or_marked(written):
    table = series()
    path = written(table[table["ONS_code"] != "E07000069"])
    assert "no row for Castle Point (E1534)" in refusal(path)
    assert read_revenue(path, missing="mark").query("authority == 'E07000069'")["marker"].eq("x").all()


def budget_rows(ids, titles, councils, amount=lambda number, place: 100.0 * (number + 1) + place):
    """The sheet of a budget workbook since 2021: asset ids on row 7, section, line number, title, data from row 11."""
    head = ["ONS Code", "Local authority", "Class"]
    rows = [["Revenue Account (RA) budget 2023-24"], ["£ thousand"], [""], [""], [""], [""]]
    rows += [
        ["", "", "", *ids],
        ["", "", "", *["Summary"] * len(ids)],
        ["", "", "", *range(1, len(ids) + 1)],
        [*head, *titles],
    ]
    rows += [
        [code, name, "SD", *[amount(number, place) for place in range(len(ids))]]
        for number, (code, name) in enumerate(councils)
    ]
    return [*rows, ["E92", "England", "ENG", *[1.0] * len(ids)]]


@pytest.fixture
def ods(tmp_path):
    def write(rows, name="RA_2023-24.ods", sheet="RA_LA_Data_2023-24"):
        path = tmp_path / name
        width = max(map(len, rows))
        pd.DataFrame([[*row, *[""] * (width - len(row))] for row in rows]).to_excel(
            path, engine="odf", header=False, index=False, sheet_name=sheet
        )
        return path

    return write


COUNCILS = [("E10000012", "Essex"), ("E07000069", "Castle Point")]


def test_a_budget_workbook_by_its_asset_ids(ods):
    rows = budget_rows(
        ["servicetot", "netcurrtot", "other1", "revenuetot", "ctrtot"],
        ["Total service expenditure", "Net", "Something new", "Revenue", "CTR"],
        COUNCILS,
    )
    rows[10][3] = "[x]"
    rows[11][4] = "[c]"
    read = read_revenue(ods(rows), missing="mark")
    essex = read[read["authority"] == "E10000012"].set_index("line")
    assert set(read["status"]) == {"budget"}
    assert set(read["year"]) == {"2023-24"}
    assert essex.loc["total_service_expenditure", "marker"] == "x"
    assert essex.loc["revenue_expenditure", "amount_gbp"] == 103_000
    assert read[(read["authority"] == "E07000069") & (read["line"] == "net_current_expenditure")][
        "marker"
    ].to_list() == ["c"]
    assert any("1 columns have no place and are not read: Something new." in notice for notice in read.attrs["notices"])


def test_a_release_in_two_parts_is_read_as_one(ods):
    one = ods(budget_rows(["servicetot", "netcurrtot"], ["Services", "Net"], COUNCILS), name="part1.ods")
    two = ods(budget_rows(["revenuetot", "ctrtot"], ["Revenue", "CTR"], COUNCILS), name="part2.ods")
    read = read_revenue(one, two, missing="mark")
    assert len(set(read["vintage"])) == 1
    assert set(read["line"]) == {
        "total_service_expenditure",
        "net_current_expenditure",
        "revenue_expenditure",
        "council_tax_requirement",
    }
    assert read_revenue(two, one, missing="mark")["vintage"].iloc[0] == read["vintage"].iloc[0]


def test_parts_of_different_years_are_refused(ods):
    one = ods(budget_rows(["servicetot"], ["Services"], COUNCILS), name="part1.ods")
    other = budget_rows(["ctrtot"], ["CTR"], COUNCILS)
    other[0] = ["Revenue Account (RA) budget 2024-25"]
    two = ods(other, name="part2.ods", sheet="RA_LA_Data_2024-25")
    with pytest.raises(
        SourceError, match=r"the parts are of different years or kinds \(2023-24 budget, 2024-25 budget\)"
    ):
        read_revenue(one, two, missing="mark")


def test_detail_lines_are_left_to_their_totals_and_a_row_told_twice_counts_once(ods):
    ids = ["eduerl", "edutot", "cultot", "servicetot", "netcurrtot", "s", "revenuetot", "netrevexp", "ctrtot"]
    titles = ["Early years", "Education, total", "Culture, total", "T", "N", "SUB-TOTAL", "R", "Net revenue", "C"]
    amounts = [7, 10, 5, 15, 15, 15, 15, 15, 15]
    rows = budget_rows(ids, titles, COUNCILS, amount=lambda number, place: float(amounts[place]))
    greater_london = ["E12000007", "Greater London Authority", "O", *[float(amount) for amount in amounts]]
    rows[-1:-1] = [greater_london, [*greater_london[:2], "GLA", *greater_london[3:]]]
    read = read_revenue(ods(rows), missing="mark")
    assert "early_years" not in set(read["line"])
    assert set(read.loc[read["rolls_into"] == "total_service_expenditure", "line"]) == {"education", "cultural"}
    assert len(read[(read["authority"] == "E12000007") & (read["line"] == "education")]) == 1


def test_a_whole_cascade_with_titles_is_checked_like_any_other(ods):
    ids = ["edu", "servicetot", "parish", "netcurrtot", "x1", "sub", "x2", "revenuetot", "x3", "nre", "x4", "ctrtot"]
    titles = [
        "Education services",
        "T",
        "Parish precepts",
        "N",
        "Leasing payments",
        "SUB-TOTAL",
        "Specific grants outside AEF",
        "R",
        "Specific grants inside AEF",
        "NET REVENUE EXPENDITURE",
        "Revenue Support Grant",
        "C",
    ]
    amounts = [10, 10, 2, 12, 1, 13, -3, 10, -4, 6, -1, 5]
    read = read_revenue(
        ods(budget_rows(ids, titles, COUNCILS, amount=lambda number, place: float(amounts[place]))), missing="mark"
    )
    assert (
        read.set_index(["authority", "line"]).loc[("E10000012", "parish_precepts"), "rolls_into"]
        == "net_current_expenditure"
    )
    amounts[0] = 5_000
    with pytest.raises(
        SourceError, match="the lines above total_service_expenditure do not add to it for 2 of 2 authorities"
    ):
        read_revenue(
            ods(budget_rows(ids, titles, COUNCILS, amount=lambda number, place: float(amounts[place])), name="b.ods"),
            missing="mark",
        )
