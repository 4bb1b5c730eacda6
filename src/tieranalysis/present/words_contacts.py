"""Headline, subtitle and description of each figure of the contact-centre report, made from the figure's own data."""

import pandas as pd

from tieranalysis.present.answers_budgets import in_words
from tieranalysis.present.answers_contacts import CONTROL_WORDS
from tieranalysis.present.numbers import spoken

Words = dict[str, str]
NO_COALITION = "No coalition saves anything on these inputs"
DAYS = {
    "Mon": "Monday",
    "Tue": "Tuesday",
    "Wed": "Wednesday",
    "Thu": "Thursday",
    "Fri": "Friday",
    "Sat": "Saturday",
    "Sun": "Sunday",
}


def demand_words(cells: pd.DataFrame) -> Words:
    """Describe when people call (`demand_cells`).

    >>> cells = pd.DataFrame({"time": ["09:00", "10:30"], "weekday": ["Mon", "Mon"], "offered": [221.0, 382.0]})
    >>> demand_words(cells)["headline"]
    'Most people call on Monday at 10:30: 382 in the half hour'
    """
    top, least = cells.loc[cells["offered"].idxmax()], cells.loc[cells["offered"].idxmin()]
    day, time = DAYS[top["weekday"]], top["time"]
    return {
        "headline": f"Most people call on {day} at {time}: {top['offered']:,.0f} in the half hour",
        "subtitle": "Calls offered by half hour and weekday, all partners together, mean of the weeks recorded, calls",
        "alt": (
            f"A grid of weekdays and half hours, darker where more people call. The most is {top['offered']:,.0f} on {day} at {time}, "
            f"the least {least['offered']:,.0f} on {DAYS[least['weekday']]} at {least['time']}."
        ),
    }


def need_words(lines: pd.DataFrame) -> Words:
    """Describe agents apart and together through the busiest day (`busiest_day`).

    >>> lines = pd.DataFrame({"time": ["10:30", "10:30"], "arrangement": ["Apart", "Together"], "agents": [93.0, 62.0], "weekday": "Mon"})
    >>> need_words(lines)["headline"]
    'At 10:30 on Monday 93 agents apart would be 62 together'
    """
    times, agents, how = (lines[name].to_numpy() for name in ("time", "agents", "arrangement"))
    alone, joint = (
        {t: n for t, n, h in zip(times, agents, how, strict=True) if h == one} for one in ("Apart", "Together")
    )
    apart = max(alone.values())
    peak = min(time for time, many in alone.items() if many == apart)
    together = joint[peak]
    day = DAYS[lines["weekday"].iloc[0]]
    return {
        "headline": f"At {peak} on {day} {apart:,.0f} agents apart would be {together:,.0f} together",
        "subtitle": f"Whole agents on duty by half hour, typical {day}, agents",
        "alt": (
            f"Two lines through the day. Apart runs from {min(alone.values()):,.0f} to {apart:,.0f} agents, "
            f"together from {min(joint.values()):,.0f} to {max(joint.values()):,.0f}."
        ),
    }


def uplift_words(lines: pd.DataFrame, break_even: float) -> Words:
    """Describe what longer calls do to the saving (`uplift_lines`).

    >>> lines = pd.DataFrame({"uplift": [0.0, 0.2], "longer": ["0%", "20%"], "agents": "Fractions of an agent", "saving_rate": [0.2, 0.05]})
    >>> uplift_words(lines, 0.34)["headline"]
    'Calls that take 34% longer undo the saving'
    """
    ends = lines[lines["agents"] == "Fractions of an agent"].sort_values("uplift")
    first, last = ends.iloc[0], ends.iloc[-1]
    undone = 0 < break_even < float("inf")
    return {
        "headline": f"Calls that take {break_even:.0%} longer undo the saving"
        if undone
        else "No length of call makes or undoes a saving here",
        "subtitle": "Saving in agent hours of a typical week by how much longer a pooled call takes, share of hours apart",
        "alt": (
            f"Falling lines. In fractions of an agent the saving is {spoken(first['saving_rate'], 'rate', 0)} when calls take "
            f"{first['longer']} longer and {spoken(last['saving_rate'], 'rate', 0)} when they take {last['longer']} longer."
        ),
    }


def hours_said(grid: pd.DataFrame) -> pd.DataFrame:
    """Add to the grid of a panel what becomes of agent hours in each case, in a column hours_said: fewer, more or as many.

    >>> hours_said(pd.DataFrame({"saving_rate": [0.24, -0.04, -0.001, None]}))["hours_said"].tolist()
    ['24% of agent hours are saved', '4% more agent hours are needed', 'nothing is saved', 'no saving is known']
    """
    return grid.assign(hours_said=[_hours(rate) for rate in grid["saving_rate"]])


def _hours(rate: float) -> str:
    if pd.isna(rate):
        return "no saving is known"
    if round(rate, 2) == 0:
        return "nothing is saved"
    words = "of agent hours are saved" if rate > 0 else "more agent hours are needed"
    return f"{spoken(abs(rate), 'rate', 0)} {words}"


