"""How a programme divides between districts: by population, road length or need, to the penny.

A programme of several years is a total (the 2007 report's £100m over five years of highways works). No yearly figure is
given unless the share of each year is: an even spread is an assumption like any other. Pennies left over go to the largest
remainders, so that the parts add up to the whole exactly.
"""

from collections.abc import Mapping

import pandas as pd

from tieranalysis.metrics.agreements.refusals import AgreementError
from tieranalysis.metrics.sharing import to_the_penny


def allocate(total_gbp: float, weights: pd.Series) -> pd.Series:
    """Divide an amount in proportion to weights, to the penny, so that the parts add up to it exactly [GBP].

    Raises AgreementError for a weight that is missing or negative, for weights that are all nought, and for an amount
    that is missing, negative or not in whole pennies.

    >>> allocate(100, pd.Series({"Maldon": 1, "Harlow": 1, "Rochford": 1})).to_dict()
    {'Maldon': 33.34, 'Harlow': 33.33, 'Rochford': 33.33}
    """
    if not total_gbp >= 0 or abs(round(total_gbp, 2) - total_gbp) > 1e-9 * max(1, total_gbp):
        raise AgreementError(
            f"the amount to divide is {total_gbp!r}; give it in pounds and whole pennies, nought or more"
        )
    wrong = weights.index[~(weights >= 0).fillna(False).astype(bool)]
    if len(wrong):
        raise AgreementError(
            f"no weight of nought or more for {', '.join(map(str, wrong))}; give one for each, or leave it out"
        )
    if not weights.sum() > 0:
        raise AgreementError("the weights add up to nought: there is nothing to divide by")
    return to_the_penny(total_gbp * weights.astype("float64") / weights.sum(), total_gbp).rename("amount_gbp")


def allocate_programme(
    total_gbp: float, measures: pd.DataFrame, by: Mapping[str, float], years: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """Divide a programme between districts: authority, share [rate], amount_gbp, formula, and one row a year if `years` says how.

    `measures` has authority, measure, value; `by` gives each measure's part in the formula, adding up to 1, and each
    measure counts by the district's share of it. `years` gives each year's share of the programme, adding up to 1;
    without it the amounts are for the whole programme and `year` is "whole programme".

    Raises AgreementError for a measure that is not there, for a district without one, and for parts that do not add up to 1.

    >>> roads = pd.DataFrame({"authority": ["A", "B"], "measure": "road_length", "value": [300.0, 700.0]})
    >>> allocate_programme(100e6, roads, {"road_length": 1})[["authority", "share", "amount_gbp", "year"]].to_numpy().tolist()
    [['A', 0.3, 30000000.0, 'whole programme'], ['B', 0.7, 70000000.0, 'whole programme']]
    """
    _refuse_parts(by, "by")
    wide = measures.pivot(index="authority", columns="measure", values="value")
    missing = [name for name in by if name not in wide]
    if missing:
        raise AgreementError(f"no measure {', '.join(missing)}; there are: {', '.join(map(str, wide.columns))}")
    share = sum((part * _share(wide[name], name) for name, part in by.items()), start=pd.Series(0.0, index=wide.index))
    whole = allocate(total_gbp, share)
    table = pd.DataFrame({"authority": wide.index, "share": share.to_numpy(), "formula": formula(by)})
    return _by_year(table, whole, years)


def _share(values: pd.Series, name: str) -> pd.Series:
    lost = values.index[values.isna()]
    if len(lost):
        raise AgreementError(f"{name} is missing for {', '.join(lost)}; without it no share of it can be worked out")
    return values / values.sum()


def _refuse_parts(parts: Mapping[str, float], what: str) -> None:
    if not parts or any(not part >= 0 for part in parts.values()) or abs(sum(parts.values()) - 1) > 1e-9:
        raise AgreementError(f"{what}: the parts are {dict(parts)}; they must be nought or more and add up to 1")


def _by_year(table: pd.DataFrame, whole: pd.Series, years: Mapping[str, float] | None) -> pd.DataFrame:
    if years is None:
        return table.assign(year="whole programme", amount_gbp=whole.to_numpy())
    _refuse_parts(years, "years")
    profile = pd.Series(years, dtype="float64")
    parts = [
        pd.DataFrame({"authority": code, "year": profile.index, "amount_gbp": allocate(amount, profile).to_numpy()})
        for code, amount in whole.items()
    ]
    return table.merge(pd.concat(parts, ignore_index=True), on="authority", validate="one_to_many")


def formula(by: Mapping[str, float]) -> str:
    """Write an allocation formula as people do.

    >>> formula({"population": 0.6, "road_length": 0.4})
    '60% by population, 40% by road length'
    """
    return ", ".join(f"{part:.0%} by {name.replace('_', ' ')}" for name, part in by.items())


BUDGET_COLUMNS = ["authority", "county_members", "amount_gbp", "per_member_gbp", "spent_gbp", "left_gbp"]


def member_budgets(total_gbp: float, members: pd.DataFrame) -> pd.DataFrame:
    """Divide delegated budgets among county members: authority, county_members, amount_gbp, per_member_gbp, spent_gbp, left_gbp.

    `members` has authority, county_members and spent_gbp (empty where it is not known, and then what is left is not
    known either); every member has the same, and each district's members together have theirs to the penny. Without
    members there is no row.

    Raises AgreementError as `allocate` does, and where more was spent than there was.

    >>> members = pd.DataFrame({"authority": ["A", "B"], "county_members": [2, 1], "spent_gbp": [50.0, None]})
    >>> member_budgets(300, members)[["amount_gbp", "left_gbp"]].to_numpy().tolist()
    [[200.0, 150.0], [100.0, nan]]
    """
    if members.empty:
        return pd.DataFrame(columns=BUDGET_COLUMNS)
    table = members.assign(amount_gbp=allocate(total_gbp, members.set_index("authority")["county_members"]).to_numpy())
    seats = table["county_members"].astype("float64")
    table["per_member_gbp"] = table["amount_gbp"] / seats.where(seats > 0)
    table["left_gbp"] = (table["amount_gbp"] - table["spent_gbp"].astype("float64")).round(2)
    over = table.loc[table["left_gbp"] < 0, "authority"].to_list()
    if over:
        raise AgreementError(f"more was spent than was delegated in {', '.join(over)}; check spent_gbp")
    return table[BUDGET_COLUMNS]


def population_measure(population: pd.DataFrame, authorities: list[str], mid_year: int) -> pd.DataFrame:
    """Return the population of authorities as a measure: authority, measure, value [people].

    Raises AgreementError where an authority has no estimate for the year, or two.

    >>> people = pd.DataFrame({"authority": ["A"], "mid_year": [2007], "population": [60_000]})
    >>> population_measure(people, ["A"], 2007).to_numpy().tolist()
    [['A', 'population', 60000]]
    """
    year = population[(population["mid_year"] == mid_year) & population["authority"].isin(authorities)]
    lost = sorted(set(authorities) - set(year["authority"]))
    if lost:
        raise AgreementError(f"there is no estimate of population in {mid_year} for {', '.join(lost)}")
    if year["authority"].duplicated().any():
        raise AgreementError(
            f"mid-{mid_year} has estimates of {year['vintage'].nunique()} vintages; prefer one with tieranalysis import --prefer FILE"
        )
    return year.assign(measure="population").rename(columns={"population": "value"})[["authority", "measure", "value"]]
