"""What the agreements report says in words: each sentence is a function of numbers, so that it cannot drift from them."""

from collections.abc import Mapping, Sequence

from tieranalysis.present.answers_budgets import in_words
from tieranalysis.present.dates import long_date
from tieranalysis.present.numbers import spoken


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun.

    >>> counted(1, "recommendation"), counted(12, "district"), counted(0, "county", "counties")
    ('one recommendation', 'twelve districts', 'no counties')
    """
    return f"{in_words(number)} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str], most: int = 4) -> str:
    """Write words as a list; beyond `most` the rest are counted.

    >>> listed(["Harlow"]), listed(["Harlow", "Maldon"]), listed(["A", "B", "C", "D"], 2)
    ('Harlow', 'Harlow and Maldon', 'A, B and two others')
    """
    shown, more = list(words[:most]), len(words) - most
    if more > 0:
        shown.append(counted(more, "other"))
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def agreements_answer(states: Mapping[str, int], on: str, silent_after_days: int, held: bool = True) -> str:
    """State how many recommendations are done, under way, overdue and silent: one sentence a councillor could repeat.

    >>> agreements_answer({"done": 3, "under way": 10, "overdue": 1, "silent": 23, "items_count": 37}, "2008-11-30", 365)
    'Of 37 recommendations, three are done, ten under way, one is overdue and 23 were silent in the 365 days to 30 November 2008.'
    >>> agreements_answer({"done": 0, "under way": 0, "overdue": 1, "silent": 36, "items_count": 37}, "2008-12-01", 365)
    'Of 37 recommendations, none is done, none under way, one is overdue and 36 were silent in the 365 days to 1 December 2008.'
    """
    whole = states["items_count"]
    if not held:
        return "What was agreed, and what has become of it, cannot be told: no register of agreements of the county is held."
    if not whole:
        return f"The register held no recommendations on {long_date(on)}."
    parts = [
        f"{_be(states['done'])} done",
        f"{_none(states['under way'])} under way",
        f"{_be(states['overdue'])} overdue",
    ]
    silent = states["silent"]
    return (
        f"Of {counted(whole, 'recommendation')}, {', '.join(parts)} and {_none(silent)} {'was' if silent in (0, 1) else 'were'} silent "
        f"in the {silent_after_days} days to {long_date(on)}."
    )


def _none(number: int) -> str:
    return in_words(number) if number else "none"


def _be(number: int) -> str:
    return f"{_none(number)} {'is' if number in (0, 1) else 'are'}"


def rest_answer(states: Mapping[str, int]) -> str:
    """Say what of the recommendations the first sentence leaves out, nothing where it leaves none out.

    >>> rest_answer({"due": 1, "not started": 2, "dropped": 0})
    'Of the others, one falls due soon, two are logged as not started and none has been dropped.'
    >>> rest_answer({"due": 0, "not started": 0, "dropped": 0})
    ''
    """
    due, waiting, dropped = states["due"], states["not started"], states["dropped"]
    if not due + waiting + dropped:
        return ""
    return (
        f"Of the others, {_none(due)} {'falls' if due in (0, 1) else 'fall'} due soon, {_be(waiting)} logged as not started "
        f"and {_none(dropped)} {'has' if dropped in (0, 1) else 'have'} been dropped."
    )


def overdue_answer(overdue: Sequence[Mapping[str, object]]) -> str:
    """Name what is longest overdue: each with title, lead and days_overdue [days].

    >>> overdue_answer([{"title": "Such committees elsewhere", "lead": "Essex", "days_overdue": 31}])
    'Longest overdue is “Such committees elsewhere”, led by Essex: 31 days.'
    >>> overdue_answer([])
    'Nothing that has a day by which it must be done is overdue; most recommendations have none.'
    """
    if not overdue:
        return "Nothing that has a day by which it must be done is overdue; most recommendations have none."
    worst = max(overdue, key=lambda row: int(row["days_overdue"]))  # type: ignore[call-overload]
    days = int(worst["days_overdue"])  # type: ignore[call-overload]
    return f"Longest overdue is “{worst['title']}”, led by {worst['lead']}: {days:,} {'day' if days == 1 else 'days'}."


def duty_answer(what: str, met: int, missed: int, still_open: int, passed_over: Sequence[str] = ()) -> str:
    """Say how a recurring duty has been kept, and who was passed over.

    >>> duty_answer("Visit by leader and chief executive", 10, 2, 12, ["Harlow", "Maldon"])
    'Visit by leader and chief executive: ten of the twelve owed so far are logged as kept, and none is logged for Harlow and Maldon; twelve more are open.'
    >>> duty_answer("Newsletter", 0, 0, 1)
    'Newsletter: none has fallen due yet; one is open.'
    """
    closed = met + missed
    tail = f"; {in_words(still_open)} more {'is' if still_open == 1 else 'are'} open" if still_open else ""
    if not closed:
        return f"{what}: none has fallen due yet" + tail.replace(" more", "") + "."
    names = f", and none is logged for {listed(passed_over)}" if passed_over else ""
    return f"{what}: {_none(met)} of the {in_words(closed)} owed so far {'is' if met in (0, 1) else 'are'} logged as kept{names}{tail}."


def targets_answer(asked: int, set_count: int, names: Sequence[str]) -> str:
    """Say whether the savings targets that recommendation 31 asks for exist.

    >>> targets_answer(9, 0, ["the online partnership", "property"])
    'No target is set for any of the nine cells that Recommendation 31 asks for (the online partnership and property): whether these initiatives deliver cannot be told.'
    >>> targets_answer(9, 3, ["property"])
    'Three of the nine targets that Recommendation 31 asks for are set; the rest are not nought but unknown.'
    """
    if not asked:
        return "The register asks for no savings targets."
    if not set_count:
        return (
            f"No target is set for any of the {in_words(asked)} cells that Recommendation 31 asks for ({listed(names)}): "
            "whether these initiatives deliver cannot be told."
        )
    if set_count == asked:
        return f"All {in_words(asked)} targets that Recommendation 31 asks for are set."
    return (
        f"{in_words(set_count).capitalize()} of the {in_words(asked)} targets that Recommendation 31 asks for "
        f"{'is' if set_count == 1 else 'are'} set; the rest are not nought but unknown."
    )


def programme_answer(
    total_gbp: float, period: str, formula: str, most: tuple[str, float], least: tuple[str, float]
) -> str:
    """Say how a programme divides; the amount is for the whole of it, never for a year.

    >>> programme_answer(100e6, "five years", "100% by population", ("Basildon", 12.4e6), ("Maldon", 4.5e6))
    '£100m over five years, divided 100% by population, gives Basildon £12.4m and Maldon £4.5m over the whole programme, the most and the least; what falls in a year is not stated.'
    """
    return (
        f"{spoken(total_gbp, 'GBP')} over {period}, divided {formula}, gives {most[0]} {spoken(most[1], 'GBP')} and {least[0]} "
        f"{spoken(least[1], 'GBP')} over the whole programme, the most and the least; what falls in a year is not stated."
    )
