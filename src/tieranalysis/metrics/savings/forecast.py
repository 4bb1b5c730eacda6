"""What delivery is likely to be, by the confidence in each saving, beside what delivery has been."""

from collections.abc import Mapping, Sequence

import pandas as pd

from tieranalysis.contract import total
from tieranalysis.contract.savings.errors import SavingsError
from tieranalysis.metrics.savings.tracking import track_savings

CLASSES = ("high", "medium", "low")


def forecast_delivery(
    savings: pd.DataFrame, weights: Mapping[str, float], by: Sequence[str] = ("year",)
) -> pd.DataFrame:
    """Weight what is approved by the confidence in its delivery; a closed year counts what was delivered.

    `weights` gives the part of the approved amount to expect for high, medium and low confidence [ratio]. No published
    standard was found for them: they are grade D until calibrated on the council's own history.
    Returns the keys, status, price_base, approved_gbp, forecast_gbp [GBP] and forecast_rate (forecast over approved).

    Raises SavingsError for a weight that is missing, negative or above 1.

    >>> savings = pd.DataFrame({"year": "2021-22", "status": "budget", "price_base": "cash", "confidence": ["high", "medium", "low"],
    ...     "approved_gbp": [28.7e6, 13e6, 4e6], "delivered_gbp": None})
    >>> float(forecast_delivery(savings, {"high": 0.95, "medium": 0.75, "low": 0.40})["forecast_gbp"].iloc[0])
    38615000.0
    """
    _refuse(weights)
    expected = savings["approved_gbp"] * savings["confidence"].map(dict(weights)).astype("float64")
    closed = savings["status"].eq("outturn")
    rows = savings.assign(forecast_gbp=savings["delivered_gbp"].astype("float64").where(closed, expected))
    table = total(rows, by, ["approved_gbp", "forecast_gbp"], table="savings")
    return table.assign(forecast_rate=table["forecast_gbp"] / table["approved_gbp"].where(table["approved_gbp"] > 0))


def delivery_history(savings: pd.DataFrame) -> pd.DataFrame:
    """Return what came of each closed year, as `track_savings` has it.

    Columns: year, price_base, approved_gbp, delivered_gbp, in_year_pressure_gbp, net_at_risk_gbp [GBP], delivered_rate, net_rate.
    """
    closed = savings[savings["status"] == "outturn"]
    amounts = ["approved_gbp", "delivered_gbp", "in_year_pressure_gbp", "net_at_risk_gbp"]
    columns = ["year", "price_base", *amounts, "delivered_rate", "net_rate"]
    return track_savings(closed)[columns] if len(closed) else pd.DataFrame(columns=columns)


def _refuse(weights: Mapping[str, float]) -> None:
    missing = [name for name in CLASSES if name not in weights]
    if missing:
        raise SavingsError(
            f"No delivery weight for {', '.join(missing)} confidence. Give one for each of high, medium and low."
        )
    for name in CLASSES:
        if not 0 <= weights[name] <= 1:
            raise SavingsError(
                f"The delivery weight of {name} confidence is {weights[name]!r}, outside 0 to 1. Write 95 % as 0.95."
            )
