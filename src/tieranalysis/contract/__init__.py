"""One Table Schema a table, and the one door through which every table passes."""

from tieranalysis.contract.conform import conform
from tieranalysis.contract.errors import BasisError, SchemaError, SourceError, TierAnalysisError, TotalError
from tieranalysis.contract.schemas import fields, schema, table_names
from tieranalysis.contract.total import total

__all__ = [
    "BasisError",
    "SchemaError",
    "SourceError",
    "TierAnalysisError",
    "TotalError",
    "conform",
    "fields",
    "schema",
    "table_names",
    "total",
]
