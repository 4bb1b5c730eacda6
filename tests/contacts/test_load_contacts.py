"""Exports and their mapping files: real rows, both nights on which the clocks change, and every refusal."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tieranalysis.contract import SchemaError, SourceError
from tieranalysis.load.contacts import load_contacts

DATA = Path(__file__).parent / "data"
MAPPING = """
table = "contact_intervals"
interval_seconds = 1800
constant = { channel = "phone" }
[columns]
centre = "Queue"
start = ["Date", "Time"]
offered = "Offered"
answered = "Handled"
abandoned = "Lost"
answered_in_target = "In 20s"
handle_seconds = { heading = "AHT", unit = "hh:mm:ss", average_of = "answered" }
wait_seconds = { heading = "ASA", unit = "seconds", average_of = "answered" }
"""
HEADER = "Queue,Date,Time,Offered,Handled,Lost,In 20s,AHT,ASA\n"
GOOD = "Harlow,2026-03-02,09:00,12,11,1,9,04:30,14\nHarlow,2026-03-02,09:30,10,10,0,10,05:00,3\n"


@pytest.fixture
def export(tmp_path):
    def write(rows, mapping=MAPPING, header=HEADER):
        (tmp_path / "calls.csv").write_text(header + rows, encoding="utf-8")
        (tmp_path / "calls.toml").write_text(mapping, encoding="utf-8")
        return tmp_path / "calls.csv", tmp_path / "calls.toml"

    return write


def test_real_arrivals_of_a_bank():
    calls = load_contacts(DATA / "bank_calls_two_days.csv", DATA / "bank_calls.toml")
    assert len(calls) == 2 * 169
    assert calls["offered"].iloc[:2].tolist() == [111, 113]
    assert str(calls["start"].iloc[0]) == "2003-03-03 12:00:00+00:00"  # 07:00 in New York
    assert calls["answered"].isna().all()  # arrivals only: missing stays missing
    assert not calls.attrs["illustrative"]


def test_real_months_of_nhs_111(tmp_path):
    with pytest.raises(
        SourceError, match=r"row 26 \(OUTER NORTH EAST LONDON NHS 111, phone\), column 'answered', value 20565"
    ):
        load_contacts(DATA / "nhs111_essex_2015-16.csv", DATA / "nhs111.toml")
    leaving = '[[leave_out]]\nrow = 26\nreason = "the release itself does not add up"\n'
    mapping = tmp_path / "nhs.toml"
    mapping.write_text((DATA / "nhs111.toml").read_text(encoding="utf-8") + leaving, encoding="utf-8")
    months = load_contacts(DATA / "nhs111_essex_2015-16.csv", mapping)
    assert len(months) == 24
    north = months[months["centre"] == "NORTH ESSEX NHS 111"]
    assert north[["offered", "abandoned", "answered_in_target"]].iloc[-1].tolist() == [27683, 2051, 17823]  # March 2016


def test_averages_become_totals(export):
    calls = load_contacts(*export(GOOD))
    assert calls["handle_seconds"].tolist() == [11 * 270, 10 * 300]
    assert calls["wait_seconds"].tolist() == [11 * 14, 10 * 3]
    assert [str(t) for t in calls["start"]] == ["2026-03-02 09:00:00+00:00", "2026-03-02 09:30:00+00:00"]


def test_a_workbook_reads_like_its_csv(export, tmp_path):
    csv, mapping = export(GOOD)
    book = openpyxl.Workbook()
    book.active.append(["An ACD's own title line"])
    for line in csv.read_text(encoding="utf-8").splitlines():
        book.active.append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
    book.save(tmp_path / "calls.xlsx")
    (tmp_path / "book.toml").write_text("header_row = 2\n" + MAPPING, encoding="utf-8")
    pd.testing.assert_frame_equal(
        load_contacts(tmp_path / "calls.xlsx", tmp_path / "book.toml"), load_contacts(csv, mapping)
    )


def night(date, times, centre="Harlow"):
    return "".join(f"{centre},{date},{time},4,4,0,4,05:00,3\n" for time in times)


def test_the_night_the_clocks_go_back(export):
    rows = night("2026-10-25", ["00:30", "01:00", "01:30", "01:00", "01:30", "02:00"])
    calls = load_contacts(*export(rows))
    utc = calls["start"].dt.strftime("%H:%M").tolist()
    assert utc == ["23:30", "00:00", "00:30", "01:00", "01:30", "02:00"]  # six half hours, none lost, none twice
    with pytest.raises(
        SourceError, match=r"row 3, column 'start', value '2026-10-25 01:00': this time comes twice in Europe/London"
    ):
        load_contacts(*export(night("2026-10-25", ["00:30", "01:00", "02:00"])))
    second = load_contacts(*export(night("2026-10-25", ["01:00", "01:30"]), 'repeated_hour = "second"\n' + MAPPING))
    assert second["start"].dt.hour.tolist() == [1, 1]


def test_the_night_the_clocks_go_forward(export):
    calls = load_contacts(*export(night("2026-03-29", ["00:30", "02:00"])))
    assert (calls["start"].diff().iloc[1]).total_seconds() == 1800  # nothing is missing between them
    with pytest.raises(
        SourceError, match=r"row 3, column 'start', value '2026-03-29 01:30': this time does not exist in Europe"
    ):
        load_contacts(*export(night("2026-03-29", ["00:30", "01:30"])))
    utc = load_contacts(*export(night("2026-03-29", ["00:30", "01:00", "01:30"]), 'timezone = "UTC"\n' + MAPPING))
    assert len(utc) == 3


def test_times_with_their_own_offset_are_taken_as_they_are(export):
    mapping = MAPPING.replace('start = ["Date", "Time"]', 'start = "Date"')
    calls = load_contacts(*export("Harlow,2026-07-01T09:00+01:00,,4,4,0,4,05:00,3\n", mapping))
    assert str(calls["start"].iloc[0]) == "2026-07-01 08:00:00+00:00"


HOURS = 'hours = { Mon = "09:00-10:00", Tue = "09:00-10:00" }\nclosed = ["2026-03-03"]\n' + MAPPING


def test_opening_hours_and_closed_days(export):
    week = GOOD + night("2026-03-09", ["09:00", "09:30"])
    assert len(load_contacts(*export(week, HOURS.replace(', Tue = "09:00-10:00"', "")))) == 4
    with pytest.raises(
        SourceError, match=r"Harlow, phone: the whole of 2026-03-03 \(Tue\) is missing. Add its rows, or list"
    ):
        load_contacts(*export(week, HOURS.replace('closed = ["2026-03-03"]\n', "")))
    with pytest.raises(SourceError, match=r"the day's last interval is missing. Add it, with 0 offered"):
        load_contacts(*export(GOOD.splitlines()[0] + "\n", HOURS))
    with pytest.raises(
        SourceError, match=r"row 3 .*contacts outside the opening hours. Correct the time, or the hours"
    ):
        load_contacts(*export(GOOD.replace("09:30", "10:00").replace("09:00", "09:30"), HOURS))
    with pytest.raises(SourceError, match=r"hours of 'Mon' are '9 to 5' in the mapping. Write them as Mon"):
        load_contacts(*export(GOOD, HOURS.replace('Mon = "09:00-10:00"', 'Mon = "9 to 5"')))


def test_each_centre_may_have_hours_of_its_own(export):
    both = GOOD + night("2026-03-02", ["13:00"], "Rochford")
    own = '[hours.Rochford]\nMon = "13:00-13:30"\n[hours.Harlow]\nMon = "09:00-10:00"\n'
    assert len(load_contacts(*export(both, MAPPING + own))) == 3
    with pytest.raises(SourceError, match=r"row 4 \(Rochford, phone\).*contacts outside the opening hours"):
        load_contacts(*export(both, MAPPING + own.replace("13:00-13:30", "14:00-15:00")))


def test_samples_of_what_contact_was_about(export):
    mapping = """
