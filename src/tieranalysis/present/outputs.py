"""What any executed notebook shows, as records: our own blocks, and everything that other code leaves behind."""

import json
import re
import struct
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from tieranalysis.present import prose, svg
from tieranalysis.present.block import MIME
from tieranalysis.present.html_tables import from_table

ANSI = re.compile(
    r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[ -/]*[0-Z\\^-~])"
)  # ECMA-48: looks, links, others
SILENT = re.compile(r"<(?!img|hr)[^>]*>")  # tags, but for those that show something without words
INTERACTIVE = re.compile(r"application/(javascript|vnd\.(?!tieranalysis).*)")
HANDLE = re.compile(
    r"\[?<[\w.]+[^<>]*( at 0x[0-9a-f]+|Axes[^<>]*|Figure[^<>]*)>.*\]?|<Axes.*>|<Figure.*>|\[?Text\([-\d.]+, .*\)\]?",
    re.DOTALL,
)
PICTURES = ("image/png", "image/jpeg", "image/gif")
LONGEST_TEXT = 20_000
NEEDED: dict[str, dict[str, type]] = {
    "header": {"title": str, "authority": str},
    "main_points": {"points": list},
    "headlines": {"headlines": list},
    "notices": {"notices": list},
    "what_changed": {},
    "reports": {"reports": list},
    "table": {"columns": list, "rows": list, "heads": int, "rows_in_all": int, "shown": int},
    "figure": {"wide": str, "narrow": str, "alt": str, "headline": str},
    "explorer": {"controls": list, "results": list, "texts": dict, "sizes": list, "start": int, "sentence": str},
}
UNDESCRIBED = "A picture that its author has not described; see the notice below it"
NO_ALT = re.compile(r"(no description has been provided for this image|image|png)?\.?", re.IGNORECASE)


def records(cell: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give what a code cell shows, in order, as records."""
    for output in _joined(cell.get("outputs", [])):
        kind = output.get("output_type")
        if kind == "error":
            yield {"kind": "error", "text": _said(output)}
        elif kind == "stream" and output.get("name") != "stderr" and "".join(output.get("text", "")).strip():
            yield text("".join(output["text"]))
        elif kind in ("display_data", "execute_result"):
            yield from shown(output.get("data", {}), {**cell.get("metadata", {}), **output.get("metadata", {})})


def _joined(found: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Outputs in order, printed text that follows printed text in one piece."""
    for kind, run in groupby(found, lambda output: (output.get("output_type"), output.get("name"))):
        if kind[0] == "stream":
            text = "".join("".join(output.get("text", "")) for output in run)
            yield {"output_type": "stream", "name": kind[1], "text": text}
        else:
            yield from run


def _said(output: Mapping[str, Any]) -> str:
    words = ": ".join(part for part in (str(output.get("ename", "")), str(output.get("evalue", ""))) if part)
    return text(words)["text"][:2000] or "no more than that it failed."


def text(words: str) -> dict[str, Any]:
    """Give printed text, without the codes that colour terminals, and not without end."""
    plain = _seen(words).strip("\n")
    cut = f"The first {LONGEST_TEXT:,} of {len(plain):,} characters are shown." if len(plain) > LONGEST_TEXT else ""
    return {"kind": "text", "text": plain[:LONGEST_TEXT], "cut": cut}


def _seen(words: str) -> str:
    """What a terminal would show in the end: what was written over or taken back is gone.

    >>> _seen("10%\\r100%\\nab\\bc")
    '100%\\nac'
    """
    plain = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in ANSI.sub("", words).split("\n"))
    return _without_erased(plain) if "\b" in plain else plain


def _without_erased(words: str) -> str:
    """Take back what is erased, letter by letter: a long line of backspaces takes no longer than any other."""
    left: list[str] = []
    for letter in words:
        if letter != "\b":
            left.append(letter)
        elif left and left[-1] != "\n":
            left.pop()
    return "".join(left)


