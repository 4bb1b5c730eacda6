"""Efficiency targets: the published conventions, the inference on Leicestershire, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieranalysis.metrics.savings.efficiency import EfficiencyError, efficiency_requirement

# VC04, 3 % for three years: 1.03^2 - 1 = 0.0609 and 1.03^3 - 1 = 0.092727; 3 x 0.03 = 0.09; 1 - 0.97^3 = 0.087327.
PUBLISHED = {"multiplicative": [3.00, 6.09, 9.27], "simple": [3.00, 6.00, 9.00], "declining": [3.00, 5.91, 8.73]}


@pytest.mark.parametrize("convention", PUBLISHED)
def test_the_three_conventions_as_published(convention):
    table = efficiency_requirement(100.0, "a hundred", convention=convention)
    assert (table["cumulative_rate"] * 100).round(2).to_list() == PUBLISHED[convention]
    assert table["year"].to_list() == ["2008-09", "2009-10", "2010-11"]
    assert set(table["base_id"]) == {"a hundred"}
    assert set(table["convention"]) == {convention}


def test_a_total_from_a_frame_is_a_number_too():
    assert efficiency_requirement(np.int64(100), "b", convention="simple")["cumulative_gbp"].iloc[-1] == pytest.approx(
        9
    )


def test_a_point_added_to_the_third_year_is_not_this_functions_to_guess():
    # Budget 2009 made 2010-11 four per cent: 1.03 x 1.03 x 1.04 - 1 = 10.3 %. Two calls say so openly.
    first = efficiency_requirement(100.0, "b", years=2, convention="multiplicative")["cumulative_rate"].iloc[-1]
    last = efficiency_requirement(100.0, "b", rate=0.04, years=1, convention="multiplicative")["cumulative_rate"].iloc[
        -1
    ]
    assert round(((1 + first) * (1 + last) - 1) * 100, 1) == 10.3


@given(st.floats(1, 1e12), st.floats(0, 0.5), st.integers(1, 20), st.sampled_from(list(PUBLISHED)))
def test_the_years_additions_make_the_total(baseline, rate, years, convention):
    table = efficiency_requirement(baseline, "b", rate, years, convention=convention)
    assert table["additional_gbp"].sum() == pytest.approx(table["cumulative_gbp"].iloc[-1], rel=1e-9, abs=1e-6)


@given(st.floats(0.001, 0.5), st.integers(2, 20))
def test_declining_asks_for_less_than_simple_and_multiplicative_for_more(rate, years):
    by = {
        name: efficiency_requirement(1.0, "b", rate, years, convention=name)["cumulative_rate"].iloc[-1]
        for name in PUBLISHED
    }
    assert by["declining"] < by["simple"] < by["multiplicative"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"base_id": " "}, "The baseline has no name. Give base_id"),
        ({"baseline_gbp": None}, "The baseline 'b' has no amount (baseline_gbp None). Give it in pounds"),
        ({"baseline_gbp": float("nan")}, "has no amount"),
        ({"rate": 3}, "The rate is 3 a year, outside 0 to 1. Write 3 % as 0.03."),
        ({"rate": -0.01}, "The rate is -0.01 a year, outside 0 to 1."),
        ({"years": 0}, "The number of years is 0."),
        (
            {"convention": "compound"},
            "There is no convention 'compound'. Choose one of: multiplicative, simple, declining.",
        ),
    ],
)
def test_what_is_refused(arguments, says):
    given_arguments = {"baseline_gbp": 1.0, "base_id": "b", "convention": "simple"} | arguments
    with pytest.raises(EfficiencyError, match=says.replace("(", r"\(").replace(")", r"\)")):
        efficiency_requirement(**given_arguments)
