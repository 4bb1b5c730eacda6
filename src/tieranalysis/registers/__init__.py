"""Authorities, areas and the lines of the revenue returns: data that ship with the package."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import pandas as pd

from tieranalysis.contract import TierAnalysisError, conform


class AreaError(TierAnalysisError):
    """An area that no register knows."""


@cache
def _register(table: str) -> pd.DataFrame:
    path = files("tieranalysis.registers") / f"{table}.csv"
    with path.open(encoding="utf-8") as lines:
        return conform(pd.read_csv(lines, dtype="str", keep_default_na=False), table, source=f"registers/{table}.csv")


def read_all() -> None:
    """Read every register, for a process whose forks are to find them read.

    >>> read_all()
    """
    for table in ("authorities", "areas", "area_members", "lines", "bases", "breaks", "assumptions", "scenarios"):
        _register(table)


def authorities() -> pd.DataFrame:
    """Return the register of authorities of England, past and present, with code, names, tier and dates.

    >>> authorities().set_index("authority").loc["E07000075", ["name", "tier"]].to_list()
    ['Rochford', 'district']
    """
    return _register("authorities").copy()


def areas() -> pd.DataFrame:
    """Return the register of areas: each two-tier county, past and present.

    >>> areas().set_index("area").loc["essex", "name"]
    'Essex'
    """
    return _register("areas").copy()


def lines() -> pd.DataFrame:
    """Return the register of the lines of the revenue returns: line, title and kind.

    >>> lines().set_index("line").loc["parish_precepts", "title"]
    'Parish precepts'
    """
    return _register("lines").copy()


def bases() -> pd.DataFrame:
    """Return the seven bases on which two tiers may be compared, with what each leaves out.

    >>> len(bases())
    7
    """
    return _register("bases").copy()


def breaks(first_year: str = "0000", last_year: str = "9999") -> pd.DataFrame:
    """Return the breaks in the series between two financial years: break_id, first_year, short, what, distorts, source.

    >>> breaks("2012-13", "2014-15")["first_year"].unique().tolist()
    ['2013-14']
    """
    table = _register("breaks")
    return table[(table["first_year"] >= first_year) & (table["first_year"] <= last_year)].reset_index(drop=True)


def active(year: str) -> pd.DataFrame:
    """Return the authorities that existed in a financial year, from its 1 April.

    >>> "E07000005" in set(active("2018-19")["authority"]), "E07000005" in set(active("2020-21")["authority"])
    (True, False)
    """
    table, first_day = authorities(), pd.Timestamp(f"{year[:4]}-04-01")
    begun = table["start_date"].isna() | (table["start_date"] <= first_day)
    return table[begun & (table["end_date"].isna() | (table["end_date"] > first_day))]


@cache
def _all_members(year: str) -> pd.DataFrame:
    current = _register("area_members").merge(active(year)[["authority", "name"]], on="authority")
    two_tier = current.loc[current["tier"] == "county", "area"]
    return current[current["area"].isin(two_tier)].reset_index(drop=True)[["area", "authority", "name", "tier"]]


def all_members(year: str) -> pd.DataFrame:
    """Return who belongs to every area that had two tiers in a year: area, authority, name, tier.

    >>> sorted(set(all_members("2010-11")["area"]) - set(all_members("2020-21")["area"]))
    ['buckinghamshire', 'dorset']
    """
    return _all_members(year).copy()


def members(area: str, year: str) -> pd.DataFrame:
    """Return who belongs to an area in a financial year: authority, name, tier (county, district or unitary).

    Raises AreaError for an area that is not in the register, with the areas that are, and for a year
    after its two tiers ended, with what took their place.

    >>> members("essex", "2010-11")["tier"].value_counts().to_dict()
    {'district': 12, 'unitary': 2, 'county': 1}
    >>> members("rutland", "2010-11")
    Traceback (most recent call last):
    ...
    tieranalysis.registers.AreaError: There is no area 'rutland'. The areas are: buckinghamshire, cambridgeshire, ...
    """
    the_area(area)
    belonging = all_members(year)
    current = belonging[belonging["area"] == area].reset_index(drop=True)
    if current.empty:
        raise AreaError(f"{area} had no two tiers in {year}: {_ending(area)}.")
    return current[["authority", "name", "tier"]]


def the_area(area: str) -> dict[str, str]:
    """Return an area's row of the register: name and county; AreaError for an area that it does not have, with those it has.

    >>> the_area("essex")
    {'name': 'Essex', 'county': 'E10000012'}
    """
    known = areas().set_index("area")
    if area not in known.index:
        raise AreaError(f"There is no area {area!r}. The areas are: {', '.join(known.index)}.")
    return known.loc[area, ["name", "county"]].to_dict()


def is_two_tier(area: str, year: str) -> bool:
    """Say whether an area still had its county council in a financial year.

    >>> is_two_tier("buckinghamshire", "2018-19"), is_two_tier("buckinghamshire", "2020-21")
    (True, False)
    """
    return the_area(area)["county"] in set(active(year)["authority"])


def _ending(area: str) -> str:
    register = authorities().set_index("authority")
    county = register.loc[areas().set_index("area").at[area, "county"]]
    successors = [register.at[code, "name"] for code in str(county["successors"]).split(";")]
    return f"its county council ended on {county['end_date'].date()} and became {' and '.join(successors)}"


def shared_area(codes: Iterable[str]) -> str | None:
    """Return the name of the area to which every one of some authorities belongs, or None.

    >>> shared_area(["E10000012", "E07000077"]), shared_area(["E10000012", "E10000016"])
    ('Essex', None)
    """
    asked, belonging = set(codes), _register("area_members")
    held = belonging[belonging["authority"].isin(asked)].groupby("area")["authority"].nunique()
    whole = list(held.index[held == len(asked)])
    return str(areas().set_index("area").at[whole[0], "name"]) if whole else None


def assumption_register() -> pd.DataFrame:
    """Return the register of assumptions: value, low, high, unit, source, year, grade, owner and review date of each.

    >>> assumption_register().set_index("assumption").loc["discount_rate_real", ["unit", "grade"]].to_list()
    ['rate a year', 'A']
    """
    return _register("assumptions").copy()


def scenario_register() -> pd.DataFrame:
    """Return the register of scenarios: what each asks, which end of the ranges it starts from, and who takes part.

    >>> scenario_register()["scenario"].to_list()[:3]
    ['base', 'low', 'high']
    """
    return _register("scenarios").copy()


def scenario_changes() -> pd.DataFrame:
    """Return what each scenario changes from where it starts: scenario, assumption, value, reason.

    >>> scenario_changes().query("scenario == 'late_and_dear'")["assumption"].to_list()
    ['delivery_delay_years', 'cost_optimism_rate']
    """
    return _register("scenario_changes").copy()


def track_record() -> pd.DataFrame:
    """Return what was promised before and what came of it: the rows of the register of assumptions that record outcomes.

    >>> track_record()["value"].iloc[:2].to_list()
    [0.9, 0.55]
    """
    table = _register("assumptions")
    known = table["assumption"].str.match("realisation_|first_year_savings_|audited_")
    return table.loc[
        known, ["title", "value", "low", "high", "context", "source", "source_year", "grade", "note"]
    ].reset_index(drop=True)