def shown(data: Mapping[str, Any], metadata: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Choose the best of the forms in which an output was kept."""
    ours = data.get(MIME)
    joined = {kind: "".join(value) if isinstance(value, list) else value for kind, value in data.items()}
    if isinstance(ours, Mapping) and whole(ours):
        yield dict(ours)
    elif "image/svg+xml" in joined:
        yield _drawing(joined["image/svg+xml"], metadata)
    elif picture := next((kind for kind in PICTURES if kind in joined), ""):
        yield _picture(picture, joined[picture], metadata)
    elif found := list(_prose(joined)):
        yield from found
    elif not joined.get("text/plain") or any(map(INTERACTIVE.fullmatch, joined)) or "text/html" in joined:
        yield {"kind": "notices", "notices": [_interactive()]}
    elif "text/latex" in joined:
        yield text(str(joined["text/latex"]))
    elif "application/json" in joined:
        yield text(json.dumps(data["application/json"], indent=2, ensure_ascii=False, default=str))
    elif not HANDLE.fullmatch(str(joined["text/plain"]).strip()):
        yield text(str(joined["text/plain"]))


def _prose(joined: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What HTML or markdown leave on a page, which is nothing where a script would have drawn it."""
    if "text/html" in joined:
        yield from read_html(prose.safe(joined["text/html"]))
    elif "text/markdown" in joined:
        yield from read_html(prose.from_markdown(joined["text/markdown"]))


def whole(record: Mapping[str, Any]) -> bool:
    """Say whether a record is one that this version can draw; another program, or another version, may have made it.

    >>> whole({"kind": "main_points", "points": ["Up."]}), whole({"kind": "table"}), whole({"kind": "hologram"})
    (True, False, False)
    """
    needed = NEEDED.get(record.get("kind", ""))
    tables = [record] if record.get("kind") == "table" else [record["data"]] if record.get("data") else []
    sound = needed is not None and all(isinstance(record.get(name), kind) for name, kind in needed.items())
    return sound and all(_rectangular(table) for table in tables)


def _rectangular(table: Any) -> bool:
    """A table is drawn if each row has a value for each column."""
    if not isinstance(table, Mapping) or not all(isinstance(table.get(k), kind) for k, kind in NEEDED["table"].items()):
        return False
    described = all(isinstance(c, Mapping) and {"name", "label", "number"} <= set(c) for c in table["columns"])
    return described and all(isinstance(row, list) and len(row) == len(table["columns"]) for row in table["rows"])


def _interactive() -> dict[str, str]:
    words = "One output needs a running notebook and cannot be shown on a page."
    return {"title": "Left out", "text": words, "level": "information"}


def _alt(metadata: Mapping[str, Any], kind: str) -> str:
    own = metadata.get(kind) if isinstance(metadata.get(kind), Mapping) else {}
    words = str(own.get("alt") or metadata.get("alt") or "").strip()
    return "" if NO_ALT.fullmatch(words) else words


def _picture(kind: str, data: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
    source, alt = f"data:{kind};base64,{re.sub(r'[^A-Za-z0-9+/=]', '', str(data))}", _alt(metadata, kind)
    record = {"kind": "image", "src": source, "alt": alt or UNDESCRIBED, "undescribed": not alt, "headline": ""}
    return record | _pixels(source)


def _pixels(source: str) -> dict[str, int]:
    try:
        head = b64decode(source.partition(",")[2][:64])
    except NotBase64:
        return {}
    if head[:8] != b"\x89PNG\r\n\x1a\n":
        return {}
    width, height = struct.unpack(">II", head[16:24])
    return {"width": width, "height": height}


def _drawing(drawing: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
    alt = _alt(metadata, "image/svg+xml")
    try:
        cleaned = svg.clean(drawing, "s", alt or UNDESCRIBED)
    except ValueError as error:
        return {"kind": "error", "text": str(error)}
    return {
        "kind": "drawing",
        "svg": cleaned,
        "alt": alt or UNDESCRIBED,
        "undescribed": not alt,
        "headline": "",
    } | _own_width(drawing)


def _own_width(drawing: str) -> dict[str, int]:
    """How wide a drawing says it is [CSS pixels]; one that says nothing takes the width of the page."""
    found = re.search(r"""<svg[^>]*?\swidth=["']([\d.]+)(pt|px)?["']""", drawing)
    return {"width": round(float(found[1]) * (4 / 3 if found[2] == "pt" else 1))} if found else {}


def read_html(html: str) -> Iterator[dict[str, Any]]:
    """Give safe HTML as records: its headings, its tables as tables of ours, and its prose."""
    count = re.search(r"(\d+) rows × (\d+) columns", html)
    for kind, words in prose.parts(html):
        if kind == "table":
            yield from_table(words, int(count[1]) if count else 0)
        elif kind != "html":
            yield {"kind": "heading", "level": int(kind[1]), "text": words}
        elif (said := SILENT.sub("", words).strip()) and not (count and " ".join(said.split()) == count[0]):
            yield {"kind": "prose", "html": words}
