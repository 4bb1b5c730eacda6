"""Who answers the public today, as the council reports state it: centres, direct lines, and what they do not say."""

from collections.abc import Sequence

import pandas as pd


def contact_inventory(
    contact_arrangements: pd.DataFrame, direct_lines: pd.DataFrame, authorities: pd.DataFrame, points: pd.DataFrame
) -> pd.DataFrame:
    """Set out, for each council, its arrangement, its direct lines and the data that there are on it [counts, calls a year].

    Takes `contact_arrangements` and `direct_lines` of the council reports, the register of authorities and `contact_points`.
    One row a council: authority, name, arrangement, basis (stated or derived), direct_lines (basis and lines are missing
    where no arrangement is stated), public_numbers (a centre and each line have one; missing where the report does not say
    how many a council has), annual_contacts and illustrative.
    """
    lines = direct_lines.groupby("authority").size()
    table = contact_arrangements[["authority", "arrangement", "basis"]].copy()
    table.insert(1, "name", table["authority"].map(authorities.set_index("authority")["name"]))
    stated = table["arrangement"] != "not stated"
    table["basis"] = table["basis"].where(stated)
    table["direct_lines"] = (
        table["authority"].map(lines).astype("Int64").fillna(0).where(stated | table["authority"].isin(lines.index))
    )
    known = table["arrangement"] == "contact centre"
    table["public_numbers"] = (table["direct_lines"] + 1).where(known).astype("Float64")
    own = points.groupby("authority")
    table["annual_contacts"] = table["authority"].map(own["annual_contacts"].sum(min_count=1))
    table["illustrative"] = table["authority"].map(own["illustrative"].any()).astype("boolean")
    return table.reset_index(drop=True)


def inventory_counts(inventory: pd.DataFrame) -> dict[str, int]:
    """Count centres, direct lines, councils with traditional arrangements, and councils of which nothing is stated."""
    arrangement = inventory["arrangement"]
    return {
        "centres": int((arrangement == "contact centre").sum()),
        "direct_lines": int(inventory["direct_lines"].sum()),
        "traditional": int((arrangement == "traditional").sum()),
        "not_stated": int((arrangement == "not stated").sum()),
    }


def partners_of(points: pd.DataFrame, authorities: pd.DataFrame, joining: Sequence[str] = ()) -> dict[str, str]:
    """Map each centre and line of the councils that join to the council's name; all councils when none is named.

    A code without a centre or line raises ValueError with the codes that have one.

    >>> points = pd.DataFrame({"centre": ["Harlow centre"], "authority": ["E07000073"]})
    >>> partners_of(points, pd.DataFrame({"authority": ["E07000073"], "name": ["Harlow"]}))
    {'Harlow centre': 'Harlow'}
    """
    known = list(points["authority"].unique())
    for code in joining:
        if code not in known:
            raise ValueError(f"{code!r} has no contact centre or line; those that have one are {', '.join(known)}")
    mine = points[points["authority"].isin(list(joining) or known)]
    names = authorities.set_index("authority")["name"]
    return dict(zip(mine["centre"], mine["authority"].map(names), strict=True))


def partner_totals(points: pd.DataFrame, partners: dict[str, str]) -> pd.DataFrame:
    """Total each partner's calls, cost and agents, and its residents: what simple rules of sharing go by.

    Residents are counted once a partner, though it may have several lines. Columns: partner (index), usage [calls a
    year], budget [GBP a year], population [people] and agents [full-time equivalents].
    """
    mine = points[points["centre"].isin(list(partners))]
    groups = mine.groupby(mine["centre"].map(partners), sort=False)
    sums = groups[["annual_contacts", "annual_cost_gbp", "agents"]].sum(min_count=1)
    names = {"annual_contacts": "usage", "annual_cost_gbp": "budget"}
    return sums.rename(columns=names).assign(population=groups["population"].max()).rename_axis("partner")
