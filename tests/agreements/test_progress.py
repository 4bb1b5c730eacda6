"""A made-up year of progress, asked for on several days; and a log that refuses to be rewritten."""

import re
import shutil
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tieranalysis.contract import SchemaError, SourceError
from tieranalysis.load.council_reports import read_items, read_report_table
from tieranalysis.load.progress import append_to_log, progress_folder, read_held, read_progress
from tieranalysis.metrics.agreements.duties import coverage, districts_on, duties_met, missed_duties, periods
from tieranalysis.metrics.agreements.participation import parts_of
from tieranalysis.metrics.agreements.progress import (
    STATES,
    count_states,
    progress_of_parts,
    progress_on,
    progress_over,
    quarter_ends,
    status_on,
)
from tieranalysis.metrics.agreements.refusals import AgreementError

# A year: R02 goes from not started to done, R11 is dropped, R19 begins (its review falls due a year later), R20 goes quiet.
YEAR = """on,item,status,said_by,evidence
2007-12-10,R20,under way,Essex,minute 1
2008-01-15,R02,not started,Essex,minute 2
2008-04-01,R19,under way,Essex,minute 3
2008-05-20,R02,under way,Essex,minute 4
2008-07-01,R11,dropped,Essex,minute 5
2008-10-01,R02,done,Essex,minute 6
"""


@pytest.fixture
def year(tmp_path):
    folder = tmp_path / "year"
    folder.mkdir()
    (folder / "progress.csv").write_text(YEAR)
    (folder / "held.csv").write_text("on,obligation,authority,said_by,evidence\n")
    return folder


@pytest.fixture(scope="module")
def recommendations():
    items = read_items()
    return items[items["kind"] == "recommendation"]


@cache
def shipped():
    return read_items(), read_progress()


def states(recommendations, year, on):
    return progress_on(recommendations, read_progress(year), on).set_index("item")["state"]


DAYS = [
    # on the day before anything of R02 was logged
    ("2008-01-14", {"R02": "silent", "R20": "under way", "R11": "silent", "R19": "silent"}),
    ("2008-01-15", {"R02": "not started"}),
    ("2008-06-30", {"R02": "under way", "R11": "silent", "R19": "under way"}),
    ("2008-07-01", {"R11": "dropped", "R16": "silent"}),
    # R16 is due by 2008-11-30: within 92 days from 30 August on, overdue from 1 December.
    ("2008-08-30", {"R16": "due"}),
    ("2008-11-30", {"R02": "done", "R16": "due"}),
    ("2008-12-01", {"R16": "overdue"}),
    # R20 was last heard of on 2007-12-10; 365 days on is 2008-12-09.
    ("2008-12-09", {"R20": "under way"}),
    ("2008-12-10", {"R20": "silent"}),
    # R19 began on 2008-04-01, so its review is due by 2009-04-01.
    ("2009-02-01", {"R19": "due"}),
    ("2009-04-02", {"R19": "overdue", "R02": "done"}),
]


@pytest.mark.parametrize(("on", "expected"), DAYS, ids=[day for day, _ in DAYS])
def test_where_things_stand_on_a_day(recommendations, year, on, expected):
    found = states(recommendations, year, on)
    assert {item: found[item] for item in expected} == expected


def test_days_overdue_are_counted_only_for_what_is_overdue(recommendations, year):
    stand = progress_on(recommendations, read_progress(year), "2009-04-02").set_index("item")
    # 2008-11-30 to 2009-04-02: 1 day of November... 31 + 31 + 28 + 31 + 2 = 123 days.
    assert stand.at["R16", "days_overdue"] == 123
    assert stand["days_overdue"].notna().sum() == (stand["state"] == "overdue").sum() == 2


def test_every_item_is_in_one_state_and_the_themes_add_up(recommendations, year):
    stand = progress_on(recommendations, read_progress(year), "2008-12-01")
    by_theme = count_states(stand, "theme")
    assert by_theme["items_count"].to_list() == [11, 9, 4, 4, 1, 5, 3]
    assert (by_theme[list(STATES)].sum(axis=1) == by_theme["items_count"]).all()
    assert count_states(stand)["items_count"].item() == 37


def test_each_state_says_why(recommendations, year):
    rules = progress_on(recommendations, read_progress(year), "2008-12-01").set_index("item")["rule"]
    assert rules["R16"] == "was due by 2008-11-30 and is not logged as done"
    assert rules["R02"] == "logged as done on 2008-10-01"
    assert rules["R01"] == "nothing has been logged"


def test_a_lead_counts_once_for_each_item(recommendations, year):
    stand = progress_on(recommendations, read_progress(year), "2008-12-01")
    parts = parts_of(read_report_table("parties"), read_report_table("bodies"))
    county = progress_of_parts(stand, parts, "body", "lead").set_index("body").loc["E10000012"]
    # Of the 37 the county leads, alone or with the districts, all but 8, 9, 13, 14, 29, 33, 34, 35 and 37.
    assert county["items_count"] == 28
    assert (county["done"], county["dropped"]) == (1, 1)


