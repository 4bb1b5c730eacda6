"""How a date is written."""

from datetime import date


def long_date(day: date | str | None) -> str:
    """Write a date as people do; text that is not a date is left as it is.

    >>> long_date(date(2026, 11, 1)), long_date("2026-11-20"), long_date("autumn")
    ('1 November 2026', '20 November 2026', 'autumn')
    """
    if isinstance(day, str):
        try:
            day = date.fromisoformat(day)
        except ValueError:
            return day
    return f"{day.day} {day:%B %Y}" if day else ""
