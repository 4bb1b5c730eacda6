"""Between which two years a county's ratio moved most, in words (`largest_move`)."""

from collections.abc import Mapping
from typing import Any

from tieranalysis.present.answers_comparison import ordinal
from tieranalysis.present.like_for_like import reasons
from tieranalysis.present.numbers import spoken
from tieranalysis.present.ratios import times


def move_answer(move: Mapping[str, Any], name: str, title: str) -> str:
    """Say between which two years a county's ratio moved most (`largest_move`), which tier moved it, and what changed between.

    >>> move = {"from_year": "2016-17", "to_year": "2017-18", "from_ratio": 9.16, "to_ratio": 7.8, "from_rank": 12, "to_rank": 22,
    ...     "county_change": -0.0226, "districts_change": 0.1475, "districts_change_gbp": 25.1e6, "district": "Chelmsford", "district_change_gbp": 8.3e6}
    >>> move_answer(move, "Essex", "Net revenue expenditure")
    'Of the years held, Essex’s ratio on net revenue expenditure moved most from 2016-17 (9.16, 12th) to 2017-18 (7.80, 22nd): in cash the county’s amount fell by 2.3% and the districts’ together rose by 14.8%, that of Chelmsford by most (£8.3m). Nothing here says why.'
    >>> move_answer({"from_year": ""}, "Essex", "Net revenue expenditure")
    'How the ratio of Essex on net revenue expenditure moved cannot be told: fewer than two years are complete.'
    """
    if not move["from_year"]:
        return f"How the ratio of {name} on {title.lower()} moved cannot be told: fewer than two years are complete."
    ends = [
        f"{move[f'{end}_year']} ({times(move[f'{end}_ratio'])}, {ordinal(int(move[f'{end}_rank']))})"
        for end in ("from", "to")
    ]
    most = f", that of {move['district']} by most ({_change(move['district_change_gbp'])})" if move["district"] else ""
    return (
        f"Of the years held, {name}’s ratio on {title.lower()} moved most from {ends[0]} to {ends[1]}: in cash the county’s amount "
        f"{_moved(move['county_change'])} and the districts’ together {_moved(move['districts_change'])}{most}. "
        f"{_between(move['from_year'], move['to_year'])}"
    )


def _moved(share: float) -> str:
    size = f"{abs(share):.1%}"
    return "stayed as it was" if size == "0.0%" else f"{'rose' if share > 0 else 'fell'} by {size}"


def _change(amount: float) -> str:
    return spoken(abs(amount), "GBP")


def _between(first: str, last: str) -> str:
    """Name the breaks after one year and up to another; without one nothing says why."""
    known = reasons(first, last).query("first_year > @first")
    said = [f"{row.what} ({row.first_year})" for row in known.itertuples()]
    return f"Between them {'; '.join(said)}." if said else "Nothing here says why."
