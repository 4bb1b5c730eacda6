"""One authority's place: in the money of its area, on every basis, and in its agreements."""

import pandas as pd

from tieranalysis.contract import TierAnalysisError
from tieranalysis.metrics.budgets.choose import on_basis
from tieranalysis.metrics.budgets.people import area_population, estimates_of
from tieranalysis.registers import areas, authorities, bases, members


class PackError(TierAnalysisError):
    """An authority for which there is no pack."""


def place_of(authority: str, area: str, year: str) -> pd.Series:
    """Return an authority's name, tier and area in a year: authority, name, official_name, tier, area, area_name.

    Raises PackError for a code that the area does not have in the year, with those that it has.

    >>> place_of("E07000075", "essex", "2010-11")[["name", "tier", "area_name"]].to_list()
    ['Rochford', 'district', 'Essex']
    >>> place_of("E07000999", "essex", "2010-11")
    Traceback (most recent call last):
    ...
    tieranalysis.metrics.pack.PackError: essex has no authority 'E07000999' in 2010-11. It has: E10000012 (Essex), ...
    """
    council = members(area, year).set_index("authority")
    if authority not in council.index:
        known = ", ".join(f"{code} ({name})" for code, name in council["name"].items())
        raise PackError(f"{area} has no authority {authority!r} in {year}. It has: {known}.")
    official = authorities().set_index("authority").at[authority, "official_name"]
    title = areas().set_index("area").at[area, "name"]
    return pd.Series(
        {"authority": authority, **council.loc[authority], "official_name": official, "area": area, "area_name": title}
    )


def authority_on_bases(
    rows: pd.DataFrame, population: pd.DataFrame, authority: str, area: str, year: str
) -> pd.DataFrame:
    """Return an authority's spending on every basis, one row a basis, beside its tier and both tiers together.

    `rows` is the table `revenue` of one year. Columns: basis, title, amount_gbp, tier_gbp, both_tiers_gbp [GBP],
    share_of_tier, share_of_both [rate], population [people], amount_per_head_gbp [GBP per resident], leaves_out. A
    unitary council is outside both tiers, and has no share of either; where a council of a tier has no figures, the
    tier's total and every share of it are missing.
    """
    place = place_of(authority, area, year)
    tier = members(area, year).set_index("authority")["tier"]
    residents = _residents(population, place, year)
    found = [_on_one(rows, basis, place, tier, residents) for _, basis in _bases().iterrows()]
    return pd.DataFrame(found)


def _bases() -> pd.DataFrame:
    table = bases()
    return table.assign(less=table["less"].map(lambda less: less.split(";") if pd.notna(less) else []))


def _residents(population: pd.DataFrame, place: pd.Series, year: str) -> float:
    if place["tier"] == "county":
        return area_population(population, place["area"], year)
    return float(estimates_of(population, int(year[:4])).get(place["authority"], float("nan")))


def _on_one(
    rows: pd.DataFrame, basis: pd.Series, place: pd.Series, tier: pd.Series, residents: float
) -> dict[str, object]:
    amounts = on_basis(rows, basis, "mark").reindex(tier.index)
    own = amounts[place["authority"]]
    of_tier = amounts[tier == place["tier"]].sum(skipna=False) if place["tier"] != "unitary" else float("nan")
    both = amounts[tier != "unitary"].sum(skipna=False) if place["tier"] != "unitary" else float("nan")
    return {
        "basis": basis["basis"],
        "title": basis["title"],
        "amount_gbp": own,
        "tier_gbp": of_tier,
        "both_tiers_gbp": both,
        "share_of_tier": own / of_tier,
        "share_of_both": own / both,
        "population": residents,
        "amount_per_head_gbp": own / residents,
        "leaves_out": basis["leaves_out"],
    }


def own_agreements(progress: pd.DataFrame, parts: pd.DataFrame, authority: str) -> pd.DataFrame:
    """Return the items in which an authority has a part: those of `progress`, with its role and how that is known.

    An authority with two roles in an item stands there once, as lead before pilot before partner; of two grounds the
    better known is given.

    >>> progress = pd.DataFrame({"item": ["R01", "R02"], "state": ["done", "silent"]})
    >>> parts = pd.DataFrame({"item": ["R01", "R01"], "authority": "A", "role": ["partner", "lead"], "basis": ["stated", "inferred"]})
    >>> own_agreements(progress, parts, "A")[["item", "role", "basis"]].to_numpy().tolist()
    [['R01', 'lead', 'inferred']]
    """
    order = {"lead": 0, "pilot": 1, "partner": 2}
    mine = parts[parts["authority"] == authority].assign(place=lambda table: table["role"].map(order))
    first = mine.sort_values(["item", "place"], kind="stable").drop_duplicates("item")[["item", "role", "basis"]]
    return progress.merge(first, on="item")


