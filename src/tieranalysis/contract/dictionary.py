"""The data dictionary: every table and column in words, written from the Table Schemas so that it cannot lie.

python -m tieranalysis.contract.dictionary > docs/data-dictionary.md
"""

from typing import Any

from tieranalysis.contract.schemas import schema, table_names

HEAD = "# Data dictionary\n\nWritten from the Table Schemas in `src/tieranalysis/contract/schemas` by `python -m tieranalysis.contract.dictionary`; edit those, not this.\n"
COLUMNS = "| column | type | role | unit | limits | meaning |\n| --- | --- | --- | --- | --- | --- |"


def dictionary() -> str:
    """Return the dictionary as Markdown, one table of columns for each table.

    >>> "## population" in dictionary()
    True
    """
    return "\n".join([HEAD, *(_table(name) for name in table_names())])


def _table(name: str) -> str:
    described = schema(name)
    key = ", ".join(f"`{column}`" for column in described.get("primaryKey", [])) or "none"
    rows = "\n".join(_row(field) for field in described["fields"])
    return f"## {name}\n\n{described.get('title', name)}. Key: {key}.\n\n{COLUMNS}\n{rows}\n"


def _row(field: dict[str, Any]) -> str:
    cells = (f"`{field['name']}`", field["type"], field["role"], field["unit"], _limits(field), field["description"])
    return f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in cells)} |"


def _limits(field: dict[str, Any]) -> str:
    limits = field.get("constraints", {})
    said = ["required"] if limits.get("required") else []
    said += ["one of " + ", ".join(map(str, limits["enum"]))] if "enum" in limits else []
    said += [f"at least {limits['minimum']}"] if "minimum" in limits else []
    said += [f"at most {limits['maximum']}"] if "maximum" in limits else []
    said += [f"like {field['form']}"] if "form" in field else []
    said += [f"in the register of {field['register'][0]}"] if "register" in field else []
    return "; ".join(said)


if __name__ == "__main__":
    print(dictionary(), end="")