def test_progress_over_time_never_looks_ahead(recommendations, year):
    days = quarter_ends("2007-12-31", "2008-12-31")
    over = progress_over(recommendations, read_progress(year), days).set_index("on")
    assert over["done"].to_list() == [0, 0, 0, 0, 1]
    assert (over["items_count"] == 37).all()


def test_status_at_any_date_ignores_what_came_later(year):
    assert status_on(read_progress(year), "2008-05-19").set_index("item").at["R02", "status"] == "not started"


@settings(max_examples=25, deadline=None)
@given(st.dates(min_value=pd.Timestamp("2007-01-01").date(), max_value=pd.Timestamp("2012-01-01").date()))
def test_states_are_whole_on_any_day(day):
    items, log = shipped()
    stand = progress_on(items, log, day)
    assert stand["state"].isin(STATES).all()
    assert len(stand) == len(items)


def test_inputs_are_left_as_they_were(recommendations, year):
    log = read_progress(year)
    before = (recommendations.copy(deep=True), log.copy(deep=True))
    progress_on(recommendations, log, "2008-12-01")
    pd.testing.assert_frame_equal(recommendations, before[0])
    pd.testing.assert_frame_equal(log, before[1])


# The log refuses.


def test_a_status_for_an_unknown_item(year):
    (year / "progress.csv").write_text(YEAR + "2008-11-01,R38,done,Essex,minute 7\n")
    with pytest.raises(SchemaError) as error:
        read_progress(year)
    assert "progress.csv does not fit the other tables" in str(error.value)
    assert "row 8, column 'item', value 'R38': there is no such item; recommendations run from R01 to R37." in str(
        error.value
    )


def test_a_date_out_of_order(year):
    (year / "progress.csv").write_text(YEAR + "2008-09-30,R03,done,Essex,minute 7\n")
    with pytest.raises(
        SchemaError, match=r"row 8, column 'on', value '2008-09-30': before the row above \(2008-10-01\)"
    ):
        read_progress(year)


def test_an_unknown_status_and_a_row_without_evidence(year):
    (year / "progress.csv").write_text(YEAR + "2008-11-01,R03,finished,Essex,minute 7\n2008-11-02,R04,done,Essex,\n")
    with pytest.raises(SchemaError) as error:
        read_progress(year)
    assert "row 8, column 'status', value 'finished': not one of not started, under way, done, dropped" in str(
        error.value
    )
    assert "row 9, column 'evidence'" in str(error.value)


def test_a_date_that_is_none(year):
    (year / "progress.csv").write_text(YEAR + "soon,R03,done,Essex,minute 7\n")
    with pytest.raises(SchemaError, match="row 8, column 'on', value 'soon': not a date"):
        read_progress(year)


def test_a_log_that_is_not_there(tmp_path):
    with pytest.raises(SourceError, match=r"progress\.csv: there is no such file"):
        read_progress(tmp_path)


def test_rows_are_added_at_the_end_and_nothing_else_moves(year):
    before = (year / "progress.csv").read_bytes()
    row = {"on": "2008-11-01", "item": "R03", "status": "done", "said_by": "Essex", "evidence": 'minute 7, "board"'}
    assert append_to_log("progress", [row], year) == 7
    assert (year / "progress.csv").read_bytes().startswith(before)
    assert read_progress(year).iloc[-1]["evidence"] == 'minute 7, "board"'


@pytest.mark.parametrize("row", [{"item": "R38"}, {"on": "2008-01-01"}, {"status": "finished"}, {"wrong": "column"}])
def test_a_bad_row_is_refused_and_writes_nothing(year, row):
    before = (year / "progress.csv").read_bytes()
    good = {"on": "2008-11-01", "item": "R03", "status": "done", "said_by": "Essex", "evidence": "minute 7"}
    with pytest.raises(SchemaError):
        append_to_log("progress", [good, good | row], year)
    assert (year / "progress.csv").read_bytes() == before


def test_a_sealed_row_is_never_rewritten(year):
    row = {"on": "2008-11-01", "item": "R03", "status": "done", "said_by": "Essex", "evidence": "minute 7"}
    append_to_log("progress", [row], year)
    text = (year / "progress.csv").read_text()
    (year / "progress.csv").write_text(text.replace("dropped", "under way"))
    with pytest.raises(SchemaError, match="a row between row 2 and row 8 was changed or taken out after it was logged"):
        read_progress(year)
    (year / "progress.csv").write_text(text + "2008-12-01,R04,done,Essex,minute 8\n")
    assert len(read_progress(year)) == 8, "a row added by hand is welcome"


