"""Markdown and other people's HTML made safe: plain elements only, no styles, no scripts, no remote pictures."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import nh3
from bs4 import BeautifulSoup, PageElement, Tag
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath

TAGS = {"p", "br", "hr", "b", "strong", "i", "em", "u", "s", "sub", "sup", "small", "code", "pre", "kbd", "blockquote"}
TAGS |= {
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "a",
    "img",
    "span",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "abbr",
    "del",
}
TAGS |= {"table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption"}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
ATTRIBUTES |= {"ol": {"start"}, "abbr": {"title"}}
SCHEMES = {"http", "https", "mailto", "data", "attachment", "report"}
PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+")
HEADING = re.compile(r"h[1-6]")
STANDS = re.compile(r"^(table|h[1-6])$")
MENDED = re.compile(r"<(img|a)[ >]")
BLOCK = re.compile(
    r"<(/?)(?:details|summary|center|section|article|aside|main|header|footer|nav|figure|figcaption|form|fieldset|legend"
    r"""|address|button|option)\b(?:"[^"]*"|'[^']*'|[^<>"'])*>""",
    re.IGNORECASE,
)  # elements that a page of ours does without, whose words stand apart from those around them
TASK = re.compile(r'<input class="task-list-item-checkbox"[^>]*>')
TABLE = re.compile(r"<(/?)table[ >]")


def from_markdown(source: str, attachments: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """Turn markdown into safe HTML; pictures come only from the notebook itself.

    >>> from_markdown("Net *spend* <script>alert(1)</script>").strip()
    '<p>Net <em>spend</em> </p>'
    """
    held = dict(attachments or {})
    renderer = IPythonRenderer(escape=False, attachments=held, exclude_anchor_links=True)
    try:
        return safe(MarkdownWithMath(renderer=renderer).render(source), held)
    except InvalidNotebook:  # a picture is named that is not attached
        return from_markdown(source.replace("attachment:", "missing:"), attachments)


def safe(html: str, attachments: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """Keep only plain elements of some HTML; a picture that would have to be fetched becomes a note of its name.

    >>> safe('<p style="color:red" onclick="x()">Hi <a href="javascript:x()">there</a></p>')
    '<p>Hi <a>there</a></p>'
    """
    plain = TASK.sub(lambda box: "☑ " if " checked" in box[0] else "☐ ", BLOCK.sub(r"<\1div>", html))
    clean = nh3.clean(plain, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None, strip_comments=True)
    return _mended(clean, attachments or {}) if MENDED.search(clean) else clean


def _mended(html: str, attachments: Mapping[str, Mapping[str, str]]) -> str:
    """Keep of links and pictures what needs no network; only for HTML that has some, since a tree costs most here."""
    soup = BeautifulSoup(html, "html.parser")
    for picture in soup.find_all("img"):
        _localise(picture, attachments)
    for link in soup.find_all("a", href=True):
        if not re.match(r"(https?://|mailto:|#|report:[\w.-]+$)", link["href"]):
            del link["href"]
    for anchor in soup.find_all("a", string="¶"):
        anchor.decompose()
    return str(soup)


def _localise(picture: Tag, attachments: Mapping[str, Mapping[str, str]]) -> None:
    source, words = str(picture.get("src") or ""), str(picture.get("alt") or "").strip()
    held: Mapping[str, Any] = attachments.get(source.removeprefix("attachment:"), {})
    inline = next((f"data:{kind};base64,{data}" for kind, data in held.items()), source)
    if not PICTURE.fullmatch(inline):
        picture.replace_with(f"[picture not shown: {words or 'no description'}]")
        return
    picture["src"] = re.sub(r"\s", "", inline)
    picture["alt"] = words or "A picture that its author has not described"


def parts(html: str) -> list[tuple[str, str]]:
    """Cut safe HTML at its headings and tables: ("h2", words), ("table", html) and ("html", what stands between).

    >>> parts("<h2>Costs</h2><p>Up.</p><div><table><tr><td>1</td></tr></table></div>")
    [('h2', 'Costs'), ('html', '<p>Up.</p>'), ('table', '<table><tr><td>1</td></tr></table>')]
    """
    found: list[tuple[str, str]] = []
    rest, tables = _without_tables(html)
    for node in _pieces(BeautifulSoup(rest, "html.parser")):
        name = node.name if isinstance(node, Tag) else ""
        if HEADING.fullmatch(name):
            found.append((name, " ".join(node.get_text().split())))
        elif name == "table":
            found.append((name, next(tables)))
        elif found and found[-1][0] == "html":
            found[-1] = ("html", found[-1][1] + _escaped(node))
        elif str(node).strip():
            found.append(("html", _escaped(node)))
    return found


def paragraphs(html: str) -> list[str]:
    """The words of each paragraph and each point of a list, whatever in them is bold or a link.

    >>> paragraphs("<p>Size is <b>not</b> efficiency.</p><ul><li>One</li><li><p>Two</p></li></ul>")
    ['Size is not efficiency.', 'One', 'Two']
    """
    found = BeautifulSoup(html, "html.parser").find_all(["p", "li"])
    return [" ".join(one.get_text().split()) for one in found if not one.find(["p", "li"])]


def _without_tables(html: str) -> tuple[str, Iterator[str]]:
    """Leave an empty table where each outermost one was, and give those apart: they are most of a page and need no tree.

    In safe HTML each "<" begins a tag, so that tables can be counted without reading what stands in them.
    """
    depth, begin, end = 0, 0, 0
    rest, tables = [], []
    for tag in TABLE.finditer(html):
        depth += -1 if tag[1] else 1
        if depth == 1 and not tag[1]:
            begin = tag.start()
            rest.append(html[end:begin])
        elif depth == 0:
            end = tag.end()
            tables.append(html[begin:end])
    return "<table></table>".join([*rest, html[end:]]), iter(tables)


def _escaped(node: PageElement) -> str:
    return str(node) if isinstance(node, Tag) else escape(str(node), quote=False)


def _pieces(node: Tag) -> Iterator[PageElement]:
    """The pieces of a tree, taken apart wherever a table or a heading stands in something else."""
    for child in node.contents:
        if isinstance(child, Tag) and child.find("table" if HEADING.fullmatch(child.name) else STANDS):
            yield from _pieces(child)
        else:
            yield child
