"""One entry of a register changed, through the same door as a file."""

from dataclasses import replace
from typing import Any

from tieranalysis.contract import conform, fields
from tieranalysis.contract.savings.errors import SavingsError
from tieranalysis.contract.savings.tables import TABLES, Registers
from tieranalysis.load.savings import checked_registers


def with_entry(registers: Registers, saving_id: str, column: str, entry: Any) -> Registers:
    """Return the registers with one column of one saving changed, in every year; the input is left as it was.

    Raises SavingsError for an unknown saving or column, and SchemaError or SavingsError where the entry breaks a rule.
    """
    savings = registers.savings
    if saving_id not in set(savings["saving_id"]):
        raise SavingsError(
            f"There is no saving {saving_id!r}. The savings are: {', '.join(savings['saving_id'].drop_duplicates())}."
        )
    if column not in fields("savings"):
        raise SavingsError(f"The register of savings has no column {column!r}. Its columns are: {', '.join(savings)}.")
    changed = savings.assign(
        **{column: savings[column].astype("object").mask(savings["saving_id"] == saving_id, entry)}
    )
    tables = {table: getattr(registers, table) for table in TABLES} | {
        "savings": conform(changed, "savings", "The register of savings")
    }
    checked_registers(tables)
    return replace(registers, savings=tables["savings"])
