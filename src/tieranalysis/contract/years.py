"""Financial years as they are written everywhere in this package: "2008-09" runs from 1 April 2008."""

import re

from tieranalysis.contract.errors import TierAnalysisError

WRITTEN = re.compile(r"((?:19|20)\d{2})-(\d{2})")


class YearError(TierAnalysisError):
    """A financial year that is not one."""


def year_start(year: str) -> int:
    """Return the calendar year in which a financial year begins.

    Raises YearError where the two halves are not consecutive, or the form is another.

    >>> year_start("2008-09"), year_start("1999-00")
    (2008, 1999)
    >>> year_start("2008-10")
    Traceback (most recent call last):
    ...
    tieranalysis.contract.years.YearError: '2008-10' is not a financial year. Write one as 2008-09.
    """
    found = WRITTEN.fullmatch(str(year))
    if not found or int(found[2]) != (int(found[1]) + 1) % 100:
        example = year_name(int(found[1])) if found else "2008-09"
        raise YearError(f"{year!r} is not a financial year. Write one as {example}.")
    return int(found[1])


def is_year(text: object) -> bool:
    """Say whether a text is a financial year.

    >>> is_year("2008-09"), is_year("2008-10"), is_year("cash")
    (True, False, False)
    """
    found = WRITTEN.fullmatch(str(text))
    return bool(found) and int(found[2]) == (int(found[1]) + 1) % 100


def year_name(start: int) -> str:
    """Return the name of the financial year that begins in a calendar year.

    >>> year_name(2008), year_name(1999)
    ('2008-09', '1999-00')
    """
    return f"{start}-{(start + 1) % 100:02d}"


def year_after(year: str, later: int) -> str:
    """Return the financial year so many years later.

    >>> year_after("2008-09", 2)
    '2010-11'
    """
    return year_name(year_start(year) + later)


def years_from(first: str, count: int) -> list[str]:
    """Return consecutive financial years.

    >>> years_from("2008-09", 3)
    ['2008-09', '2009-10', '2010-11']
    """
    return [year_after(first, later) for later in range(count)]
