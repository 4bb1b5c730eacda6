"""What the report says, at its edges: no target, a target, nothing delivered yet, nothing known."""

import numpy as np
import pandas as pd
import pytest

from tieranalysis.metrics.appraisal import appraise
from tieranalysis.present.answers_savings import chance_words, savings_answer, savings_points
from tieranalysis.present.headlines_savings import savings_headlines, savings_notices
from tieranalysis.present.words_appraisal import appraisal_summary, switching_in_words
from tieranalysis.present.words_savings import grade_words, payback_words, tornado_words

TRACKED = pd.DataFrame({"year": ["2008-09"], "approved_gbp": [10e6], "delivered_gbp": [9e6], "net_at_risk_gbp": [2e6]})
GAPS = pd.DataFrame(
    {
        "workstream": ["Property"],
        "year": ["2008-09"],
        "target_gbp": [8e6],
        "asked_for_in": ["report, recommendation 31"],
    }
)
LIKELY = pd.DataFrame({"measure": ["saving_2008_09_gbp"], "target_gbp": [8e6], "chance_of_target": [0.4]})
GRADED = pd.DataFrame(
    {"year": "2008-09", "grade": ["green", "amber", "red"], "share": [0.25, 0.5, 0.25], "approved_gbp": 1.0}
)


def answer(tracked=TRACKED, gaps=GAPS, likely=LIKELY, graded=GRADED, year="2008-09"):
    return savings_answer(tracked, gaps, likely, graded, year)


def test_with_a_target():
    said = "£9.0m of £10.0m approved for 2008-09 is delivered; £2.0m is at risk after pressures. The chance of meeting the target of £8.0m is 40%. "
    assert answer() == said + "On present evidence 25% of the approved amount would pass audit."


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (
            {"tracked": TRACKED.assign(delivered_gbp=np.nan)},
            "£10.0m is approved for 2008-09, and delivery is not known yet.",
        ),
        (
            {"tracked": TRACKED.assign(net_at_risk_gbp=np.nan)},
            "£9.0m of £10.0m approved for 2008-09 is delivered; what is at risk is not known.",
        ),
        (
            {"year": "2012-13"},
            "No savings are entered for 2012-13, or not all have an amount. No target has been set for any workstream.",
        ),
        (
            {"gaps": GAPS.assign(target_gbp=None)},
            "No target has been set for Property; Recommendation 31 asks for one.",
        ),
        ({"gaps": GAPS.assign(target_gbp=None, asked_for_in=None)}, "No target has been set for Property."),
        ({"graded": GRADED.assign(share=np.nan)}, "an unknown part of the approved amount would pass audit."),
        ({"graded": GRADED.assign(share=0.0)}, "none of the approved amount would pass audit."),
    ],
)
def test_what_is_not_known_is_said_so(changed, says):
    assert says in answer(**changed)


def test_no_draw_is_certain():
    assert [chance_words(c) for c in (0.0, 0.004, 0.5, 0.999)] == ["almost nil", "almost nil", "50%", "almost certain"]


def test_headlines_never_show_nought_for_a_target_that_is_not_set():
    unset = savings_headlines(TRACKED, GAPS.assign(target_gbp=None), GRADED, "2008-09")
    assert unset[0] == {"label": "Target for 2008-09", "value": "not set", "note": "for any workstream"}
    assert [number["value"] for number in savings_headlines(TRACKED, GAPS, GRADED, "2008-09")] == [8e6, 8e6, 2e6, 0.25]
    assert [number["value"] for number in savings_headlines(TRACKED.iloc[:0], GAPS, GRADED, "2008-09")[1:3]] == [
        None,
        None,
    ]


def test_notices_say_what_nobody_has_done():
    savings = pd.DataFrame({"saving_id": ["A-1", "B-1"], "owner": [None, "x"]})
    changed = pd.DataFrame({"title": ["Discount rate"], "outside_range": [True]})
    said = {
        notice["title"]: notice["text"] for notice in savings_notices(savings, GAPS.assign(target_gbp=None), 2, changed)
    }
    assert said == {
        "Not set": "1 of 1 targets (one a workstream a year) have not been set. They are shown as not set, never as £0.",
        "No owner": "Savings for which nobody answers: one of two.",
        "Overlaps": "Pairs of workstreams for which nobody has looked for overlap: two.",
        "Outside its range": "Beyond what the source supports: Discount rate.",
    }


def test_the_points_and_the_tables_of_an_appraisal_that_never_pays():
    flows = pd.DataFrame(
        {"year": ["2008-09", "2009-10"], "benefit_gbp": [0.0, 10.0], "cost_gbp": [100.0, 0.0], "price_base": "2008-09"}
    )
    result = appraise(flows)
    likely = pd.DataFrame({"measure": ["npv_gbp"], "p10_gbp": [-95.0], "p90_gbp": [-80.0]})
    points = savings_points(
        "The answer.",
        result,
        likely,
        pd.DataFrame(),
        pd.DataFrame({"method": ["equal", "shapley"], "worse_off": [3, 0]}),
    )
    assert (
        "has not paid itself back within the years appraised; with its assumptions drawn over their ranges, eight draws in ten lie between −£95 and −£80."
        in points[1]
    )
    assert points[2] == "No assumption with a range moves the result."
    assert points[3] == "Under one of two rules of sharing, somebody would do better alone: at most three partners."
    assert appraisal_summary(result).set_index("what").loc["Paid back from", "answer"] == "not reached"
    assert switching_in_words(result)["part"].to_list() == ["present benefits", "present costs", "discount rate"]


def test_figures_without_anything_to_show_say_so():
    assert (
        grade_words(GRADED.assign(share=np.nan), "2008-09", "Essex")["headline"]
        == "Unknown of the approved amount would pass audit; unknown is uncertain"
    )
    assert tornado_words(pd.DataFrame(), "Essex")["alt"] == "An empty chart."
    lines = pd.DataFrame({"year": ["2008-09"], "line": ["Discounted"], "amount_gbp": [-5.0]})
    assert (
        payback_words(lines, "not reached", 5.0, "Essex")["headline"]
        == "It is never paid back in the years appraised; at most £5 must be found on the way"
    )
