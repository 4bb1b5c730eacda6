"""A table that follows a panel: its rows at each case are those of the frame, in one scale; what cannot follow is refused."""

import re
from datetime import date

import moving_sample as sample
import pandas as pd
import pytest

from tieranalysis import present
from tieranalysis.present import following, numbers, series
from tieranalysis.present.block import MIME
from tieranalysis.present.cells import view
from tieranalysis.present.markup import markup


def test_the_rows_of_each_case_are_those_of_the_frame_in_one_scale():
    record, frame = sample.partners().record, sample.partners_frame()
    unit = numbers.fitted(numbers.pounds(frame["saving_gbp"]), frame["saving_gbp"])
    cases = frame.groupby(["pooled_rate", "patience_seconds"], sort=True)
    for (_, rows), body in zip(cases, following.bodies(record), strict=True):
        assert [cell.text for cell in (row[1] for row in body)] == [numbers.text(v, unit) for v in rows["saving_gbp"]]
        assert [row[0].text for row in body] == rows["partner"].to_list()
    assert record["rows"] == [
        [p, None if pd.isna(v) else v, w] for p, v, w in rows[["partner", "saving_gbp", "who"]].to_numpy()
    ]


def test_what_moves_gives_back_every_cell_and_hides_the_rows_that_a_case_lacks():
    record = sample.partners().record
    moves, shown = record["moves"], following.at_start(record)
    for case, body in enumerate(following.bodies(record)):
        for r, row in enumerate(shown.body):
            place = shown.hidden.get(r, "").removeprefix("hidden:")
            gone = bool(place) and series.value_at(moves, int(place), case) is not None
            assert gone == (r >= len(body))
            if not gone:
                assert [_at(cell, moves, case) for cell in row] == [cell.text for cell in body[r]]


def _at(cell, moves, case):
    return series.value_at(moves, int(cell.place.removeprefix("text:")), case) if cell.place else cell.text


def test_a_cell_takes_the_room_of_the_longest_text_that_it_comes_to_hold():
    shown = following.at_start(sample.partners(follows=_from("patience_seconds", 60)).record)
    assert shown.body[0][2].text == "Gains"
    assert shown.body[0][2].look_class == "l"


def _from(name, value):
    """The panel of the sample, starting elsewhere."""
    start = {"uplift_rate": 0.1, "pooled_rate": 1.0, "patience_seconds": 120} | {name: value}
    grid = pd.DataFrame([{**r, "agents": 1} for r in _grid()])
    return present.explorer(grid, list(start), ["agents"], start=start, sentence="", unit={"agents": "agents"})


def _grid():
    return [
        {"uplift_rate": u, "pooled_rate": s, "patience_seconds": p}
        for u in sample.UPLIFTS for s in sample.SHARES for p in (60, 120)
    ]  # fmt: skip


def test_the_download_has_every_case_and_the_workbook_the_own_one():
    page = present.render(sample.notebook(), present.About("moving", date(2026, 11, 21)))
    assert page.files["moving-table-1.csv"].count(b"\n") == 1 + len(sample.partners_frame())
    assert "Download table 1 in all 4 cases" in page.html
    note = following.own_case(sample.partners().record)["notes"][0]
    assert note.endswith("The CSV file of this table has all 4 cases.")


def test_the_extract_shows_the_own_case_as_a_table_that_stays():
    html = present.committee_extract(sample.notebook(), present.About("moving", date(2026, 11, 21)))
    assert "Worked out for" not in html
    assert "Who gains" in html


def test_it_says_for_what_it_is_worked_out_and_hostile_text_stays_text():
    html = markup(sample.partners().record)
    assert "Worked out for: taken by anyone <b" in html
    assert "<script" not in html
    assert "data-still" not in html
    assert "data-still" in markup(sample.partners(regardless=[]).record)


def test_where_there_is_nothing_to_try_it_is_a_table():
    frame = pd.DataFrame({"council": ["Essex"], "net_gbp": [5.0]})
    record = present.moving_table(frame, "Who gains", follows=present.sentence("Nothing to try.")).record
    assert (record["rows"], "moves" in record) == ([["Essex", 5.0]], False)


def test_a_record_that_this_version_cannot_move_is_shown_still():
    record = sample.partners().record
    moves = record["moves"]
    for broken in ({"sizes": [3]}, {"sizes": ["3"]}, {"start": 9}, {"cells": None}, {"sizes": 4}):
        html = markup(record | {"moves": moves | broken})
        assert "data-moving" not in html
        assert next(cell.text for row in view(record).body for cell in row) in html


def test_what_cannot_follow_is_refused_in_words():
    frame = sample.partners_frame()
    with pytest.raises(
        ValueError, match="moving_table: the frame has no row for pooled_rate = 0.5, patience_seconds = 60"
    ):
        present.moving_table(frame[frame["pooled_rate"] == 1], "Who gains", follows=sample.panel())
    with pytest.raises(
        ValueError, match="moving_table: the frame has no control of the panel as a column; the panel moves"
    ):
        present.moving_table(frame[["partner"]], "Who gains", follows=sample.panel())
    with pytest.raises(ValueError, match="moving_table: regardless='weather' is no control of the panel"):
        sample.partners(regardless=["weather"])
    with pytest.raises(ValueError, match="table 'Who gains': no unit is known for 'weight'"):
        present.moving_table(frame.assign(weight=1.5), "Who gains", follows=sample.panel())
    rows = [
        {"patience_seconds": p, "council": f"n{i}", "saving_gbp": (i * 7919 * p) % 1_000_003}
        for p in (60, 120) for i in range(9000)
    ]  # fmt: skip
    with pytest.raises(
        ValueError, match=r"moving_table 'Who gains': what moves weighs \d+ KB and a page takes at most 60"
    ):
        present.moving_table(pd.DataFrame(rows), "Who gains", follows=sample.panel())


