"""Who has a part in what: parts in agreements, membership of partnerships, and what each pair of authorities shares.

A group such as "the twelve districts" is taken apart into its authorities; what follows from a group is never better known
than the group itself, so each row carries the weaker of the two grounds.
"""

from itertools import combinations

import pandas as pd

from tieranalysis.registers import authorities

STRONGEST_FIRST = ("stated", "derived", "external", "inferred", "perceived", "said to")
NOT_IN_IT = ("invited",)  # asked to join is not a member


def parts_of(parties: pd.DataFrame, bodies: pd.DataFrame) -> pd.DataFrame:
    """Take groups apart: one row an item, body, role and authority, with the weaker ground of the two in `basis`.

    A body whose members are not known (a sector, an unnamed group) keeps one row without an authority.

    >>> parties = pd.DataFrame({"item": ["R01", "R01"], "body": ["pair", "police"], "role": "lead", "basis": "stated"})
    >>> bodies = pd.DataFrame({"body": ["pair", "police"], "members": ["E07000066;E07000067", None], "basis": ["derived", "stated"]})
    >>> parts_of(parties, bodies)[["body", "authority", "basis"]].to_numpy().tolist()
    [['pair', 'E07000066', 'derived'], ['pair', 'E07000067', 'derived'], ['police', nan, 'stated']]
    """
    groups = bodies.set_index("body")
    members = parties["body"].map(groups["members"])
    alone = parties["body"].where(parties["body"].str.fullmatch(r"E\d{8}"))
    ground = [weaker(a, b) for a, b in zip(parties["basis"], parties["body"].map(groups["basis"]), strict=True)]
    rows = parties.assign(authority=members.fillna(alone).str.split(";"), basis=ground)
    return rows.explode("authority", ignore_index=True)[["item", "body", "role", "authority", "basis"]]


def weaker(one: str, other: str | float | None) -> str:
    """Return the weaker of two grounds; a missing one does not count.

    >>> weaker("stated", "derived"), weaker("said to", "stated"), weaker("stated", None)
    ('derived', 'said to', 'stated')
    """
    return one if other is None or pd.isna(other) else max(one, str(other), key=STRONGEST_FIRST.index)


def participation(memberships: pd.DataFrame, partnerships: pd.DataFrame, stated_only: bool = False) -> pd.DataFrame:
    """Return who is in which partnership: an authority a row, a partnership a column, the ground in the cell.

    Groupings that are no partnership, and authorities only invited to join, are left out; with `stated_only` whatever
    is derived or inferred is too. An empty cell says that no membership is known, not that there is none.

    >>> memberships = pd.DataFrame({"partnership": ["P08", "P08"], "authority": ["E10000012", "E07000068"], "role": "partner", "basis": "stated"})
    >>> names = pd.DataFrame({"partnership": ["P08"], "name": ["One chief executive"], "function": ["management"]})
    >>> participation(memberships, names)
    partnership  One chief executive
    authority
    E07000068                 stated
    E10000012                 stated
    """
    known = _members(memberships, partnerships, stated_only)
    names = partnerships.set_index("partnership")["name"]
    return known.assign(partnership=known["partnership"].map(names)).pivot(
        index="authority", columns="partnership", values="basis"
    )


def _members(memberships: pd.DataFrame, partnerships: pd.DataFrame, stated_only: bool) -> pd.DataFrame:
    groupings = partnerships.loc[partnerships["function"] == "grouping", "partnership"]
    kept = memberships[~memberships["partnership"].isin(groupings) & ~memberships["role"].isin(NOT_IN_IT)]
    return kept[kept["basis"] == "stated"] if stated_only else kept


def shared_partnerships(
    memberships: pd.DataFrame, partnerships: pd.DataFrame, stated_only: bool = False
) -> pd.DataFrame:
    """Count the partnerships that each pair of authorities shares: authority, other, shared_count, partnerships.

    Pairs that share none are left out; most first.

    >>> memberships = pd.DataFrame({"partnership": ["P08", "P08", "P09"], "authority": ["E1", "E2", "E2"], "role": "partner", "basis": "stated"})
    >>> names = pd.DataFrame({"partnership": ["P08", "P09"], "name": ["One", "Two"], "function": ["a", "b"]})
    >>> shared_partnerships(memberships, names).to_numpy().tolist()
    [['E1', 'E2', 1, 'One']]
    """
    names = partnerships.set_index("partnership")["name"]
    known = _members(memberships, partnerships, stated_only)
    pairs = [
        (one, other, names[code])
        for code, group in known.groupby("partnership")
        for one, other in combinations(sorted(group["authority"]), 2)
    ]
    table = pd.DataFrame(pairs, columns=["authority", "other", "name"])
    shared = table.groupby(["authority", "other"], as_index=False).agg(
        shared_count=("name", "size"), partnerships=("name", "; ".join)
    )
    return shared.sort_values(["shared_count", "authority", "other"], ascending=[False, True, True], ignore_index=True)


def authority_names(codes: pd.Series) -> pd.Series:
    """Return the names of authorities: a county council's in full, since its area has the same; others short.

    A code that the register does not know stays as it is.

    >>> authority_names(pd.Series(["E07000075", "E10000012"])).to_list()
    ['Rochford', 'Essex County Council']
    """
    register = authorities().set_index("authority")
    names = register["name"].where(register["tier"] != "county", register["official_name"])
    return codes.map(names).fillna(codes)


def names_by_item(parties: pd.DataFrame, bodies: pd.DataFrame, role: str = "lead") -> pd.Series:
    """Return, by item, the names of those with a role in it, with the ground where it is not stated.

    >>> parties = pd.DataFrame({"item": ["R05", "R08"], "body": ["E10000012", "pair"], "role": "lead", "basis": ["inferred", "stated"]})
    >>> names_by_item(parties, pd.DataFrame({"body": ["pair"], "name": ["the two councils"]})).to_dict()
    {'R05': 'Essex County Council (inferred)', 'R08': 'the two councils'}
    """
    names = bodies.set_index("body")["name"]
    chosen = parties[parties["role"] == role]
    said = chosen["body"].map(names).fillna(authority_names(chosen["body"]))
    ground = chosen["basis"].map(lambda basis: "" if basis == "stated" else f" ({basis})")
    return (said + ground).groupby(chosen["item"]).agg("; ".join).rename(role)
