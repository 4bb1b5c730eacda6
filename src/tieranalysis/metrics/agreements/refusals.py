"""What the metrics of agreements refuse."""

from tieranalysis.contract import TierAnalysisError


class AgreementError(TierAnalysisError):
    """A choice that cannot be followed: weights that do not add up, a measure that is not there, an odd interval."""
