"""How numbers are written."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieranalysis.present import numbers
from tieranalysis.present.units import UNITS, unit_in, unit_named


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (999_499, "GBP", "£999,499"),
        (999_999, "GBP", "£1.0m"),
        (99_940_000, "GBP", "£99.9m"),
        (99_960_000, "GBP", "£100m"),
        (-0.004, "GBP", "£0.00"),
        (12.5, "GBP", "£12.50"),
        (292.0, "GBP per head", "£292 per head"),
        (1500, "GBP an agent", "£1,500 an agent"),
        (0.8, "share of calls offered", "80.0% of calls offered"),
        (-2.5e6, "£ an area", "−£2.5m an area"),
        (1.666, "£ million", "£1.7m"),
        (-0.0004, "rate", "0.0%"),
        (12.34, "percent", "12.3%"),
        (4.4, "ratio", "4.40"),
        (1234567, "calls a week", "1,234,567 calls a week"),
        (float("nan"), "GBP", "[x]"),
        (None, "rate", "[x]"),
        ("not set", "GBP", "not set"),
        (True, "", "Yes"),
    ],
)
def test_sentences_write_numbers_short_and_with_their_unit(value, unit, words):
    assert numbers.spoken(value, unit) == words


@given(st.floats(-1e12, 1e12, allow_nan=False), st.integers(0, 4))
def test_a_grouped_number_reads_back_as_the_rounded_value(value, decimals):
    words = numbers.grouped(value, decimals)
    assert "-" not in words
    back = float(words.replace(",", "").replace(numbers.MINUS, "-"))
    assert back == pytest.approx(value, rel=1e-12, abs=0.5000001 * 10**-decimals)
    assert not (back == 0 and words.startswith(numbers.MINUS))


@given(
    st.one_of(st.none(), st.floats(), st.integers(-(10**15), 10**15), st.booleans()),
    st.sampled_from(list(UNITS)),
)
def test_no_value_is_ever_written_blank(value, unit):
    assert numbers.text(value, unit_named(unit)).strip()
    assert numbers.spoken(value, unit).strip()


def test_missing_is_never_nought():
    for value in (None, float("nan"), float("inf"), pd.NA, pd.NaT):
        assert numbers.text(value, unit_named("GBP")) == "[x]"


def test_pounds_keep_the_smallest_amount_in_sight():
    assert numbers.pounds([1e9, 10_000]).line == "£ thousand"
    assert numbers.pounds([1e9, 60_000]).line == "£ million"
    assert numbers.pounds([900, 20]).line == "£"
    assert numbers.pounds([]).line == "£"


def test_a_unit_is_read_from_the_end_of_a_name_only():
    assert unit_in("gbp_rank") is None
    assert unit_in("net_gbp_per_head") == "GBP per head"
    assert unit_in("handle_seconds") == "seconds"


def test_a_tiny_number_does_not_become_nought():
    plain = numbers.fitted(numbers.PLAIN, [1e-12, 3.4e-9, 0])
    assert plain.decimals == 12
    assert numbers.text(3.4e-9, plain) == "0.000000003400"


def test_a_number_longer_than_a_line_is_written_by_its_power_of_ten():
    assert numbers.grouped(1e300, 2) == "1.00 × 10³⁰⁰"
    assert numbers.grouped(-123456789012345678901, 0) == "−1.23 × 10²⁰"
    assert numbers.grouped(123_456_789_012_345_678, 0) == "123,456,789,012,345,678"
    assert numbers.text(2e40, unit_named("GBP")) == "2.00 × 10⁴⁰"
