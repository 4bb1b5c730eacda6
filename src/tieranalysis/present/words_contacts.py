"""Headline, subtitle and description of each figure of the contact-centre report, made from the figure's own data."""

import pandas as pd

from tieranalysis.present.answers_contacts import CONTROL_WORDS
from tieranalysis.present.numbers import spoken

Words = dict[str, str]
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
    wide = lines.pivot(index="time", columns="arrangement", values="agents")
    peak = wide["Apart"].idxmax()
    apart, together = wide.loc[peak, ["Apart", "Together"]]
    day = DAYS[lines["weekday"].iloc[0]]
    return {
        "headline": f"At {peak} on {day} {apart:,.0f} agents apart would be {together:,.0f} together",
        "subtitle": f"Whole agents on duty by half hour, typical {day}, agents",
        "alt": (
            f"Two lines through the day. Apart runs from {wide['Apart'].min():,.0f} to {apart:,.0f} agents, "
            f"together from {wide['Together'].min():,.0f} to {wide['Together'].max():,.0f}."
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


def gain_words(table: pd.DataFrame, method: str = "Shapley") -> Words:
    """Describe what each partner gains under one rule: columns partner, saving and, where some stay out, joins (yes or no).

    >>> gain_words(pd.DataFrame({"partner": ["Essex", "Harlow"], "saving": [70_850.0, 1_900.0]}))["headline"]
    'Essex gains most and Harlow least'
    """
    inside = table[table["joins"]] if "joins" in table else table
    ordered, out = inside.sort_values("saving", ascending=False), table.drop(index=inside.index)
    said = "; ".join(f"{row.partner} {spoken(row.saving, 'GBP')}" for row in ordered.itertuples(index=False))
    first, last = ordered.iloc[0], ordered.iloc[-1]
    same = len(ordered) == 1 or first["saving"] == last["saving"]
    headline = "All partners gain alike" if same else f"{first['partner']} gains most and {last['partner']} least"
    return {
        "headline": headline if first["saving"] > 0 else "No partner gains on these inputs",
        "subtitle": f"What each partner saves a year against its cost alone, {method} shares, £",
        "alt": f"A bar for each partner. {said}.{''.join(f' {name} stays out.' for name in out['partner'])}",
    }


def longer_words(lines: pd.DataFrame) -> Words:
    """Describe one case of what longer calls do (`longer_to_try`), which says itself where the saving is gone."""
    return uplift_words(lines.assign(uplift=lines["longer_rate"]), float(lines["break_even_rate"].iloc[0]))


def coalition_words(best: pd.DataFrame) -> Words:
    """Describe the best coalition of each size (`best_by_size`).

    >>> best = pd.DataFrame({"size": [2, 3], "coalition": ["A + B", "A + B + C"], "kept_rate": [0.6, 1.0], "saving": [6.0, 10.0]})
    >>> coalition_words(best)["headline"]
    'The best two partners keep 60% of what all three save'
    """
    several = best[best["size"] > 1]
    said = "; ".join(f"{row.coalition}: {spoken(row.saving, 'GBP')}" for row in several.itertuples(index=False))
    worth = several.empty or pd.isna(several["kept_rate"].iloc[0]) or best["saving"].iloc[-1] <= 0
    names = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
    size = int(best["size"].max())
    kept = (
        ""
        if worth
        else f"The best two partners keep {several['kept_rate'].iloc[0]:.0%} of what all {names.get(size, size)} save"
    )
    return {
        "headline": kept or "No coalition saves anything on these inputs",
        "subtitle": "Which partners make the best coalition of each size, and what it saves a year, £",
        "alt": f"A row for each size, with a filled dot for each partner that is in. {said or 'There is one partner only'}.",
    }


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
