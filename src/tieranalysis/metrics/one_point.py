"""One point more of an assumption: the step by which every report says what an assumption does to its answer."""

NOTHING = "nothing on this page"


def one_point_more(value: float, unit: str) -> float:
    """Return a value with one point more, in its own unit.

    One point is a percentage point of a rate, share or ratio (a share never rises above one), a year of a delay, a day of a
    limit in days, and one per cent of anything else, or one of its unit where the value is nought.

    >>> one_point_more(0.05, "rate a year"), one_point_more(120.0, "seconds"), one_point_more(0.0, "GBP a place a year")
    (0.060000000000000005, 121.2, 1.0)
    """
    if unit.startswith("share") and value <= 1:
        return min(value + 0.01, 1.0)
    if any(word in unit for word in ("rate", "share", "ratio")):
        return value + 0.01
    return value + (1.0 if unit in ("years", "days") or value == 0 else 0.01 * value)


def one_point_more_of(name: str, value: float, unit: str) -> float:
    """Return the value of a named assumption of a queue with one point more.

    A target level keeps what it has where one point more would be every call, which no number of agents answers in time.

    >>> one_point_more_of("target_level", 0.99, "share"), one_point_more_of("pooled_share", 0.99, "share")
    (0.99, 1.0)
    """
    more = one_point_more(value, unit)
    return value if name == "target_level" and more >= 1 else more
