"""The parts of a report that are words: its heading, main points, headline numbers, notices and what changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tieranalysis.present.block import Block, block
from tieranalysis.present.followed import owner, panels_of, spoken_parts
from tieranalysis.present.frames import exact
from tieranalysis.present.panel import PLACE, segments

MOST_HEADLINES = 4
LEVELS = ("warning", "information")


def header(
    title: str,
    authority: str,
    *,
    period: str | None = None,
    data_as_at: str | None = None,
    area: str | None = None,
    subject: str | None = None,
    summary: str | None = None,
    illustrative: bool = False,
    brief: bool = False,
) -> Block:
    """Name the report: what it is about, for whom, which period it covers and how old its data are.

    A `brief` report is set small on paper, and its panels, assumptions and limits begin on a sheet of their own.

    >>> header("Council budgets", "Essex", period="2007-08").record["title"]
    'Council budgets'
    """
    for name, value in {"title": title, "authority": authority}.items():
        if not str(value).strip():
            raise ValueError(f"header: {name} is empty; a page is named 'Title – Authority', so give both")
    values = {"period": period, "area": area, "subject": subject, "summary": summary}
    day = None if data_as_at is None else str(exact(data_as_at))
    return block(
        "header",
        title=str(title),
        authority=str(authority),
        data_as_at=day,
        illustrative=illustrative,
        brief=brief,
        **values,
    )


def main_points(points: Sequence[str], follows: Block | Sequence[Block] | None = None) -> Block:
    """State the answer, its range and the risks, as sentences that stand alone.

    A "{name}" in a sentence is that result of the panel it `follows`, or of the first of several that has it, and moves
    with it.

    >>> main_points(["The county spent 2.6 times as much as the districts together."]).record["points"]
    ['The county spent 2.6 times as much as the districts together.']
    """
    if isinstance(points, str) or not points:
        raise ValueError(
            "main_points needs a list of sentences, for example main_points(['The answer.', 'The range.'])"
        )
    panels = panels_of(follows)
    if not panels:
        return block("main_points", points=[str(point) for point in points])
    cut = [spoken_parts(point, panels) for point in points]
    return block("main_points", points=["".join(text for text, *_ in parts) for parts in cut], segments=cut)


def headlines(numbers: Sequence[Mapping[str, Any]], follows: Block | Sequence[Block] | None = None) -> Block:
    """Show at most four numbers: each a dict with label and value, and if wanted unit, low, high, decimals and note.

    A value, low or high that is "{name}", and a "{name}" in a note, is that result of the panel it `follows`, and moves with it.

    >>> headlines([{"label": "Saving a year", "value": 1_250_000, "unit": "GBP"}]).record["headlines"][0]["value"]
    1250000
    """
    if len(numbers) > MOST_HEADLINES:
        raise ValueError(f"headlines: {len(numbers)} numbers given; at most four are read, so choose four")
    for entry in numbers:
        lost = {"label", "value"} - set(entry)
        if lost:
            raise ValueError(f"headlines: {dict(entry)} lacks {' and '.join(sorted(lost))}")
    panels = panels_of(follows)
    return block("headlines", headlines=[_headline(entry, panels) for entry in numbers])


def _headline(entry: Mapping[str, Any], panels: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    given = {name: exact(value) for name, value in entry.items()}
    found = {end: PLACE.fullmatch(str(given.get(end))) for end in ("value", "low", "high")} if panels else {}
    names = {end: match[1] for end, match in found.items() if match}
    return given | _noted(given, panels) | (_followed(given, names, panels) if names else {})


def _noted(given: Mapping[str, Any], panels: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    if not panels or not PLACE.search(str(given.get("note") or "")):
        return {}
    parts = spoken_parts(str(given["note"]), panels)
    return {"note": "".join(text for text, *_ in parts), "note_parts": parts}


def _followed(
    given: Mapping[str, Any], names: Mapping[str, str], panels: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    panel = owner(next(iter(names.values())), panels)
    shown = {end: segments(f"{{{name}}}", panel)[0] for end, name in names.items()}
    unit = {"unit": given.get("unit") or panel["units"].get(names["value"], "")} if "value" in names else {}
    exacts = {end: panel["at_start"][name] for end, name in names.items()}
    written, looks = ({end: pair[i] for end, pair in shown.items()} for i in (0, 1))
    return unit | exacts | {"looks": looks, "written": written, "panel": panel["headline"]}


def notices(found: Iterable[str | Mapping[str, str]]) -> Block:
    """Show what the data checks found: each a sentence, or a dict with title, text and level (warning, information).

    >>> notices(["Harlow's return is late."]).record["notices"]
    [{'title': 'Notice', 'text': "Harlow's return is late.", 'level': 'information'}]
    """
    return block("notices", notices=[_notice(entry) for entry in found])


def _notice(entry: str | Mapping[str, str]) -> dict[str, str]:
    given = {"text": entry} if isinstance(entry, str) else dict(entry)
    notice = {"title": "Notice", "text": "", "level": "information"} | {k: str(v) for k, v in given.items()}
    if notice["level"] not in LEVELS:
        raise ValueError(f"notices: level {notice['level']!r} is not known; use one of {', '.join(LEVELS)}")
    if not notice["text"].strip():
        raise ValueError(f"notices: {given} has no text; say what was found and what it means for the reader")
    return notice


def sentence(words: str) -> Block:
    """Show a sentence that a function made from tables, as a paragraph.

    >>> sentence("Harlow has no contact centre.").record["text"]
    'Harlow has no contact centre.'
    """
    return block("sentence", text=str(words))


def what_changed() -> Block:
    """Mark where the page compares this run with the last published one (the page itself knows both)."""
    return block("what_changed")
