"""What goes wrong at the door, in words an analyst can act on."""


class TierAnalysisError(ValueError):
    """Anything that this package refuses, with what is wrong, where, and what to do."""


class SchemaError(TierAnalysisError):
    """A table that does not keep its contract."""


class TotalError(TierAnalysisError):
    """A sum that would mean nothing."""


class SourceError(TierAnalysisError):
    """A published file that cannot be read as what it should be."""


class BasisError(TierAnalysisError):
    """A measure asked for without saying on what basis."""