table = "contact_samples"
constant = { channel = "phone" }
[columns]
centre = "Centre"
period_start = "From"
sampled = "Sampled"
resolved_first = "Resolved"
avoidable = "Avoidable"
"""
    header = "Centre,From,Sampled,Resolved,Avoidable\n"
    samples = load_contacts(*export("Harlow,2008-10-01,400,310,92\n", mapping, header))
    assert samples[["sampled", "avoidable"]].iloc[0].tolist() == [400, 92]
    with pytest.raises(
        SourceError, match=r"row 2 .*column 'resolved_first', value 410: more resolved_first than sampled"
    ):
        load_contacts(*export("Harlow,2008-10-01,400,410,92\n", mapping, header))


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        (
            "12,11,1",
            "-12,11,1",
            r"row 2, column 'offered', value -12.0: outside its limits \(0 to no upper limit\). Correct it",
        ),
        ("12,11,1", "inf,11,1", r"row 2, column 'offered', value 'inf': not a number"),
        ("12,11,1", "many,11,1", r"row 2, column 'offered', value 'many': not a number"),
        (
            "12,11,1",
            ",11,1",
            r"row 2, column 'offered', value '\(empty\)': must not be empty. Give it: contacts that reached",
        ),
        (
            "12,11,1",
            "12,11,2",
            r"row 2 \(Harlow, phone\), column 'answered', value 11: answered and abandoned together exceed",
        ),
        (
            ",9,04:30",
            ",12,04:30",
            r"row 2 .*column 'answered_in_target', value 12: more answered in time than answered",
        ),
        (
            "04:30",
            "00:00",
            r"row 2 .*column 'handle_seconds', value 0: no handling time for answered contacts. Give the",
        ),
        ("04:30", "long", r"row 2, column 'handle_seconds', value 'long': not a time in hh:mm:ss. Correct it, or set"),
        ("09:30", "09:00", r"row 3, columns centre, channel, start, value .*: a duplicate of an earlier row. Keep one"),
        (
            "09:30",
            "09:15",
            r"row 3 .*column 'start', value 2026-03-02T09:15:00\+00:00: overlaps the interval before it",
        ),
        (
            "09:30",
            "10:30",
            r"row 3 .*: an interval is missing just before it. Add the row, with 0 offered if nobody called",
        ),
        (
            "2026-03-02,09:30",
            "2026-02-30,09:30",
            r"row 3, column 'start', value '2026-02-30 09:30': not a time of the form",
        ),
    ],
)
def test_bad_rows_are_named_with_their_mend(export, was, becomes, message):
    with pytest.raises((SourceError, SchemaError), match=message):
        load_contacts(*export(GOOD.replace(was, becomes)))


def test_an_unknown_centre_is_refused(export):
    with pytest.raises(
        SourceError, match=r"row 2, column 'centre', value 'Harlow': an unknown centre. Correct it, or add it to the"
    ):
        load_contacts(*export(GOOD), centres=["Braintree"])
    with pytest.raises(SourceError, match=r"value 'Harlow': an unknown centre. Add it to \[centres\] in the mapping"):
        load_contacts(*export(GOOD, MAPPING + '[centres]\n"Braintree Switchboard" = "Braintree"\n'))
    named = load_contacts(*export(GOOD, MAPPING + '[centres]\n"Harlow" = "CC-HAR"\n'), centres=["CC-HAR"])
    assert named["centre"].unique().tolist() == ["CC-HAR"]


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        (
            "colour = 1\n" + MAPPING,
            r"calls.toml: setting 'colour' is unknown. The settings are: table, columns, constant",
        ),
        (MAPPING.replace('table = "contact_intervals"', ""), r"setting 'table' is missing. Add it"),
        (
            MAPPING.replace("contact_intervals", "calls"),
            r"table is 'calls'. Use one of: contact_intervals, contact_summaries",
        ),
        (
            MAPPING.replace('offered = "Offered"', 'offerd = "Offered"'),
            r"column 'offerd' is not part of table 'contact_intervals'",
        ),
        (
            MAPPING.replace('"Offered"', '"Calls in"'),
            r"calls.csv: there is no column headed 'Calls in', which the mapping gives",
        ),
        (
            MAPPING.replace('unit = "seconds"', 'unit = "blinks"'),
            r"unit of wait_seconds is 'blinks'. Use one of: count, seconds",
        ),
        (
            MAPPING.replace('average_of = "answered" }', 'average_of = "taken" }'),
            r"is an average of 'taken', which is not mapped",
        ),
        (MAPPING.replace('"Offered"', "3"), r"column 'offered' is 3. Give its heading, or a table of heading, unit"),
        ('timezone = "Essex"\n' + MAPPING, r"timezone 'Essex' is not known. Use a name such as Europe/London or UTC"),
        ('repeated_hour = "last"\n' + MAPPING, r"repeated_hour is 'last'. Use one of: in order, first, second"),
        (
            "leave_out = [{ row = 2 }]\n" + MAPPING,
            r"leave_out {'row': 2} needs a row of the file and a reason. Give both",
        ),
        ("a = \n", r"calls.toml: not TOML \(.*\). Mend that line"),
    ],
)
def test_bad_mappings_are_named_with_their_mend(export, mapping, message):
    with pytest.raises(SourceError, match=message):
        load_contacts(*export(GOOD, mapping))


def test_files_that_are_not_there_or_not_tables(export, tmp_path):
    csv, mapping = export(GOOD)
    with pytest.raises(SourceError, match=r"there is no such file. Check the name, or export it again"):
        load_contacts(tmp_path / "none.csv", mapping)
    with pytest.raises(SourceError, match=r"there is no such mapping file. Check the name, or write one"):
        load_contacts(csv, tmp_path / "none.toml")
    csv.write_bytes(HEADER.encode() + "Hârlow".encode("cp1252"))
    with pytest.raises(
        SourceError, match=r"calls.csv: not utf-8-sig text .*Set encoding in the mapping, such as cp1252"
    ):
        load_contacts(csv, mapping)


def test_reads_are_recorded(export, tmp_path, monkeypatch):
    monkeypatch.setenv("TIERANALYSIS_READS", str(tmp_path / "reads.jsonl"))
    load_contacts(*export(GOOD))
    noted = (tmp_path / "reads.jsonl").read_text(encoding="utf-8")
    assert "calls.csv" in noted
    assert "calls.toml" in noted
