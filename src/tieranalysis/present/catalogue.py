"""The catalogue of reports and the accessibility statement: pages of the same shell as the reports."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import quote

from tieranalysis.present.dates import dated, long_date
from tieranalysis.present.shell import section_page

OTHER = "Other areas"
FIRST = "Overview"  # the subject that a reader begins with
UNPUBLISHED = "not published"  # the status of a report of which there is no version
FEW = 10  # reports that are found by looking
DOWNLOADS = {"workbook": "Workbook", "notebook": "Notebook", "extract": "Committee extract"}


def catalogue_page(
    entries: Sequence[Mapping[str, Any]],
    made: date,
    *,
    title: str = "Reports",
    owner: str = "",
    statement: str = "accessibility.html",
) -> str:
    """List every report by area and subject, with its status, period, date, notices and downloads.

    Each entry has report, title, authority, area, subject, status, period, made, notices and the paths page, workbook, notebook
    and extract, relative to the catalogue; what an entry does not have is left out. `statement` is the path of the
    accessibility statement. Reports whose status is "not published" stand last: those that failed with their reason.

    >>> entry = {"title": "Budgets", "area": "Essex", "page": "budgets.html", "made": "2026-11-21"}
    >>> '<a href="budgets.html">Budgets</a>' in catalogue_page([entry], date(2026, 11, 21))
    True
    """
    there = [entry for entry in entries if entry.get("status") != UNPUBLISHED]
    areas = _areas(there)
    rows = _in_order([_row(entry, areas) for entry in there])
    ids = (f"area-{i}" for i in range(1, len(rows) + 1))
    groups = [
        {"area": area, "id": next(ids), "rows": list(own)} for area, own in groupby(rows, lambda row: row["area"])
    ]
    meta = [("Reports", str(len(rows))), ("Made", long_date(made))]
    said = f"{len(rows)} reports by area and subject, with their status, notices and downloads."
    values = {
        "owner": owner,
        "meta": meta,
        "groups": groups,
        "kind": "plain",
        "many": len(rows) > FEW,
        "statement": _path(statement),
        **_unpublished(entries),
    }
    return section_page(title, said, "catalogue.html.j2", scripts=("page.js", "catalogue.js"), **values)


def _unpublished(entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the catalogue cannot lead to: the reports that failed, each with its reason, and those not made yet."""
    named = [
        (str(entry.get("title") or entry.get("report")), _notices(entry.get("notices") or []))
        for entry in entries
        if entry.get("status") == UNPUBLISHED
    ]
    said = [(name, why.removeprefix(f"{UNPUBLISHED}: ")) for name, why in named]
    waiting = (UNPUBLISHED, "None")
    return {"lost": [one for one in said if one[1] not in waiting], "waits": [n for n, why in said if why in waiting]}


def _areas(entries: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """One spelling an area, whatever the case that reports write it in: that with capitals comes first."""
    spelt = sorted({str(entry.get("area") or OTHER) for entry in entries}, reverse=True)
    return {words.casefold(): words for words in spelt}


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In each area the overview, then subjects with one report, then those with one an authority."""
    many = Counter((row["area"], row["subject"]) for row in rows)

    def place(row: dict[str, Any]) -> tuple[Any, ...]:
        several = many[row["area"], row["subject"]] > 1
        return (row["area"] == OTHER, row["area"], row["subject"] != FIRST, several, row["subject"], row["title"])

    return sorted(rows, key=place)


def _row(entry: Mapping[str, Any], areas: Mapping[str, str]) -> dict[str, Any]:
    links = [(words, _path(str(entry[name]))) for name, words in DOWNLOADS.items() if entry.get(name)]
    status = dated(str(entry.get("status") or ""))
    authority, area = str(entry.get("authority") or ""), areas[str(entry.get("area") or OTHER).casefold()]
    title = str(entry.get("title") or entry.get("report") or "Untitled report")
    return {
        "title": title.removesuffix(f" – {authority}") if authority else title,
        "authority": authority if authority.casefold() != area.casefold() else "",
        "area": area,
        "subject": str(entry.get("subject") or ""),
        "period": str(entry.get("period") or ""),
        "status": status[:1].upper() + status[1:],
        "made": long_date(entry.get("made")),
        "notices": _notices(entry.get("notices") or []),
        "page": _path(str(entry["page"])) if entry.get("page") else "",
        "links": links,
    }


def _notices(found: Iterable[Any] | int) -> str:
    if isinstance(found, int):
        return str(found) if found else "None"
    titles = [str(n.get("title") or n.get("text")) if isinstance(n, Mapping) else str(n) for n in found]
    return "; ".join(dict.fromkeys(titles)) or "None"


def _path(words: str) -> str:
    """A path beside this page; nothing in it can be read as an address elsewhere.

    >>> _path("javascript:alert(1)"), _path("../essex/budgets.html")
    ('javascript%3Aalert%281%29', '../essex/budgets.html')
    """
    return quote(words.replace("\\", "/").lstrip("/"), safe="/-_.~")


def accessibility_page(made: date, *, owner: str = "", contact: str = "") -> str:
    """Write the accessibility statement that the regulations of 2018 ask of a public body, dated.

    >>> "prepared on 21 November 2026" in accessibility_page(date(2026, 11, 21), contact="reports@example.gov.uk")
    True
    """
    title = "Accessibility statement"
    said = "How accessible these reports are, how they are tested, and how to ask for another format."
    values = {"owner": owner, "contact": contact, "made": long_date(made), "meta": [("Prepared", long_date(made))]}
    return section_page(title, said, "statement.html.j2", kind="plain", **values)
