"""What follows panels: several at once, in points, cards, captions and cells, with the exact values kept for the downloads."""

import pandas as pd
import pytest

from tieranalysis import present
from tieranalysis.present.block import block
from tieranalysis.present.cells import view
from tieranalysis.present.downloads import csv_bytes, slug


def panel(headline, result, **columns):
    grid = pd.DataFrame({"uplift_rate": [0.0, 0.1], result: [2_500_000.4, 1e6], **columns})
    also = list(columns)
    return present.explorer(
        grid,
        ["uplift_rate"],
        [result],
        start={"uplift_rate": 0.0},
        sentence=f"{{{result}}}",
        headline=headline,
        also=also,
    )


FIRST = panel("First", "saving_gbp", verdict=["sound", "<b>thin</b>"])
SECOND = panel("Second", "worth_gbp")
NONE = block("sentence", slot="explorer", text="Nothing to try.")


def test_a_sentence_may_follow_several_panels_and_each_part_its_own():
    points = present.main_points(
        ["It saves {saving_gbp}, is worth {worth_gbp}: {verdict}."], follows=[NONE, FIRST, SECOND]
    )
    assert points.record["points"] == ["It saves £2.5m, is worth £2.5m: sound."]
    owners = [(look, owner) for _, look, owner in points.record["segments"][0] if look]
    assert owners == [("saving_gbp", "First"), ("worth_gbp", "Second"), ("verdict", "First")]
    html = points._repr_mimebundle_()["text/html"]
    assert 'data-look="first.saving_gbp"' in html
    assert 'data-look="second.worth_gbp"' in html


def test_where_there_is_nothing_to_try_words_stand_as_they_are():
    assert present.main_points(["In {braces}."], follows=[NONE]).record["points"] == ["In {braces}."]
    told = present.table(pd.DataFrame({"a": ["{x}"]}), "A {caption}", follows=NONE).record
    assert (told["caption"], told["rows"]) == ("A {caption}", [["{x}"]])
    with pytest.raises(ValueError, match="the panel has no result 'cost' to follow"):
        present.main_points(["It costs {cost}."], follows=[FIRST, SECOND])


def test_cards_follow_the_panel_that_has_their_number_and_their_note_moves_too():
    cards = [{"label": "Worth", "value": "{worth_gbp}", "note": "{verdict}, of two"}]
    card = present.headlines(cards, follows=[FIRST, SECOND]).record["headlines"][0]
    assert (card["value"], card["panel"], card["note"]) == (2_500_000.4, "Second", "sound, of two")
    assert card["note_parts"][0] == ("sound", "verdict", "First")


def test_cells_that_move_keep_the_exact_value_for_the_download_and_read_as_the_panel_does():
    frame = pd.DataFrame(
        {"what": ["Saving", "Worth"], "amount": ["{saving_gbp}", "{worth_gbp}"], "how": ["{verdict}", "said"]}
    )
    record = present.table(frame, "If {uplift_rate} longer", follows=[FIRST, SECOND]).record
    assert b"Saving,2500000.4,sound" in csv_bytes(record)
    shown = view(record).body
    assert [cell.text for cell in shown[0]] == ["Saving", "£2.5m", "sound"]
    assert [cell.number for cell in shown[0]] == [False, True, False]
    assert (shown[1][1].look, shown[1][1].panel) == ("worth_gbp", "Second")
    html = present.table(frame, "If {uplift_rate} longer", follows=[FIRST, SECOND])._repr_mimebundle_()["text/html"]
    assert 'If <span data-look="first.@0">0.0%</span> longer' in html


def test_text_that_follows_is_text():
    page = FIRST._repr_mimebundle_()["text/html"]
    assert "<b>thin" not in page


def test_a_table_that_follows_but_holds_nothing_that_moves_says_that_it_stays():
    frame = pd.DataFrame({"council": ["Maldon"], "net_gbp": [1.0]})
    rows = pd.DataFrame({"assumption": ["a"], "value": [1.0], "unit": ["rate"], "source": ["s"]})
    stays = "This shows the report’s own assumptions, not the ones you have chosen."
    for shown in (present.table(frame, "Net", follows=FIRST), present.assumptions(rows, follows=FIRST)):
        html = shown._repr_mimebundle_()["text/html"]
        assert f'<p class="small" data-moved="{slug(FIRST.record["headline"])}" hidden>{stays}</p>' in html
    moving = pd.DataFrame({"council": ["Maldon"], "saved": ["{saving_gbp}"]})
    for shown in (present.table(frame, "Net"), present.table(moving, "Net", follows=FIRST)):
        assert stays not in shown._repr_mimebundle_()["text/html"]
