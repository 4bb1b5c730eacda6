"""Links between the reports of one plan: an author names a report, and whoever publishes it says where it stands.

An address never comes from a notebook or from data. A report that the publisher does not know stays words.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import escape

from tieranalysis.present.block import Block, block

NAMED = re.compile(r'<a href="report:([\w.-]+)">')
BESIDE = re.compile(r"(\.\./)*(\w[\w.-]*/)*\w[\w.-]*\.html")


def report_list(reports: Mapping[str, str]) -> Block:
    """List reports of the same plan, each a link where it has been published: words to the name of the report.

    >>> report_list({"Maldon": "authority-E07000074"}).record["reports"]
    [['Maldon', 'authority-E07000074']]
    """
    if not reports:
        raise ValueError("report_list needs the words and the name of a report, for example {'Maldon': 'budgets'}")
    return block("reports", reports=[[str(words), str(name)] for words, name in reports.items()])


def leading(record: Mapping[str, Any], links: Mapping[str, str]) -> dict[str, Any]:
    """What a record says of links: which column names the report that another leads to, and that it is not shown."""
    there = [column["name"] for column in record["columns"]]
    for name in (name for pair in links.items() for name in pair if name not in there):
        raise ValueError(f"table {record['caption']!r}: links has {name!r}, which is not a column; there are {there}")
    hidden = [column | {"hidden": column["name"] in links.values()} for column in record["columns"]]
    return {"columns": hidden, "links": dict(links)} if links else {}


def linked(part: dict[str, Any], reports: Mapping[str, str]) -> dict[str, Any]:
    """Give a part of a page with the addresses of the reports that it names.

    `reports` is where they stand, as seen from the page: name to path. Raises ValueError where that is not a page beside it.

    >>> linked({"kind": "prose", "html": '<a href="report:savings">Savings</a>'}, {"savings": "../savings/index.html"})["html"]
    '<a href="../savings/index.html">Savings</a>'
    """
    known = {name: _beside(name, path) for name, path in reports.items()}
    if part["kind"] == "prose":
        return part | {"html": NAMED.sub(lambda found: _opening(known.get(found[1])), part["html"])}
    if part["kind"] == "reports":
        return part | {"links": [(words, known.get(name, "")) for words, name in part["reports"]]}
    return part | {"hrefs": dict(_cells(part, known))} if part["kind"] == "table" and part.get("links") else part


def _beside(name: str, path: str) -> str:
    if not BESIDE.fullmatch(path):
        raise ValueError(
            f"report {name!r} is said to stand at {path!r}; give the path of a page relative to this one, "
            "such as '../savings/index.html'"
        )
    return path


def _opening(path: str | None) -> str:
    return f'<a href="{escape(path)}">' if path else "<a>"


def _cells(record: Mapping[str, Any], known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The cells of a table that name a report which is known, by place ("row,column")."""
    at = {column["name"]: i for i, column in enumerate(record["columns"])}
    for shown, naming in record["links"].items():
        for r, row in enumerate(record["rows"]):
            if path := known.get(str(row[at[naming]])):
                yield f"{r},{at[shown]}", path
