"""An authority's pack: its main points, headline numbers and notices, from its tables."""

import pandas as pd

from tieranalysis.present import answers_pack as say


def pack_points(
    place: pd.Series,
    money: pd.DataFrame,
    basis: str,
    year: str,
    status: str,
    ranking: pd.DataFrame,
    shared: pd.DataFrame,
    illustrative: bool,
    own: pd.DataFrame,
    owed: pd.DataFrame,
) -> list[str]:
    """Return the three sentences of a pack: place in the money, what joining would bring, what is owed both ways.

    `money` comes from `authority_on_bases`, `ranking` from `district_ranking`, `shared` from `sharing_table` (no row where no
    calls are held), `own` from `own_agreements`, `owed` from `coverage`.
    """
    row = money.set_index("basis").loc[basis]
    ranks = ranking.set_index("authority")["rank"]
    rank = ranks.get(place["authority"])
    mine = shared[shared["partner"] == place["name"]]
    return [
        say.place_answer(
            place, row, year, status, None if rank is None or pd.isna(rank) else int(rank), len(ranks.dropna())
        ),
        say.joining_answer(place["name"], mine, illustrative),
        _owed(place, own, owed),
    ]


def _owed(place: pd.Series, own: pd.DataFrame, owed: pd.DataFrame) -> str:
    recommendations = own[own["item"].str.startswith("R")]
    led = recommendations["role"] == "lead"
    late = recommendations.loc[recommendations["state"] == "overdue", "title"].to_list()
    visits = owed[(owed["obligation"] == "visit") & (owed["authority"] == place["authority"])]
    met, still_open = (int((visits["state"] == state).sum()) for state in ("met", "open"))
    return say.owed_answer(place["name"], int(led.sum()), int((~led).sum()), late, still_open, met)


def pack_headlines(
    place: pd.Series, money: pd.DataFrame, basis: str, year: str, status: str, own: pd.DataFrame
) -> list[dict[str, object]]:
    """Return the four headline numbers of a pack: amount, share of its tier, amount per head, recommendations with a part."""
    row, note = (
        money.set_index("basis").loc[basis],
        f"{year}, {status}, cash, {money.set_index('basis').at[basis, 'title'].lower()}",
    )
    of_both = place["tier"] == "county"
    share = row["share_of_both"] if of_both else row["share_of_tier"]
    numbers = [
        {"label": "It spent" if status == "outturn" else "It planned to spend", "value": row["amount_gbp"], "unit": "GBP", "note": note},
        {"label": "Share of both tiers" if of_both else "Share of its tier", "value": share, "unit": "rate", "note": "a unitary council is outside both tiers" if place["tier"] == "unitary" else note},
        {"label": "For each resident", "value": row["amount_per_head_gbp"], "unit": "GBP per head", "decimals": 0, "note": note},
        {"label": "Recommendations with a part", "value": int(own["item"].str.startswith("R").sum()), "note": "as lead or partner"},
    ]  # fmt: skip
    return [{**number, "value": None if pd.isna(number["value"]) else number["value"]} for number in numbers]


def pack_notices(place: pd.Series, money: pd.DataFrame, has_calls: bool, illustrative: bool) -> list[dict[str, str]]:
    """Return what a reader of a pack must know first: missing figures, missing calls, made-up inputs, outside the tiers.

    >>> money = pd.DataFrame({"amount_gbp": [1.0], "tier_gbp": [2.0]})
    >>> [n["title"] for n in pack_notices(pd.Series({"name": "Thurrock", "tier": "unitary"}), money, False, True)]
    ['Outside both tiers', 'No calls held']
    """
    found = []
    if place["tier"] == "unitary":
        text = f"{place['name']} is a unitary council: it does the work of both tiers, and its figures are not compared with either."
        found.append({"title": "Outside both tiers", "text": text, "level": "information"})
    elif money["tier_gbp"].isna().any():
        text = "A council of the tier has no figures, so the tier's total, and every share of it, is not available."
        found.append({"title": "Incomplete", "text": text, "level": "warning"})
    if money["amount_gbp"].isna().any():
        text = f"{place['name']} has no figures on some bases."
        found.append({"title": "Missing figures", "text": text, "level": "warning"})
    if not has_calls:
        text = f"No calls of {place['name']} are held, so what a shared contact centre would bring it cannot be worked out."
        found.append({"title": "No calls held", "text": text, "level": "information"})
    elif illustrative:
        text = "The calls are illustrative: they show how the comparison works, and say nothing about any council."
        found.append({"title": "Illustrative calls", "text": text, "level": "warning"})
    return found
