"""The Table Schemas, read once: every column's type, unit, role and meaning is defined here and nowhere else."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from tieranalysis.contract.errors import SchemaError

ROLES = ("key", "amount", "rate", "text")


def table_names() -> list[str]:
    """List the tables that have a contract, in alphabetical order.

    >>> "revenue" in table_names()
    True
    """
    folder = files("tieranalysis.contract") / "schemas"
    return sorted(entry.name.removesuffix(".json") for entry in folder.iterdir() if entry.name.endswith(".json"))


@cache
def schema(table: str) -> dict[str, Any]:
    """Return the Frictionless Table Schema of a table, with `unit` and `role` on each field.

    Raises SchemaError when no table has that name.

    >>> [field["name"] for field in schema("population")["fields"]]
    ['authority', 'mid_year', 'population', 'vintage']
    """
    if table not in table_names():
        raise SchemaError(f"There is no table {table!r}. The tables are: {', '.join(table_names())}.")
    path = files("tieranalysis.contract") / "schemas" / f"{table}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def fields(table: str) -> dict[str, dict[str, Any]]:
    """Return the fields of a table by name.

    >>> fields("population")["population"]["unit"]
    'people'
    """
    return {field["name"]: field for field in schema(table)["fields"]}


@cache
def register_column(register: str, column: str) -> frozenset[str]:
    """Return the values of one column of a register, the other end of a foreign key.

    >>> "E10000012" in register_column("authorities", "authority")
    True
    """
    path = files("tieranalysis.registers") / f"{register}.csv"
    with path.open(encoding="utf-8") as lines:
        return frozenset(pd.read_csv(lines, usecols=[column], dtype="str")[column].dropna())
