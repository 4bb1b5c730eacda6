"""The one door: what it lets in, and what it says to what it keeps out."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieranalysis.contract import SchemaError, conform, fields, schema, table_names
from tieranalysis.contract.schemas import ROLES


def people(**changes):
    frame = pd.DataFrame(
        {
            "authority": ["E07000075", "E07000076"],
            "mid_year": ["2007", "2007"],
            "population": ["82264", "140523"],
            "vintage": ["70f9ef190fcb"] * 2,
        }
    )
    return frame.assign(**changes)


def refusal(frame, **keywords):
    with pytest.raises(SchemaError) as caught:
        conform(frame, "population", source="people.csv", **keywords)
    return str(caught.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"population": ["82264", "lots"]},
            "row 3, column 'population', value 'lots': not a whole number. Write digits only",
        ),
        ({"population": ["82264", "1.5"]}, "row 3, column 'population', value '1.5': not a whole number"),
        (
            {"population": ["-1", "2"]},
            "row 2, column 'population', value -1: outside its limits (0 to no upper limit). Correct it.",
        ),
        (
            {"population": ["82264", ""]},
            "row 3, column 'population', value '(empty)': must not be empty. Give it: usual residents",
        ),
        (
            {"authority": ["E07000075", "E07000075"]},
            "row 3, columns authority, mid_year, vintage, value E07000075 / 2007 / 70f9ef190fcb: a duplicate of an earlier row. Keep one.",
        ),
        (
            {"authority": ["E07000075", "E07999999"]},
            "row 3, column 'authority', value 'E07999999': not in the register of authorities. Correct the code, or add it to the register first.",
        ),
        (
            {"authority": ["Rochford", "E07000076"]},
            "row 2, column 'authority', value 'Rochford': not of the form E10000012. Correct it.",
        ),
        (
            {"colour": ["red", "blue"]},
            "column 'colour' is not part of it. Remove it, or rename it to one of: authority, mid_year, population, vintage.",
        ),
    ],
)
def test_a_refusal_names_file_row_column_value_and_mend(changes, words):
    message = refusal(people(**changes))
    assert message.startswith("people.csv does not keep the contract of table 'population':")
    assert words in message


def test_a_missing_column_is_named_with_its_meaning():
    assert "column 'population' is missing. Add it: usual residents" in refusal(people().drop(columns="population"))


def test_a_column_that_stands_twice_is_named():
    frame = pd.concat([people(), people()[["population"]]], axis=1)
    assert "column 'population' stands twice. Keep one of them." in refusal(frame)


def test_many_faults_are_counted_and_not_all_printed():
    frame = pd.DataFrame(
        {"authority": "E07000075", "mid_year": range(1950, 2000), "population": "many", "vintage": "70f9ef190fcb"}
    )
    assert "and 45 more of the kind." in refusal(frame)


def test_rows_are_counted_from_where_the_file_has_them():
    assert "row 11, column 'population'" in refusal(people(population=["1", "x"]), first_row=10)


def test_the_input_is_left_as_it_was_and_attrs_travel():
    frame = people()
    frame.attrs["notices"] = ["one"]
    before = frame.copy()
    result = conform(frame, "population")
    pd.testing.assert_frame_equal(frame, before)
    assert result.attrs == {"notices": ["one"], "table": "population"}


def test_an_unknown_table_is_refused_with_the_tables_that_exist():
    with pytest.raises(SchemaError, match=r"There is no table .populations.. The tables are: .*population"):
        schema("populations")


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=5))
def test_conforming_twice_changes_nothing(counts):
    frame = pd.DataFrame(
        {
            "authority": "E07000075",
            "mid_year": range(1990, 1990 + len(counts)),
            "population": counts,
            "vintage": "70f9ef190fcb",
        }
    )
    once = conform(frame, "population")
    pd.testing.assert_frame_equal(conform(once, "population"), once)


@pytest.mark.parametrize("table", table_names())
def test_every_column_is_defined_once_with_role_unit_and_meaning(table):
    for name, field in fields(table).items():
        assert field["role"] in ROLES, (table, name)
        assert field["unit"] and field["description"], (table, name)
        assert not (name.endswith("_gbp") and not field["unit"].startswith("GBP")), (table, name)
    assert set(schema(table).get("primaryKey", [])) <= set(fields(table)), table
