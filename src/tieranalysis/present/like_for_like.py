"""What keeps tiers and years from being like for like: what each tier's figure holds, and from when it no longer covers the same."""

import pandas as pd

from tieranalysis.registers import breaks

TIERS = (
    "Districts’ figures include housing benefit and parish precepts on some bases, the county’s include schools on others. "
    "Read the basis before the number."
)

OTHER_SERIES = ("core_spending_power_2015",)  # breaks that begin another series, and leave spending as it was


def reasons(first_year: str, last_year: str) -> pd.DataFrame:
    """Return the breaks of spending between two financial years, as `breaks`, each reason as it stands within a sentence.

    >>> reasons("2013-14", "2017-18")["what"].iloc[0][:31], len(reasons("2015-16", "2015-16"))
    ('council tax benefit ended; coun', 0)
    """
    known = breaks(first_year, last_year)
    kept = known[~known["break_id"].isin(OTHER_SERIES)]
    return kept.assign(what=kept["what"].str[:1].str.lower() + kept["what"].str[1:])


def like_for_like_notices(first_year: str, last_year: str, tiers: bool = True) -> list[dict[str, str]]:
    """Return the notice of what is not like for like: between the `tiers`, in the first of the years, and between the years.

    None where nothing of it applies: one council alone, in a year in which no duty moved.

    >>> like_for_like_notices("2013-14", "2013-14", tiers=False)[0]["text"][:94]
    'From 2013-14 figures do not cover the same as before: council tax benefit ended; council tax s'
    >>> like_for_like_notices("2016-17", "2016-17")[0]["text"] == TIERS, like_for_like_notices("2016-17", "2016-17", False)
    (True, [])
    """
    changed = reasons(first_year, last_year).groupby("first_year")["what"].agg("; ".join)
    years = [f"From {year} figures do not cover the same as before: {why}." for year, why in changed.items()]
    said = ([TIERS] if tiers else []) + years
    return [{"title": "Not like for like", "text": " ".join(said), "level": "information"}] if said else []
