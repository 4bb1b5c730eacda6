"""Make the registers of authorities and areas from the published lookup and the returns' own codes.

Run once when a lookup is renewed, never by a report:

    python -m tieranalysis.load.registers LOOKUP.csv RELEASE.xls ...

The lookup is mySociety's register of authorities (MIT), the codes of police, fire, waste, transport and park authorities
come from the revenue returns. What this corrects in the lookup is stated beside it.
"""

import sys
from pathlib import Path

import pandas as pd

from tieranalysis.load.revenue_layout import header_row, layout
from tieranalysis.load.workbook import sheets, text

REGISTERS = Path(__file__).parents[1] / "registers"
TIERS = {
    "CTY": "county",
    "NMD": "district",
    "UA": "unitary",
    "MD": "metropolitan",
    "LBO": "london",
    "CC": "london",
    "SRA": "other",
    "COMB": "other",
}
# The lookup has Forest Heath in Surrey; it was a district of Suffolk (Local Government Act 1972, orders of 2018 for West Suffolk).
COUNTY_OF = {"E07000201": "SFK"}
# A start of May or June 2005 is when the lookup's first source was compiled, not when the council began.
PLACEHOLDER_STARTS = ("2005-05", "2005-06")
# Unitary councils inside each county's ceremonial boundary (Lieutenancies Act 1997, schedule 1), for setting beside its two tiers.
UNITARIES = {
    "BKM": ["E06000042"], "CAM": ["E06000031"], "DBY": ["E06000015"], "DEV": ["E06000026", "E06000027"],
    "DOR": ["E06000028", "E06000029"], "ESS": ["E06000033", "E06000034"], "ESX": ["E06000043"], "GLS": ["E06000025"],
    "HAM": ["E06000044", "E06000045"], "KEN": ["E06000035"], "LAN": ["E06000008", "E06000009"], "LEC": ["E06000016"],
    "LIN": ["E06000012", "E06000013"], "NTT": ["E06000018"], "NYK": ["E06000002", "E06000003", "E06000014"],
    "SOM": ["E06000022", "E06000024"], "STS": ["E06000021"],
}  # fmt: skip


def authorities_from(lookup: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Return the register of authorities: the lookup's English councils, then other authorities of the returns."""
    english = lookup[lookup["nation"] == "England"]
    succeeded = english["replaced-by"].str.split(",").map(lambda codes: _successors(codes, english))
    started = english["start-date"].where(~english["start-date"].str.startswith(PLACEHOLDER_STARTS, na=False))
    councils = pd.DataFrame(
        {
            "authority": english["gss-code"],
            "e_code": english["ecode"].fillna(english["gss-code"].map(others.set_index("authority")["e_code"])),
            "name": english["nice-name"].str.removesuffix(" County").str.removesuffix(" Council"),
            "official_name": english["official-name"],
            "tier": english["local-authority-type"].map(TIERS),
            "start_date": started,
            "end_date": english["end-date"].replace({"2021-04-01": "2021-03-31", "2023-04-01": "2023-03-31"}),
            "successors": succeeded,
            "former_code": english["former-gss-codes"],
        }
    )
    return pd.concat(
        [
            councils,
            others[~others["e_code"].isin(councils["e_code"]) & ~others["authority"].isin(councils["authority"])],
        ]
    ).sort_values("authority")


def _successors(codes: list[str] | float, english: pd.DataFrame) -> str | None:
    if not isinstance(codes, list):
        return None
    gss = english.set_index("local-authority-code")["gss-code"]
    return ";".join(gss[code.strip()] for code in codes)


def areas_from(lookup: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the register of areas, and who belongs to each: its county, its districts, and the unitaries beside it."""
    counties = lookup[lookup["local-authority-type"] == "CTY"].set_index("local-authority-code")
    names = counties["official-name"].str.removesuffix(" County Council")
    areas = pd.DataFrame(
        {"area": names.str.lower().str.replace(" ", "_"), "name": names, "county": counties["gss-code"]}
    ).sort_values("area")
    districts = lookup[lookup["local-authority-type"] == "NMD"]
    county_of = districts["gss-code"].map(COUNTY_OF).fillna(districts["county-la"])
    members = [(areas.at[code, "area"], gss, "county") for code, gss in counties["gss-code"].items()]
    members += [
        (areas.at[code, "area"], gss, "district") for code, gss in zip(county_of, districts["gss-code"], strict=True)
    ]
    members += [(areas.at[code, "area"], gss, "unitary") for code, beside in UNITARIES.items() for gss in beside]
    return areas, pd.DataFrame(members, columns=["area", "authority", "tier"]).sort_values(
        ["area", "tier", "authority"]
    )


def others_from(releases: list[Path]) -> pd.DataFrame:
    """Collect the authorities of class O from releases, oldest first, each under its latest name and ONS code."""
    found: dict[str, dict[str, str | None]] = {}
    for path in releases:
        rows, place = next(
            (rows, layout(rows, header, path.name))
            for _, rows in sheets(path)
            if (header := header_row(rows)) is not None and "NET CURRENT" in str(rows[header]).upper()
        )
        for row in rows[place.header + 1 :]:
            code, own = text(row[place.e_code]), "" if place.ons_code is None else text(row[place.ons_code])
            if code.startswith("E") and text(row[place.class_]) == "O":
                gss = own if own.startswith("E") and len(own) == 9 else found.get(code, {}).get("authority") or code
                name = text(row[place.name])
                found[code] = {"authority": gss, "e_code": code, "name": name, "official_name": name, "tier": "other"}
    return pd.DataFrame(found.values())


def main(lookup_path: str, *releases: str) -> None:
    """Write the registers into the package."""
    lookup = pd.read_csv(lookup_path, dtype="str")
    others = others_from([Path(path) for path in releases]).drop_duplicates("authority", keep="last")
    areas, members = areas_from(lookup)
    for name, table in {
        "authorities": authorities_from(lookup, others),
        "areas": areas,
        "area_members": members,
    }.items():
        table.to_csv(REGISTERS / f"{name}.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
