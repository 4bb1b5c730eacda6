"""The tables of a savings programme, side by side."""

from dataclasses import dataclass, fields

import pandas as pd


@dataclass(frozen=True, eq=False)
class Registers:
    """The tables of a savings programme, each under its contract; those that a council does not keep are empty."""

    savings: pd.DataFrame
    targets: pd.DataFrame
    partner_shares: pd.DataFrame
    savings_assumptions: pd.DataFrame
    one_off_costs: pd.DataFrame
    overlap_groups: pd.DataFrame
    evidence: pd.DataFrame


TABLES = tuple(field.name for field in fields(Registers))
