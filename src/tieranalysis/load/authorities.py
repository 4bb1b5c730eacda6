"""From the codes of a return to the register of authorities."""

import re

import pandas as pd

from tieranalysis.contract import SourceError
from tieranalysis.registers import active, authorities

GSS = re.compile(r"E\d{8}")
PRINCIPAL = {"SC", "SD", "UA", "MD", "L"}


def gss_codes(given: pd.DataFrame, where: str) -> tuple[pd.Series, list[str]]:
    """Return the authority code of each row, and notices of what the register does not know.

    `given` has row, e_code, ons_code, name, class. The register's code is taken where it knows the E-code, the
    release's own ONS code where it does not; another authority (police, fire, parks) with neither keeps its E-code.

    Raises SourceError for a council that neither knows.
    """
    known = authorities().dropna(subset=["e_code"]).set_index("e_code")["authority"]
    codes = given["e_code"].map(known)
    own = given["ons_code"].where(given["ons_code"].map(lambda code: bool(GSS.fullmatch(code))))
    strangers = given[codes.isna() & own.isna() & given["class"].isin(PRINCIPAL)]
    for row in strangers.itertuples(index=False):
        raise SourceError(
            f"{where}, row {row.row}, column 'E-code', value {row.e_code!r}: {row.name} is not in the register of authorities. Correct the code, or add the council to registers/authorities.csv."
        )
    codes = codes.fillna(own).fillna(given["e_code"])
    unknown = given[~given["e_code"].isin(known.index)]
    notices = (
        [f"{', '.join(unknown['name'])}: not in the register of authorities; kept, and in no area."]
        if len(unknown)
        else []
    )
    return codes, notices + _conflicts(given, codes, own)


def _conflicts(given: pd.DataFrame, codes: pd.Series, own: pd.Series) -> list[str]:
    former = authorities().dropna(subset=["former_code"]).set_index("authority")["former_code"]
    both = given.assign(code=codes, own=own, former=codes.map(former))
    differ = both[both["own"].notna() & (both["own"] != both["code"]) & (both["own"] != both["former"])]
    return [
        f"{row.name} ({row.e_code}) has the ONS code {row.own} in the release and {row.code} in the register; the register's is used."
        for row in differ.itertuples(index=False)
    ]


def missing_authorities(codes: pd.Series, year: str) -> pd.DataFrame:
    """Return the councils that existed in the year and are not among the codes: authority, e_code, name."""
    councils = active(year)
    return councils.loc[
        councils["tier"].ne("other") & ~councils["authority"].isin(codes.unique()), ["authority", "e_code", "name"]
    ]
