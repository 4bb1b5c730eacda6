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
SCHEMES = {"http", "https", "mailto", "data", "attachment"}
PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+")
HEADING = re.compile(r"h[1-6]")
STANDS = re.compile(r"^(table|h[1-6])$")


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
    soup = BeautifulSoup(
        nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None, strip_comments=True),
        "html.parser",
    )
    for picture in soup.find_all("img"):
        _localise(picture, attachments or {})
    for link in soup.find_all("a", href=True):
        if not re.match(r"(https?://|mailto:|#)", link["href"]):
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
    for node in _pieces(BeautifulSoup(html, "html.parser")):
        name = node.name if isinstance(node, Tag) else ""
        if HEADING.fullmatch(name):
            found.append((name, " ".join(node.get_text().split())))
        elif name == "table":
            found.append((name, str(node)))
        elif found and found[-1][0] == "html":
            found[-1] = ("html", found[-1][1] + _escaped(node))
        elif str(node).strip():
            found.append(("html", _escaped(node)))
    return found


def _escaped(node: PageElement) -> str:
    return str(node) if isinstance(node, Tag) else escape(str(node), quote=False)


def _pieces(node: Tag) -> Iterator[PageElement]:
    for child in node.contents:
        split = isinstance(child, Tag) and not STANDS.fullmatch(child.name)
        if split and child.find(STANDS):
            yield from _pieces(child)
        else:
            yield child
