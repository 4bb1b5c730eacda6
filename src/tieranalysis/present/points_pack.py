"""An authority's pack: its main points, headline numbers and notices, from its tables."""

from collections.abc import Sequence

import pandas as pd

from tieranalysis.present import answers_pack as say
from tieranalysis.present.block import Block
from tieranalysis.present.like_for_like import like_for_like_notices
from tieranalysis.registers import members

NO_REGISTER = "What {} owes and is owed cannot be told: no register of agreements of its county is held."


def pack_points(
    place: pd.Series, panels: Sequence[Block], own: pd.DataFrame, owed: pd.DataFrame, held: bool = True
) -> list[str]:
    """Return the three sentences of a pack: place in the money, what joining would bring, what is owed both ways.

    The first two are those of the three panels (or of what stands in a panel's place) and follow them; `own` comes from
    `own_agreements`, `owed` from `coverage`; `held` says whether there is a register of agreements.
    """
    money, joining, programme = (
        str(panel.record["sentence" if panel.record["kind"] == "explorer" else "said"]) for panel in panels
    )
    return [money, f"{joining} {programme}", _owed(place, own, owed) if held else NO_REGISTER.format(place["name"])]


def _owed(place: pd.Series, own: pd.DataFrame, owed: pd.DataFrame) -> str:
    recommendations = own[own["item"].str.startswith("R")]
    led = recommendations["role"] == "lead"
    late = recommendations.loc[recommendations["state"] == "overdue", "title"].to_list()
    visits = owed[(owed["obligation"] == "visit") & (owed["authority"] == place["authority"])]
    met, still_open = (int((visits["state"] == state).sum()) for state in ("met", "open"))
    return say.owed_answer(place["name"], int(led.sum()), int((~led).sum()), late, still_open, met)


def pack_headlines(place: pd.Series, year: str, status: str, joining: Block) -> list[dict[str, object]]:
    """Return the four headline numbers of a pack: amount, share of its tier, amount a head, what joining saves a year.

    The first three follow the panel of the money; the last follows `joining`, or is not available where it is no panel.
    """
    held = joining.record["kind"] == "explorer"
    deal = "{deal_said}, illustrative" if joining.record.get("illustrative") else "{deal_said}"
    outside = "a unitary council is outside both tiers"
    numbers = [
        {"label": "Amount", "value": "{amount_gbp}", "note": f"{year}, {status}, cash, {{measure}}"},
        {"label": say.share_label(place), "value": "{share_rate}", "note": outside if place["tier"] == "unitary" else "{measure}"},
        {"label": "For each resident", "value": "{each_gbp}", "note": "{rank_said}"},
        {"label": "Joining saves it a year", "value": "{saving_gbp}" if held else None, "unit": "GBP", "note": deal if held else "no calls of its own are held"},
    ]  # fmt: skip
    return numbers


def pack_notices(
    place: pd.Series, money: pd.DataFrame, has_calls: bool, year: str, has_register: bool = True
) -> list[dict[str, str]]:
    """Return what a reader of a pack must know first: missing figures, missing calls, outside the tiers, not like for like.

    >>> money = pd.DataFrame({"amount_gbp": [1.0], "tier_gbp": [2.0]})
    >>> place = pd.Series({"name": "Thurrock", "tier": "unitary", "area_name": "Essex"})
    >>> [n["title"] for n in pack_notices(place, money, False, "2016-17")]
    ['Outside both tiers', 'No calls held']
    >>> [n["title"] for n in pack_notices(place, money, True, "2010-11")]
    ['Outside both tiers', 'Not like for like']
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
    alike = like_for_like_notices(year, year, tiers=place["tier"] != "unitary")
    return [*found, *alike, *register_notices(place["area_name"], has_register)]


def register_notices(area: str, held: bool) -> list[dict[str, str]]:
    """Return what a reader must know where no register of agreements is held, and how to give one; nothing where there is one.

    >>> register_notices("Kent", False)[0]["title"]
    'No register held'
    """
    text = f"No register of agreements of {area} is held. Whoever runs the report names its folder in register, and that of the log in progress (docs/agreements.md)."
    return [] if held else [{"title": "No register held", "text": text, "level": "information"}]


def packs_of(area: str, year: str) -> dict[str, str]:
    """Return the name of each council of an area, county first, and that of the report which is its pack.

    >>> list(packs_of("essex", "2010-11").items())[:2]
    [('Essex (county council)', 'authority-E10000012'), ('Basildon', 'authority-E07000066')]
    """
    councils = members(area, year).sort_values("tier", kind="stable")
    names = councils["name"].where(councils["tier"] != "county", councils["name"] + " (county council)")
    return {name: f"authority-{code}" for name, code in zip(names, councils["authority"], strict=True)}
