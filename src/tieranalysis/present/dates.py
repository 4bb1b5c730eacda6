"""How a date is written."""

import re
from datetime import date


def long_date(day: date | str | None) -> str:
    """Write a date as people do; text that is not a whole date is left as it is.

    >>> long_date(date(2026, 11, 1)), long_date("2026-11-20"), long_date("2025-26"), long_date(None)
    ('1 November 2026', '20 November 2026', '2025-26', '')
    >>> long_date("2026-11-20T13:45:10")
    '20 November 2026, 13:45:10'
    """
    if isinstance(day, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d)?", day):
        return f"{_written(day[:10])}, {day[11:]}"
    if isinstance(day, str) and re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", day):
        return _written(day)
    return day if isinstance(day, str) else f"{day.day} {day:%B %Y}" if day else ""


def month_year(month: str) -> str:
    """Write a month as people do; other text is left as it is.

    >>> month_year("2003-12"), month_year("2008-2009")
    ('December 2003', '2008-2009')
    """
    known = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", month)
    return f"{date(int(known[1]), int(known[2]), 1):%B %Y}" if known else month


def dated(words: str) -> str:
    """Write every whole date in some words as people do.

    >>> dated("was due by 2008-11-30 and is not logged as done"), dated("2007-08")
    ('was due by 30 November 2008 and is not logged as done', '2007-08')
    """
    return re.sub(r"\b\d{4}-\d{2}-\d{2}\b", lambda found: long_date(found[0]), words)


def _written(day: str) -> str:
    try:
        return long_date(date.fromisoformat(day))
    except ValueError:
        return day
