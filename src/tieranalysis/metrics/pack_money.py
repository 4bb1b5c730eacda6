"""An authority's place in the money on every measure, as a panel takes it; and what its residents do to it."""

import pandas as pd

from tieranalysis.metrics.budgets.councils import district_ranking
from tieranalysis.registers import bases


def ranked_on_bases(
    money: pd.DataFrame, rows: pd.DataFrame, population: pd.DataFrame, authority: str, area: str, year: str
) -> pd.DataFrame:
    """Put an authority's place among the districts beside each measure: rank (1 is the highest a head) and ranked (how many).

    `money` comes from `authority_on_bases`. A county or a unitary has no place, and its rank is missing.
    """
    tables = [district_ranking(rows, population, area, year, basis, beyond="mark") for basis in money["basis"]]
    ranks = [table.set_index("authority")["rank"] for table in tables]
    places = [rank.get(authority, pd.NA) for rank in ranks]
    return money.assign(rank=pd.array(places, dtype="Int64"), ranked=[int(rank.notna().sum()) for rank in ranks])


def rankings_on_bases(rows: pd.DataFrame, population: pd.DataFrame, area: str, year: str, basis: str) -> pd.DataFrame:
    """Rank the districts on every measure, one row a measure and district, in the order of one basis throughout.

    Columns: basis and title (in words), district, residents, amount_gbp, a_head_gbp [GBP per resident], and the others of
    `district_ranking`. A chart that follows a panel needs its rows in one order.
    """
    names = {"name": "district", "population": "residents", "amount_per_head_gbp": "a_head_gbp"}
    tables = [
        district_ranking(rows, population, area, year, one, beyond="mark").assign(basis=title, title=title)
        for one, title in bases()[["basis", "title"]].itertuples(index=False)
    ]
    order = district_ranking(rows, population, area, year, basis, beyond="mark")["authority"]
    in_order = [table.set_index("authority").loc[order].reset_index() for table in tables]
    return pd.concat(in_order, ignore_index=True).rename(columns=names)


def residents_assumption(money: pd.DataFrame, basis: str, year: str, source: str) -> pd.DataFrame:
    """State the estimate of residents as an assumption of the amounts a head, with what one per cent more does to them.

    Columns: assumption, value, unit, source, grade, effect [GBP a head], effect_unit. No row where residents are not known.

    >>> money = pd.DataFrame({"basis": ["b"], "title": ["Service expenditure"], "amount_gbp": [1010.0], "population": [10.0]})
    >>> residents_assumption(money, "b", "2010-11", "ONS")[["assumption", "effect"]].round(6).to_numpy().tolist()
    [['Residents of mid-2010, for service expenditure a head', -1.0]]
    """
    row = money.set_index("basis").loc[basis]
    effect = row["amount_gbp"] / (row["population"] * 1.01) - row["amount_gbp"] / row["population"]
    words = f"Residents of mid-{year[:4]}, for {row['title'].lower()} a head"
    table = pd.DataFrame(
        {
            "assumption": [words], "value": [row["population"]], "unit": ["people"], "source": [source], "grade": ["A"],
            "effect": [effect], "effect_unit": ["GBP per head"],
        }
    )  # fmt: skip
    return table if pd.notna(effect) else table.head(0)


def residents_to_try(money: pd.DataFrame, year: str, source: str) -> pd.DataFrame:
    """State `residents_assumption` on every measure: basis (in words), then its columns; none where residents are not known."""
    parts = [
        residents_assumption(money, str(row.basis), year, source).assign(basis=row.title) for row in money.itertuples()
    ]
    return pd.concat(parts, ignore_index=True)
