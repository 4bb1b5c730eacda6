"""The limits of a contract (required, enum, minimum, maximum, pattern, register) as pandera checks them."""

from typing import Any

import pandas as pd
import pandera.pandas as pa

from tieranalysis.contract.schemas import fields, register_column


def failures(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """Give the cells of a frame that break a limit of its table, by row: index, column, failure_case and check."""
    try:
        _schema(table).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return errors.failure_cases.sort_values("index", kind="stable")
    return pd.DataFrame(columns=["index", "column", "failure_case", "check"])


def _schema(table: str) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        {
            name: pa.Column(None, _checks(f), nullable=not f.get("constraints", {}).get("required", False))
            for name, f in fields(table).items()
        }
    )


def _checks(field: dict[str, Any]) -> list[pa.Check]:
    limits = field.get("constraints", {})
    makers = {
        "enum": pa.Check.isin,
        "minimum": pa.Check.ge,
        "maximum": pa.Check.le,
        "pattern": lambda p: pa.Check.str_matches(rf"^(?:{p})$"),
    }
    checks = [make(limits[key]) for key, make in makers.items() if key in limits]
    if "register" in field:
        checks.append(pa.Check.isin(register_column(*field["register"]), error="register"))
    return checks
