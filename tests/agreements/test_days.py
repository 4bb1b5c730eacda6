"""Every day of the panel of agreements: the same as the plain functions say of that day alone."""

import pandas as pd
import pytest

from tieranalysis.load.council_reports import read_items, read_report_table
from tieranalysis.load.progress import read_held, read_progress
from tieranalysis.metrics.agreements.days import coverage_to_try, delivery_to_try, progress_to_try, rules_to_try
from tieranalysis.metrics.agreements.delivery import deliver_or_drop, verdicts
from tieranalysis.metrics.agreements.duties import coverage, districts_on, duties_met
from tieranalysis.metrics.agreements.effects import rule_effects
from tieranalysis.metrics.agreements.participation import names_by_item, parts_of
from tieranalysis.metrics.agreements.progress import count_states, progress_of_parts, progress_on
from tieranalysis.metrics.cases import in_each_case
from tieranalysis.present.points_agreements import agreements_points, points_followed, points_to_try
from tieranalysis.present.tables_agreements import missed_listed

DAYS = ["2007-12-01", "2008-03-31", "2008-12-01", "2009-04-02"]
# R10 (the conference that is owed only if agreed to) is agreed in May 2008; a newsletter comes out, a district is visited.
LOG = """on,item,status,said_by,evidence
2008-01-15,R02,not started,Essex,minute 2
2008-05-20,R10,under way,Essex,minute 4
2008-10-01,R02,done,Essex,minute 6
"""
HELD = """on,obligation,authority,said_by,evidence
2008-02-01,newsletter,,Essex,leaflet
2008-05-01,visit,E07000075,Essex,diary
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    folder = tmp_path_factory.mktemp("log")
    (folder / "progress.csv").write_text(LOG)
    (folder / "held.csv").write_text(HELD)
    items = read_items()
    return items[items["kind"] == "recommendation"], read_progress(folder), read_held(folder)


@pytest.fixture(scope="module")
def stands(known):
    items, log, _ = known
    return progress_to_try(items, log, DAYS, due_soon_days=30, silent_after_days=90)


def of_day(table, day):
    return table[table["on"] == day].drop(columns="on").reset_index(drop=True)


@pytest.mark.parametrize("day", DAYS)
def test_every_item_and_limit_stands_as_on_that_day_alone(known, stands, day):
    items, log, _ = known
    alone = progress_on(items, log, day, due_soon_days=30, silent_after_days=90)
    pd.testing.assert_frame_equal(of_day(stands, day), alone.reset_index(drop=True))
    pd.testing.assert_frame_equal(
        of_day(rules_to_try(items, log, DAYS, 30, 90), day), rule_effects(items, log, day, 30, 90)
    )


@pytest.mark.parametrize("day", DAYS)
def test_duties_are_owed_as_on_that_day_alone(known, stands, day):
    _, _, held = known
    duties, own = read_report_table("obligations"), of_day(stands, day)
    agreed = own.loc[own["status"].isin(["under way", "done"]), "item"].to_list()
    alone = coverage(duties, held, districts_on("essex", day), day, "2007-12-01", agreed)
    every = coverage_to_try(duties, held, "essex", stands, "2007-12-01")
    pd.testing.assert_frame_equal(of_day(every, day), alone, check_dtype=False)
    pd.testing.assert_frame_equal(
        of_day(in_each_case(duties_met, every, "on"), day), duties_met(alone), check_dtype=False
    )
    pd.testing.assert_frame_equal(of_day(in_each_case(missed_listed, every, "on"), day), missed_listed(alone))


@pytest.mark.parametrize("day", DAYS)
def test_counts_of_states_are_those_of_the_day(stands, day):
    parts = parts_of(read_report_table("parties"), read_report_table("bodies"))
    by_lead = in_each_case(progress_of_parts, stands, "on", parts=parts, by="body", role="lead")
    pd.testing.assert_frame_equal(of_day(by_lead, day), progress_of_parts(of_day(stands, day), parts, "body", "lead"))
    by_theme = in_each_case(count_states, stands, "on", by="theme")
    pd.testing.assert_frame_equal(of_day(by_theme, day), count_states(of_day(stands, day), "theme"))


@pytest.mark.parametrize("day", DAYS)
def test_a_target_is_judged_as_on_that_day_alone(day):
    targets = read_report_table("savings_targets").assign(target_gbp=100_000.0)
    delivered = pd.DataFrame({"item": targets["item"].head(1), "year": "2008-09", "delivered_gbp": 60_000.0})
    every, alone = delivery_to_try(targets, delivered, DAYS), deliver_or_drop(targets, delivered, day)
    pd.testing.assert_frame_equal(of_day(every, day), alone)
    initiatives = read_report_table("initiatives")
    each = in_each_case(verdicts, every, "on", initiatives=initiatives)
    pd.testing.assert_frame_equal(of_day(each, day), verdicts(alone, initiatives))


def test_every_day_has_as_many_points_and_a_duty_not_yet_owed_says_why(known, stands):
    _, _, held = known
    leads = names_by_item(read_report_table("parties"), read_report_table("bodies"), "lead")
    owed = coverage_to_try(read_report_table("obligations"), held, "essex", stands, "2007-12-01")
    targets = read_report_table("savings_targets")
    said = points_to_try(stands, leads, owed, targets, 90).set_index("on")
    assert points_followed(said.reset_index()) == [f"{{point_{n}}}" for n in range(1, 8)]
    assert said.notna().all().all()
    last = DAYS[-1]
    alone = agreements_points(of_day(stands, last), leads, of_day(owed, last), targets, last, 90)
    assert said.loc[last].to_list() == alone
    assert said.loc["2008-03-31"].to_list()[5] == (
        "Conference of managers: it is owed only if councils agree to it, and by 31 March 2008 nothing says that they did."
    )