def decisions(own: pd.DataFrame, areas_asked: pd.DataFrame, authority: str, parts: pd.DataFrame) -> pd.DataFrame:
    """Return what an authority has to decide next: item, what, why, most pressing first.

    Items that it leads and that are overdue, due, silent or not started; and for the district of the agreement the
    action that its officer advises in each area that is still open.

    >>> own = pd.DataFrame({"item": ["R09"], "title": ["How districts communicate"], "role": ["lead"], "state": ["silent"], "rule": ["nothing has been logged"]})
    >>> areas = pd.DataFrame({"item": [], "area": [], "action_sought": []})
    >>> decisions(own, areas, "A", pd.DataFrame({"item": [], "authority": [], "role": []})).to_numpy().tolist()
    [['R09', 'How districts communicate', 'nothing has been logged']]
    """
    pressing = ["overdue", "due", "silent", "not started"]
    led = own[(own["role"] == "lead") & own["state"].isin(pressing) & own["item"].str.startswith("R")]
    led = led.assign(place=led["state"].map(pressing.index)).sort_values(["place", "item"])
    asked = parts[(parts["authority"] == authority) & (parts["role"] == "partner")]["item"]
    open_areas = areas_asked[areas_asked["item"].isin(asked)]
    rows = [(row.item, row.title, row.rule) for row in led.itertuples()]
    rows += [(row.item, row.area, f"its officer advises: {row.action_sought}") for row in open_areas.itertuples()]
    return pd.DataFrame(rows, columns=["item", "what", "why"])


def own_savings(divided: pd.DataFrame, authority: str) -> pd.DataFrame:
    """Return an authority's part of each saving, a row a saving and year: title, workstream, year, status, approved_gbp, delivered_gbp.

    `divided` comes from `by_partner` [GBP a year]. What is not delivered yet is missing, not nought; an authority that no
    saving reaches has no row.

    >>> divided = pd.DataFrame({"title": "Buildings", "workstream": "Property", "year": ["2008-09"], "status": "outturn",
    ...     "approved_gbp": [10.0], "delivered_gbp": [4.0], "partner": "E07000075"})
    >>> own_savings(divided, "E07000075")["delivered_gbp"].to_list(), len(own_savings(divided, "E06000034"))
    ([4.0], 0)
    """
    columns = ["title", "workstream", "year", "status", "approved_gbp", "delivered_gbp"]
    return divided.loc[divided["partner"] == authority, columns].reset_index(drop=True)


def savings_by_year(own: pd.DataFrame) -> pd.DataFrame:
    """Add an authority's savings up by year and status: year, status, savings_count, approved_gbp, delivered_gbp [GBP a year].

    `own` comes from `own_savings`. A total of which a part is not known is missing.

    >>> own = pd.DataFrame({"year": "2008-09", "status": "outturn", "title": ["a", "b"], "approved_gbp": [4.0, 6.0], "delivered_gbp": [4.0, None]})
    >>> savings_by_year(own).to_numpy().tolist()
    [['2008-09', 'outturn', 2, 10.0, nan]]
    """
    groups = own.groupby(["year", "status"], as_index=False)
    counts = groups.agg(savings_count=("title", "size"))
    return counts.merge(groups[["approved_gbp", "delivered_gbp"]].sum(skipna=False), on=["year", "status"])


def within_area(points: pd.DataFrame, area: str, year: str) -> pd.DataFrame:
    """Return the contact points as they are, if their councils belong to the area in the year.

    Raises PackError for councils of another area, so that a page never shows one county's calls as another's.

    >>> within_area(pd.DataFrame({"authority": ["E07000075"]}), "kent", "2010-11")
    Traceback (most recent call last):
    ...
    tieranalysis.metrics.pack.PackError: The contact points hold councils outside kent: E07000075. Name the area's own files of calls and points.
    """
    strangers = sorted(set(points["authority"]) - set(members(area, year)["authority"]))
    if strangers:
        raise PackError(
            f"The contact points hold councils outside {area}: {', '.join(strangers)}. "
            "Name the area's own files of calls and points."
        )
    return points
