"""Random draws of uncertain inputs that move together: triangular margins, joined by a Gaussian copula.

Normal draws are correlated by the Cholesky factor of the correlation matrix, turned into chances, and the chances into
values of each input's own triangular distribution (low, most likely, high). The stream of random numbers is read row by
row, so that the draws of one seed do not depend on how they are divided into chunks.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.special import ndtr

from tieranalysis.contract import TierAnalysisError

CHUNK = 10_000  # draws at a time: 50 inputs are four megabytes


class DrawError(TierAnalysisError):
    """Inputs that cannot be drawn."""


def draws_of(
    inputs: pd.DataFrame, correlation: pd.DataFrame, draws: int, seed: int, chunk: int = CHUNK
) -> Iterator[np.ndarray]:
    """Yield draws of the inputs, chunk by chunk: one row a draw, one column an input [as each input].

    `inputs` has name, low, value (the most likely) and high; `correlation` is a matrix labelled by name on both sides, of
    the normal draws behind the inputs. Time and memory of a chunk are linear in draws.

    Raises DrawError for ends out of order, a matrix that does not fit, and too few draws.

    >>> inputs = pd.DataFrame({"name": ["a", "b"], "low": 0.0, "value": 0.5, "high": 1.0})
    >>> (rows,) = draws_of(inputs, uncorrelated(inputs["name"]), 1000, seed=31)
    >>> rows.shape, bool((rows.min() >= 0) & (rows.max() <= 1))
    ((1000, 2), True)
    """
    _refuse(inputs, draws, seed)
    factor = cholesky(correlation, inputs["name"].to_list())
    low, value, high = (inputs[name].to_numpy(dtype="float64") for name in ("low", "value", "high"))
    source = np.random.default_rng(seed)
    for start in range(0, draws, chunk):
        normal = source.standard_normal((min(chunk, draws - start), len(inputs)))
        yield triangular(ndtr(normal @ factor.T), low, value, high)


def uncorrelated(names: pd.Series) -> pd.DataFrame:
    """Return a correlation matrix in which nothing moves together."""
    return pd.DataFrame(np.eye(len(names)), index=list(names), columns=list(names))


def cholesky(correlation: pd.DataFrame, names: list[str]) -> np.ndarray:
    """Return the Cholesky factor of a correlation matrix, in the order of the names.

    Raises DrawError when the matrix lacks a name, is not symmetric with ones on its diagonal, or contradicts itself.
    """
    absent = [name for name in names if name not in correlation.index or name not in correlation.columns]
    if absent:
        raise DrawError(
            f"The correlation matrix has no row and column for {absent[0]!r}. Add them; 0 where it moves alone."
        )
    matrix = correlation.loc[names, names].to_numpy(dtype="float64")
    if not (np.allclose(matrix, matrix.T) and np.allclose(np.diag(matrix), 1) and (np.abs(matrix) <= 1 + 1e-12).all()):
        raise DrawError(
            "The correlation matrix is not symmetric, with 1 on its diagonal and -1 to 1 elsewhere. Correct it."
        )
    least = float(np.linalg.eigvalsh(matrix)[0])
    if least < 1e-10:
        raise DrawError(
            f"The correlations contradict each other (least eigenvalue {least:.3g}, which must be above 0). Bring them nearer to 0."
        )
    return np.linalg.cholesky(matrix)


def triangular(chance: np.ndarray, low: np.ndarray, value: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return the value of a triangular distribution at a chance, column by column; an input without a range is its value.

    >>> triangular(np.array([[0.0], [0.5], [1.0]]), np.array([0.0]), np.array([0.5]), np.array([1.0])).ravel().tolist()
    [0.0, 0.5, 1.0]
    """
    width = high - low
    up, down = (value - low) * width, (high - value) * width
    below = chance * width <= value - low
    return np.where(below, low + np.sqrt(chance * up), high - np.sqrt((1 - chance) * down))


def _refuse(inputs: pd.DataFrame, draws: int, seed: int) -> None:
    wrong = inputs[~((inputs["low"] <= inputs["value"]) & (inputs["value"] <= inputs["high"]))]
    if len(wrong):
        row = wrong.iloc[0]
        raise DrawError(
            f"{row['name']}: low {row['low']:g}, value {row['value']:g} and high {row['high']:g} are out of order. Correct the range."
        )
    if draws < 1 or int(draws) != draws or int(seed) != seed or seed < 0:
        raise DrawError(
            f"{draws!r} draws with seed {seed!r} cannot be made. Give a whole number of draws above 0, and a whole seed of 0 or more."
        )