def gain_words(table: pd.DataFrame, method: str = "Shapley", prices: str = "") -> Words:
    """Describe what each partner gains under one rule: columns partner, saving and, where some stay out, joins (yes or no).

    `prices` says of which year the pounds are, such as "2007-08 prices".

    >>> gain_words(pd.DataFrame({"partner": ["Essex", "Harlow"], "saving": [70_850.0, 1_900.0]}))["headline"]
    'Essex gains most and Harlow least'
    >>> gain_words(pd.DataFrame({"partner": ["Essex", "Harlow", "Colchester"], "saving": [9_000.0, -10.0, -700.0]}))["headline"]
    'Only Essex gains; Colchester loses most'
    >>> gain_words(pd.DataFrame({"partner": ["Essex", "Harlow", "Colchester"], "saving": [9_000.0, 10.0, -700.0]}))["headline"]
    'Essex gains most; only Colchester loses'
    """
    inside = table[table["joins"]] if "joins" in table else table
    ordered, out = inside.sort_values("saving", ascending=False), table.drop(index=inside.index)
    said = "; ".join(f"{row.partner} {spoken(row.saving, 'GBP')}" for row in ordered.itertuples(index=False))
    return {
        "headline": _gains(ordered["partner"].tolist(), ordered["saving"].round()),
        "subtitle": f"What each partner saves a year against its cost alone, {method} shares, £{_priced(prices)}",
        "alt": f"A bar for each partner. {said}.{''.join(f' {name} stays out.' for name in out['partner'])}",
    }


def _gains(names: list[str], saving: pd.Series) -> str:
    """Say who gains and who loses, of partners from the largest saving to the smallest [GBP]."""
    gainers, losers = int((saving > 0).sum()), int((saving < 0).sum())
    if not gainers:
        return "No partner gains on these inputs"
    if (saving == saving.iloc[0]).all():
        return "All partners gain alike"
    if not losers:
        return f"{names[0]} gains most and {names[-1]} least"
    first = f"Only {names[0]} gains" if gainers == 1 else f"{names[0]} gains most"
    return f"{first}; {f'only {names[-1]} loses' if losers == 1 else f'{names[-1]} loses most'}"


def _priced(prices: str) -> str:
    return f", {prices}" if prices else ""


def longer_words(lines: pd.DataFrame) -> Words:
    """Describe one case of what longer calls do (`longer_to_try`), which says itself where the saving is gone."""
    return uplift_words(lines.assign(uplift=lines["longer_rate"]), float(lines["break_even_rate"].iloc[0]))


def coalition_words(best: pd.DataFrame, prices: str = "") -> Words:
    """Describe the best coalition of each size (`best_by_size`), in pounds of some `prices`.

    >>> best = pd.DataFrame({"size": [2, 3], "coalition": ["A + B", "A + B + C"], "kept_rate": [0.6, 1.0], "saving": [6.0, 10.0]})
    >>> coalition_words(best)["headline"]
    'The best two partners keep 60% of what all three save'
    >>> coalition_words(best.assign(saving=[12.0, 10.0]))["headline"]
    'The best two partners save more than all three'
    """
    several = best[best["size"] > 1]
    said = "; ".join(f"{row.coalition}: {spoken(row.saving, 'GBP')}" for row in several.itertuples(index=False))
    return {
        "headline": _best(several.set_index("size")) if len(several) else NO_COALITION,
        "subtitle": f"Which partners make the best coalition of each size, and what it saves a year, £{_priced(prices)}",
        "alt": f"A row for each size, with a filled dot for each partner that is in. {said or 'There is one partner only'}.",
    }


def _best(several: pd.DataFrame) -> str:
    """Say which of the best coalitions of two partners or more (by size) saves more than all, or what the best two keep."""
    saving = several["saving"].round(2)
    size, whole = int(saving.idxmax()), int(saving.index.max())
    if saving.max() <= 0:
        return NO_COALITION
    if saving[size] > saving[whole]:
        return f"The best {in_words(size)} partners save more than all {in_words(whole)}"
    return f"The best two partners keep {several['kept_rate'].iloc[0]:.0%} of what all {in_words(whole)} save"


def range_words(ranges: pd.DataFrame) -> Words:
    """Describe how far each assumption moves the saving (`saving_ranges`), whatever their order.

    >>> ranges = pd.DataFrame({"assumption": ["uplift"], "low": [0.05], "base": [0.1], "high": [0.2]})
    >>> range_words(ranges)["headline"]
    'How much longer a pooled call takes moves the saving most: 5% to 20%'
    """
    top = ranges.loc[(ranges["high"] - ranges["low"]).idxmax()]
    words = CONTROL_WORDS.get(top["assumption"], top["assumption"])
    said = "; ".join(
        f"{CONTROL_WORDS.get(r.assumption, r.assumption)}: {spoken(r.low, 'rate', 0)} to {spoken(r.high, 'rate', 0)}"
        for r in ranges.itertuples(index=False)
    )
    return {
        "headline": f"{words[0].upper()}{words[1:]} moves the saving most: {spoken(top['low'], 'rate', 0)} to {spoken(top['high'], 'rate', 0)}",
        "subtitle": "Saving in agent hours of a typical week, each assumption over its range and the others at base, share of hours apart",
        "alt": f"A bar for each assumption. {said}.",
    }
