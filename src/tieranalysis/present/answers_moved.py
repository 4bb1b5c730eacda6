"""What changes to a programme do to its worth, in words: together, and each alone."""

import pandas as pd

from tieranalysis.present.numbers import spoken


def moved_answer(moved: pd.DataFrame) -> str:
    """Say what both changes together do to the net present value.

    >>> moved_answer(pd.DataFrame({"change": ["As it was", "Both"], "npv_gbp": [5e6, 4e6], "npv_moved_gbp": [0.0, -1e6]}))
    'Both changes together take the net present value from £5.0m to £4.0m, a change of −£1.0m.'
    """
    first, last = moved.iloc[0], moved.iloc[-1]
    return (
        f"Both changes together take the net present value from {spoken(first['npv_gbp'], 'GBP')} to {spoken(last['npv_gbp'], 'GBP')}, "
        f"a change of {spoken(last['npv_moved_gbp'], 'GBP', signed=True)}."
    )


def moved_points(moved: pd.DataFrame) -> list[str]:
    """Return the answer, and what each change does alone."""
    alone = [
        f"{row.change}: {spoken(row.npv_moved_gbp, 'GBP', signed=True)} on the net present value, alone."
        for row in moved.iloc[1:-1].itertuples(index=False)
    ]
    return [moved_answer(moved), *alone]
