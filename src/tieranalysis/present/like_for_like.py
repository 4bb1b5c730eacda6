"""What keeps tiers and years from being like for like: what each tier's figure holds, and from when it no longer covers the same."""

from tieranalysis.registers import breaks

TIERS = (
    "Districts’ figures include housing benefit and parish precepts on some bases, the county’s include schools on others. "
    "Read the basis before the number."
)


def like_for_like_notices(first_year: str, last_year: str, tiers: bool = True) -> list[dict[str, str]]:
    """Return the notice of what is not like for like: between the `tiers`, in the first of the years, and between the years.

    None where nothing of it applies: one council alone, in a year in which no duty moved.

    >>> like_for_like_notices("2013-14", "2013-14", tiers=False)[0]["text"][:94]
    'From 2013-14 figures do not cover the same as before: council tax benefit ended; council tax s'
    >>> like_for_like_notices("2016-17", "2016-17")[0]["text"] == TIERS, like_for_like_notices("2016-17", "2016-17", False)
    (True, [])
    """
    within = breaks(first_year, last_year)
    years = [_from(str(year), list(rows["what"])) for year, rows in within.groupby("first_year")]
    said = ([TIERS] if tiers else []) + years
    return [{"title": "Not like for like", "text": " ".join(said), "level": "information"}] if said else []


def _from(year: str, what: list[str]) -> str:
    """Say from which year figures cover something else, and why; each reason in the words of the register of breaks."""
    reasons = "; ".join(f"{one[0].lower()}{one[1:]}" for one in what)
    return f"From {year} figures do not cover the same as before: {reasons}."
