"""The agreements report's main points, headline numbers and notices, from its tables."""

from collections.abc import Sequence

import pandas as pd

from tieranalysis.present import answers_agreements as say
from tieranalysis.present.dates import long_date
from tieranalysis.registers import authorities


def agreements_points(
    progress: pd.DataFrame,
    leads: pd.Series,
    owed: pd.DataFrame,
    targets: pd.DataFrame,
    on: str,
    silent_after_days: int,
    duties: Sequence[str] | None = None,
) -> list[str]:
    """Return the main points: progress, what is overdue, each recurring duty, and the savings targets.

    `progress` holds the recommendations on the day, `leads` a name by item, `owed` a row a duty and period, from
    `coverage`, `targets` the savings targets asked for; `duties` names those to speak of, in order, where not those owed.
    """
    states = states_of(progress)
    overdue = progress[progress["state"] == "overdue"].assign(lead=lambda table: table["item"].map(leads))
    answer = f"{say.agreements_answer(states, on, silent_after_days)} {say.rest_answer(states)}".rstrip()
    late = say.overdue_answer(overdue[["title", "lead", "days_overdue"]].to_dict("records"))
    spoken_of = owed["what"].drop_duplicates() if duties is None else duties
    kept = [_duty(str(what), owed[owed["what"] == what], on) for what in spoken_of]
    names = list(dict.fromkeys(targets["name"]))
    return [answer, late, *kept, say.targets_answer(len(targets), int(targets["target_gbp"].notna().sum()), names)]


def points_to_try(
    stands: pd.DataFrame, leads: pd.Series, owed: pd.DataFrame, targets: pd.DataFrame, silent_after_days: int
) -> pd.DataFrame:
    """Return the main points on each day, a column each: on, point_1, point_2 and so on; as many on each day.

    `stands` comes from `progress_to_try`, of recommendations alone, and `owed` from `coverage_to_try`; the rest as
    `agreements_points`.
    """
    duties = list(owed["what"].drop_duplicates())
    found = {
        str(day): agreements_points(
            rows, leads, owed[owed["on"] == day], targets, str(day), silent_after_days, duties=duties
        )
        for day, rows in stands.groupby("on", sort=False)
    }
    names = [f"point_{place}" for place in range(1, len(duties) + 4)]
    return pd.DataFrame([{"on": day} | dict(zip(names, said, strict=True)) for day, said in found.items()])


def points_followed(points: pd.DataFrame) -> list[str]:
    """Name the sentences of `points_to_try` as main points that follow its panel.

    >>> points_followed(pd.DataFrame(columns=["on", "point_1", "point_2"]))
    ['{point_1}', '{point_2}']
    """
    return [f"{{{name}}}" for name in points if name != "on"]


def _duty(what: str, rows: pd.DataFrame, on: str) -> str:
    if rows.empty:
        return f"{what}: it is owed only if councils agree to it, and by {long_date(on)} nothing says that they did."
    met, missed, still_open = (int((rows["state"] == state).sum()) for state in ("met", "missed", "open"))
    passed_over = rows.loc[rows["state"] == "missed", "authority"].dropna().drop_duplicates()
    names = authorities().set_index("authority")["name"].reindex(passed_over)
    return say.duty_answer(what, met, missed, still_open, names.to_list())


def states_of(progress: pd.DataFrame) -> dict[str, int]:
    """Count states, with every state there and all items as items_count.

    >>> states_of(pd.DataFrame({"state": ["done", "silent"]}))["silent"]
    1
    """
    counts = progress["state"].value_counts()
    states = ("done", "under way", "due", "overdue", "not started", "dropped", "silent")
    return {state: int(counts.get(state, 0)) for state in states} | {"items_count": len(progress)}


def agreements_headlines(count: int) -> list[dict[str, object]]:
    """Return the four headline numbers of so many recommendations: done, under way, overdue, silent; they follow the day.

    >>> agreements_headlines(37)[0]
    {'label': 'Done', 'value': '{done}', 'note': 'of 37, on {on}'}
    """
    shown = {"done": "Done", "under_way": "Under way", "overdue": "Overdue", "silent": "Silent"}
    return [
        {"label": label, "value": f"{{{state}}}", "note": f"of {count}, on {{on}}"} for state, label in shown.items()
    ]


