"""How a broken register is said: file, row, column, value and the mend, as at the one door."""

from collections.abc import Iterable

import pandas as pd

from tieranalysis.contract.errors import TierAnalysisError

SHOWN = 5


class SavingsError(TierAnalysisError):
    """A register of savings that contradicts itself, or a question that it cannot answer."""


def cells(frame: pd.DataFrame, broken: pd.Series, column: str, advice: str, first_row: int) -> list[str]:
    """Return one message for each broken row; {name} in the advice is that row's value of the column `name`.

    >>> table = pd.DataFrame({"saving_id": ["A-1", "A-2"], "share": [0.5, 2.0]})
    >>> cells(table, table["share"] > 1, "share", "{saving_id} has more than all.", first_row=2)
    ["row 3, column 'share', value 2.0: A-2 has more than all."]
    """
    rows = frame[broken.to_numpy(dtype="bool")]
    return [
        f"row {row + first_row}, column {column!r}, value {_shown(values[column])}: {advice.format(**values)}"
        for row, values in zip(rows.index, rows.to_dict("records"), strict=True)
    ]


def refuse(problems: Iterable[str], source: str) -> None:
    """Raise SavingsError with the first problems of a source, if there are any."""
    found = list(problems)
    if found:
        more = [f"and {len(found) - SHOWN:,} more."] if len(found) > SHOWN else []
        raise SavingsError("\n  ".join([f"{source} contradicts itself:", *found[:SHOWN], *more]))


def _shown(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return "'(empty)'" if pd.isna(value) else repr(value)
