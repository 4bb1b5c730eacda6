"""Parameters keep their type, and nothing that the notebook does not declare gets through."""

import datetime
import decimal
import keyword
import pathlib

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieranalysis.report import parameters
from tieranalysis.report.parameters import ParameterError

HOSTILE = [
    "007", "1E10", "NO", "12:30", "", "null", "~", "yes", "0x1F", "1_000", " padded ", "it's \"quoted\"", "back\\slash",
    "line\nbreak", "\r\n\t\0", "'''", '"""', "{x}", "%s", "{{ jinja }}", "<script>alert(1)</script>", "Ynys Môn", "\ud800", "🏛",
    True, False, None, 0, -1, 2**80, 0.1, -0.0, float("inf"), float("-inf"), 1e-300,
    datetime.date(2024, 2, 29), datetime.datetime(2024, 4, 1, 12, 30), datetime.time(12, 30),
    datetime.datetime(2024, 4, 1, 12, 30, tzinfo=datetime.UTC), datetime.timedelta(days=1, seconds=3),
    decimal.Decimal("1.10"), decimal.Decimal("NaN"), pathlib.Path("a b/c's.csv"), (), (1,), (1, "007"), [], [1, [2, ("x",)]],
    {}, {"a": [1, (2,)], 3: None}, {1, 2}, frozenset("a"), b"bytes\x00",
]  # fmt: skip


def made(source):
    names = {}
    exec(source, names)
    return names


@pytest.mark.parametrize("value", HOSTILE, ids=repr)
def test_every_hostile_value_arrives_as_what_it_is(value):
    came = made(parameters.source({"value": value}))["value"]
    assert type(came) is type(value)
    assert repr(came) == repr(value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.floats() | st.dates() | st.decimals(allow_nan=False),
        lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    )
)
def test_what_is_written_is_what_is_read(value):
    assert repr(made(parameters.source({"value": value}))["value"]) == repr(value)


def test_numpy_numbers_arrive_as_python_numbers():
    import numpy as np

    assert parameters.literal(np.int64(3)) == "3"


@pytest.mark.parametrize(
    "name", ["x = 1; import os", "a b", "class", "1x", "x\n__import__('os').system('id')", "", "x.y", "x[0]"]
)
def test_a_name_is_never_code(name):
    with pytest.raises(ParameterError, match="is not a name that a parameter can have"):
        parameters.source({name: 1})
    with pytest.raises(ParameterError, match="is not declared by the notebook; it declares year"):
        parameters.conformed({name: 1}, parameters.declarations("year: int = 1"))


def test_a_value_of_no_known_type_is_refused():
    with pytest.raises(ParameterError, match="a object cannot be handed to a notebook"):
        parameters.literal(object())


FITS = [
    ("int", 3, 3), ("float", 3, 3.0), ("str", "NO", "NO"), ("bool", True, True), ("str | None", None, None),
    ("Optional[int]", None, None), ("list[str]", ["a"], ["a"]), ("dict[str, float]", {"a": 1}, {"a": 1.0}),
    ("Literal['low', 'high']", "low", "low"), ("date", "2024-04-01", datetime.date(2024, 4, 1)),
    ("datetime.date", datetime.date(2024, 4, 1), datetime.date(2024, 4, 1)), ("time", "12:30", datetime.time(12, 30)),
    ("Decimal", "1.10", decimal.Decimal("1.10")), ("Path", "x.csv", pathlib.Path("x.csv")), ("tuple[int, ...]", [1, 2], (1, 2)),
    ("tuple[int, str]", [1, "a"], (1, "a")), ("'int'", 3, 3), ("Union[int, str]", "007", "007"), ("pd.DataFrame", "x", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("annotation", "value", "expected"), FITS)
def test_a_value_that_fits_comes_as_its_type(annotation, value, expected):
    found = parameters.conformed({"x": value}, parameters.declarations(f"x: {annotation} = None"))["x"]
    assert (found, type(found)) == (expected, type(expected))


MISFITS = [
    ("int", "abc"), ("int", "7"), ("int", 7.0), ("int", True), ("float", "1E10"), ("float", False), ("str", 7), ("bool", 1),
    ("bool", "NO"), ("date", "yesterday"), ("date", datetime.datetime(2024, 1, 1)), ("time", 750), ("Decimal", 0.1),
    ("Decimal", "ten"), ("list[int]", [1, "2"]), ("list[int]", "12"), ("tuple[int, int]", [1]), ("Literal['low']", "LOW"),
    ("str | None", 3), ("dict[str, int]", {"a": "b"}), ("Path", 3),
]  # fmt: skip


@pytest.mark.parametrize(("annotation", "value"), MISFITS)
def test_a_value_that_does_not_fit_is_refused_by_name(annotation, value):
    with pytest.raises(ParameterError, match=r"parameter 'x' is .* \(\w+\); the notebook declares"):
        parameters.conformed({"x": value}, parameters.declarations(f"x: {annotation} = None"))


def test_without_an_annotation_the_default_speaks():
    known = parameters.declarations("rate = 0.03\nname = 'a'\nday = date.today()\nnone = None")
    assert parameters.conformed({"rate": 1, "name": "007", "day": 3, "none": "x"}, known)["name"] == "007"
    with pytest.raises(ParameterError, match=r"'rate' is '3%' \(str\); the notebook declares like 0.03"):
        parameters.conformed({"rate": "3%"}, known)
    with pytest.raises(ParameterError, match=r"'name' is 7 \(int\)"):
        parameters.conformed({"name": 7}, known)


def test_every_fault_is_told_at_once_with_the_names_there_are():
    known = parameters.declarations("%matplotlib inline\nyear: int = 2024  # of account\narea: str = 'essex'")
    with pytest.raises(ParameterError) as refused:
        parameters.conformed({"yaer": 2025, "area": 7}, known)
    assert str(refused.value) == (
        "parameter 'yaer' is not declared by the notebook; it declares year, area; "
        "parameter 'area' is 7 (int); the notebook declares str"
    )


def test_a_notebook_without_a_parameters_cell_declares_none(tmp_path, project):
    nbformat.write(project.notebook("x = 1"), tmp_path / "n.ipynb")
    with pytest.raises(ParameterError, match="it declares none: no cell is tagged parameters"):
        parameters.conformed({"x": 2}, parameters.declared(tmp_path / "n.ipynb"))


def test_annotations_are_never_evaluated():
    assert parameters.declarations("x: __import__('os').abort() = 1")["x"].default == 1
    assert not keyword.iskeyword("x")