def state_words(rows: pd.DataFrame) -> dict[str, str]:
    """Headline, subtitle and description of the states of one day (`states_by_day`).

    >>> rows = pd.DataFrame({"on": "2008-12-01", "state": ["done", "silent"], "items_count": [3, 34]})
    >>> state_words(rows)["headline"]
    'On 1 December 2008, 34 of 37 recommendations were silent: nothing was logged of them'
    """
    day, whole, top = (
        long_date(rows["on"].iloc[0]),
        int(rows["items_count"].sum()),
        rows.loc[rows["items_count"].idxmax()],
    )
    why = ": nothing was logged of them" if top["state"] == "silent" else ""
    said = "; ".join(f"{row.state} {row.items_count}" for row in rows.itertuples(index=False))
    return {
        "headline": f"On {day}, {top['items_count']} of {whole} recommendations were {top['state']}{why}",
        "subtitle": f"Recommendations by state on {day}, number",
        "alt": f"A bar for each state. {said}.",
    }


def agreements_notices(
    caveats: Sequence[str], log_rows: int, illustrative: bool, initiatives: pd.DataFrame, on: str
) -> list[dict[str, str]]:
    """Return what a reader must know first: the documents' own slant, hearsay, an empty log, made-up scores.

    `log_rows` is how many changes of recommendations the log held on the day `on`.

    >>> agreements_notices([], 0, False, pd.DataFrame({"title": [], "evidence": []}), "2008-12-01")[0]["text"][:80]
    'By 1 December 2008 no change of status of any recommendation had been logged. Th'
    """
    found = [{"title": "Whose view this is", "text": text, "level": "information"} for text in caveats]
    if not log_rows:
        text = f"By {long_date(on)} no change of status of any recommendation had been logged. That says nothing of what was done, only of what was written down."
        found.append({"title": "Nothing logged", "text": text, "level": "warning"})
    if illustrative:
        text = "The scores of the viability screen are made up, to show how it works. They say nothing about any initiative."
        found.append({"title": "Illustrative", "text": text, "level": "warning"})
    doubtful = initiatives[initiatives["evidence"].isin(["said to", "perceived"])]
    if len(doubtful):
        names = say.listed(
            [f"“{title}” ({ground})" for title, ground in zip(doubtful["title"], doubtful["evidence"], strict=True)]
        )
        text = f"The document gives hearsay or opinion for {names}. No status is taken from it."
        found.append({"title": "Hearsay and opinion", "text": text, "level": "information"})
    return found


def programme_points(divided: pd.DataFrame, total_gbp: float, period: str) -> list[str]:
    """Return the sentence on how a programme divides; `divided` has authority, amount_gbp [GBP] and formula.

    >>> divided = pd.DataFrame({"authority": ["Basildon", "Maldon"], "amount_gbp": [7e6, 3e6], "formula": "100% by population"})
    >>> programme_points(divided, 10e6, "five years")[0][:52]
    '£10.0m over five years, divided 100% by population, '
    """
    ranked = divided.sort_values("amount_gbp", ascending=False)
    ends = [(str(row.authority), float(row.amount_gbp)) for row in ranked.iloc[[0, -1]].itertuples()]
    return [say.programme_answer(total_gbp, period, str(divided["formula"].iloc[0]), ends[0], ends[1])]


def programme_words(divided: pd.DataFrame, divide_by: str, place: str, period: str) -> dict[str, str]:
    """Headline, subtitle and description of how a programme divides; `divided` as for `programme_points`, largest first.

    >>> divided = pd.DataFrame({"authority": ["Basildon", "Maldon"], "amount_gbp": [7e6, 3e6]})
    >>> programme_words(divided, "population", "Essex", "five years")["headline"]
    'Basildon would have the largest share of the programme, divided by population'
    """
    first, by = divided["authority"].iloc[0], divide_by.replace("_", " ")
    return {
        "headline": f"{first} would have the largest share of the programme, divided by {by}",
        "subtitle": f"{place}, whole programme over {period}, £, prices not stated",
        "alt": f"Bars, one a district, of the programme divided by {by}; {first} has the largest share.",
    }


def point_notes(illustrative: bool) -> list[str]:
    """Say what one point is in the assumptions of this report, and which effects rest on made-up scores.

    >>> point_notes(True)[1:], len(point_notes(False))
    (['The scores of the screen are made up: what a weight moves is illustrative.'], 1)
    """
    point = "One point is a day of a limit in days, a percentage point of a weight (the others make room in proportion), and one per cent of anything else, or £1 where it is nought."
    return [point] + ["The scores of the screen are made up: what a weight moves is illustrative."] * illustrative