def assumed(**shown):
    """Two assumptions, in units of their own, in the cases of a panel of one control; the second case has one more."""
    rows = [
        {"patience_seconds": p, "assumption": name, "value": value, "unit": unit, "source": "s", "effect": effect * p, "effect_unit": "GBP"}
        for p in (60, 120)
        for name, value, unit, effect in [("Discount rate", 0.035, "rate", -100.0), ("Calls", 1200.0, "calls", 5.0)]
    ]  # fmt: skip
    more = pd.DataFrame([*rows, rows[-1] | {"assumption": "Target wait", "value": 20.0, "unit": "seconds"}])
    look = {"follows": sample.panel(), "regardless": ["uplift_rate", "pooled_rate"]} | shown
    return present.moving_assumptions(
        more, "What the saving rests on with patience of {patience_seconds}", **look
    ).record


def test_assumptions_move_each_in_the_unit_of_its_own_row():
    record, own = assumed(), sample.panel().record["at_start"]["patience_seconds"]
    bodies = [[[cell.text for cell in row] for row in body] for body in following.bodies(record)]
    first = [["Discount rate", "3.5%", "s", "−£6,000"], ["Calls", "1,200 calls", "s", "+£300"]]
    second = [["Discount rate", "3.5%", "s", "−£12,000"], ["Calls", "1,200 calls", "s", "+£600"]]
    assert bodies == [first, [*second, ["Target wait", "20 seconds", "s", "+£600"]]]
    frame = pd.DataFrame(
        [dict(zip([c["name"] for c in record["columns"]], row, strict=True)) for row in record["rows"]]
    )
    plain = view(present.assumptions(frame).record)
    assert [[cell.text for cell in row] for row in plain.body] == bodies[(60, 120).index(own)]
    assert record["slot"] == "assumptions"
    assert "follows the panel above" in markup(record), "assumptions stand after the panels"
    assert "follows the panel below" in markup(sample.partners().record)


def test_a_caption_names_the_case_and_follows_it():
    html = markup(assumed())
    assert '<span data-look="' in html.partition("<thead>")[0]
    page = present.render(
        {"cells": [{"cell_type": "code", "source": "", "metadata": {}, "outputs": [{"output_type": "display_data", "data": {MIME: r}, "metadata": {}}]} for r in (sample.panel().record, assumed())], "metadata": {}},
        present.About("moving", date(2026, 11, 21)),
    )  # fmt: skip
    assert "with patience of" in page.files["moving-table-1.schema.json"].decode()
    assert "{patience_seconds}" not in page.files["moving-table-1.schema.json"].decode()


def test_a_note_follows_its_panel_and_those_that_hold_nothing_stay_as_they_are():
    notes = ["Callers hold on for {patience_seconds}.", "Whole agents."]
    record = present.moving_table(sample.partners_frame(), "Who gains", follows=sample.panel(), notes=notes).record
    assert record["notes"][0].startswith("Callers hold on for ") and "{" not in record["notes"][0]
    html = markup(record)
    assert re.search(r'<p class="small">Callers hold on for <[^>]*data-look="[^"]*@\d"[^>]*>', html)
    assert '<p class="small">Whole agents.</p>' in html
    plain = present.moving_table(sample.partners_frame(), "Who gains", follows=sample.panel(), notes=notes[1:]).record
    assert "note_parts" not in plain and plain["notes"] == ["Whole agents."]


def test_assumptions_without_a_row_or_a_panel_are_those_that_stay():
    nothing = pd.DataFrame(columns=["assumption", "value", "unit", "source"])
    said = present.moving_assumptions(
        nothing, "Rests on", follows=sample.panel(), otherwise="No calls are held."
    ).record
    assert (said["kind"], said["text"]) == ("sentence", "No calls are held.")
    alone = pd.DataFrame({"assumption": ["Calls"], "value": [1.0], "unit": ["calls"], "source": ["s"]})
    shown = present.moving_assumptions(alone, "Rests on", follows=present.sentence("Nothing to try.")).record
    assert "moves" not in shown and shown["slot"] == "assumptions"
    with pytest.raises(ValueError, match="assumptions: the frame has no column source"):
        present.moving_assumptions(alone.drop(columns="source"), "Rests on", follows=sample.panel())


def test_a_table_without_a_row_says_so_under_the_caption_of_the_case():
    nothing = sample.partners_frame().head(0)
    html = markup(present.moving_table(nothing, "Who gains at {patience_seconds}", follows=sample.panel()).record)
    assert "Nothing to list." in html
    assert "data-moving" not in html and "data-look" in html
    assert "own assumptions" not in html


def test_a_table_that_has_no_row_in_any_case_stays_a_table():
    frame = sample.partners_frame().iloc[:0]
    record = present.moving_table(frame, "Nobody joins", follows=sample.panel()).record
    assert [column["name"] for column in record["columns"]] == ["partner", "saving_gbp", "who"]
    assert record["rows"] == []
    assert "moves" not in record
