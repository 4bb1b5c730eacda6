"""The registers of those who take part: their part of every amount, and their shares among themselves."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from tieranalysis.contract import fields
from tieranalysis.contract.savings.errors import SavingsError
from tieranalysis.contract.savings.tables import Registers

SHARES = ["contribution_share", "benefit_share"]


def registers_of(registers: Registers, partners: str | Sequence[str] | None = None) -> Registers:
    """Return the registers of some partners: their part of every saving and cost, and their shares brought back to one.

    `partners` are codes, as a list or with ; between; none of them means all. A partner's part of the amounts is its
    benefit share. Targets of the partners together are not divided: nobody has agreed how.

    Raises SavingsError for a partner that has no share.
    """
    codes = [code.strip() for code in partners.split(";")] if isinstance(partners, str) else list(partners or [])
    if not any(codes):
        return registers
    shares = registers.partner_shares
    strangers = [code for code in codes if code not in set(shares["partner"])]
    if strangers:
        raise SavingsError(
            f"{strangers[0]!r} has no share in the savings. The partners are: {', '.join(dict.fromkeys(shares['partner']))}."
        )
    kept = shares[shares["partner"].isin(codes)]
    part = kept.groupby("saving_id")["benefit_share"].sum()
    own = kept.assign(**{name: kept[name] / kept.groupby("saving_id")[name].transform("sum") for name in SHARES})
    return replace(
        registers,
        savings=_part(registers.savings, "savings", part),
        one_off_costs=_part(registers.one_off_costs, "one_off_costs", part),
        partner_shares=own.reset_index(drop=True),
    )


def _part(frame: pd.DataFrame, table: str, part: pd.Series) -> pd.DataFrame:
    share = frame["saving_id"].map(part).astype("float64")
    amounts = [name for name, field in fields(table).items() if field["role"] == "amount"]
    return frame.assign(**{name: frame[name] * share for name in amounts})