def test_the_log_that_ships_takes_no_status_from_hearsay():
    assert "I26" not in set(read_progress()["item"])
    assert not read_progress()["item"].str.startswith("R").any(), (
        "no recommendation has a status that a document states"
    )


# Duties.


def test_who_has_had_their_visit(year):
    visits = [
        {"on": "2008-05-01", "obligation": "visit", "authority": "E07000075", "said_by": "Essex", "evidence": "diary"},
        {"on": "2008-06-01", "obligation": "newsletter", "authority": "", "said_by": "Essex", "evidence": "issue 1"},
        {"on": "2008-09-30", "obligation": "newsletter", "authority": "", "said_by": "Essex", "evidence": "issue 2"},
    ]
    append_to_log("held", visits, year)
    districts = ["E07000075", "E07000066"]
    owed = coverage(read_report_table("obligations"), read_held(year), districts, "2009-04-10", since="2008-04-01")
    counts = duties_met(owed).set_index("obligation")[["met", "missed", "open"]]
    # Visits: two districts owed for 2008-09, one kept; both open for 2009-10. Newsletters: quarters 1 and 2 kept, 3 and 4
    # missed, the first of 2009-10 open. The conference is owed only if agreed; reviews are dated, not recurring.
    assert counts.to_dict("index") == {
        "newsletter": {"met": 2, "missed": 2, "open": 1},
        "programme": {"met": 0, "missed": 1, "open": 1},
        "visit": {"met": 1, "missed": 1, "open": 2},
    }
    assert missed_duties(owed).query("obligation == 'visit'")["authority"].to_list() == ["E07000066"]
    agreed = coverage(read_report_table("obligations"), read_held(year), districts, "2009-04-10", agreed=["R10"])
    assert "conference" in set(agreed["obligation"])


def test_a_visit_before_its_day_is_not_yet_known(year):
    append_to_log(
        "held",
        [{"on": "2008-05-01", "obligation": "visit", "authority": "E07000075", "said_by": "x", "evidence": "y"}],
        year,
    )
    owed = coverage(read_report_table("obligations"), read_held(year), ["E07000075"], "2008-04-30")
    assert owed.set_index("obligation").at["visit", "state"] == "open"


def test_a_duty_that_the_register_does_not_have(year):
    with pytest.raises(SchemaError, match=r"value 'visits': not in obligations\.csv"):
        append_to_log(
            "held",
            [{"on": "2008-05-01", "obligation": "visits", "authority": "", "said_by": "x", "evidence": "y"}],
            year,
        )


def test_an_interval_that_does_not_divide_the_year():
    with pytest.raises(AgreementError, match="an interval of 5 months does not divide the year"):
        periods(5, "2008-04-01", "2008-12-01")


def test_another_countys_register_needs_five_tables_alone(tmp_path, year):
    county = tmp_path / "kent"
    county.mkdir()
    for name in ("documents", "themes", "recommendations", "parties", "bodies"):
        shutil.copy(progress_folder().parents[1] / "raw" / "council_reports" / f"{name}.csv", county)
    for name, keep in (("recommendations", "item"), ("parties", "item")):
        frame = pd.read_csv(county / f"{name}.csv", dtype="str", keep_default_na=False)
        frame[frame[keep].str.fullmatch("R0[1-9]|R1[01]")].to_csv(county / f"{name}.csv", index=False)
    themes = pd.read_csv(county / "themes.csv", dtype="str", keep_default_na=False).head(1)
    themes.to_csv(county / "themes.csv", index=False)
    items = read_items(county)
    assert len(items) == 11
    assert read_report_table("memberships", county).empty
    (year / "progress.csv").write_text("on,item,status,said_by,evidence\n2008-01-15,R12,done,Kent,m\n")
    with pytest.raises(SchemaError, match="recommendations run from R01 to R11"):
        read_progress(year, county)


@pytest.mark.parametrize("words", ["soon", "", "2008-13-01", "1/12/2008", None, float("nan")])
def test_what_is_no_day_is_refused_with_how_a_day_is_written(words):
    said = re.escape(f"{words!r} is not a day. Write it as 2008-12-01.")
    with pytest.raises(AgreementError, match=said):
        progress_on(read_items(), read_progress(), words)
    with pytest.raises(AgreementError, match=said):
        districts_on("essex", words)


def test_days_that_run_backwards_and_numbers_of_days_below_nought_are_refused():
    with pytest.raises(AgreementError, match="since is 2030-01-01, which is after 2008-12-01, the day for which"):
        quarter_ends("2030-01-01", "2008-12-01")
    with pytest.raises(AgreementError, match="silent_after_days is -5; give a number of days, nought or more"):
        progress_on(read_items(), read_progress(), "2008-12-01", silent_after_days=-5)
