"""The shell of every page: one style, one script, and the policy that lets nothing else run or be fetched."""

import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from textwrap import shorten

from jinja2 import Environment, Template
from markupsafe import Markup, escape

LONGEST_TITLE = 70  # letters
YEAR = re.compile(r"\b\d{4}-\d\d\b")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
SHELL = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta http-equiv="Content-Security-Policy" content="{{ policy | safe }}">
<meta charset="utf-8">
<title>{{ title }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{{ description }}">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<style>{{ style | safe }}</style>
</head>
<body>
<a class="skip" href="#main">Skip to main content</a>
{{ body | safe }}
{% for id, data in grids.items() %}<script type="application/json" id="{{ id }}">{{ data | safe }}</script>
{% endfor %}<script>{{ script | safe }}</script>
</body>
</html>
"""


@cache
def asset(name: str) -> str:
    """Read the style or the script of the page."""
    return (files("tieranalysis.present") / "templates" / name).read_text(encoding="utf-8").strip()


def policy(style: str, script: str) -> str:
    """Write the content security policy: nothing from anywhere, but this style and this script by their hashes."""
    allowed = f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    return f"default-src 'none'; img-src data:; {allowed}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def inert(json: str) -> str:
    """Make JSON safe to stand inside a script element.

    >>> inert('"</script>"') == '"' + chr(92) + 'u003c/script' + chr(92) + 'u003e"'
    True
    """
    for sign, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        json = json.replace(sign, code)
    return json


def code(source: str) -> str:
    """Escape code for a page; quotes stand as they are between tags, for there are thousands.

    >>> code('a < "b"')
    'a &lt; "b"'
    """
    return source.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unbroken(words: str) -> Markup:
    """Escape a heading, whose financial years stay on one line.

    >>> unbroken("Is it real? 2008-09")
    Markup('Is it real? <span class="k">2008-09</span>')
    """
    return Markup(YEAR.sub(r'<span class="k">\g<0></span>', str(escape(words))))


def page_title(heading: str, authority: str) -> str:
    """Name a page "Title – Authority", both cut short where a browser's tab or a list of results would cut them.

    >>> page_title("Reserves", "Essex")
    'Reserves – Essex'
    """
    end = f" – {_cut(authority, LONGEST_TITLE // 2)}" if authority else ""
    return _cut(heading, LONGEST_TITLE - len(end)) + end


def _cut(words: str, letters: int) -> str:
    return shorten(" ".join(word[: letters - 1] for word in words.split()), letters, placeholder="…")


def section_page(
    title: str, description: str, template: str, *, scripts: Sequence[str] = ("page.js",), **values: object
) -> str:
    """Make a page of its own (the catalogue, a statement, an extract) from one of the package's templates."""
    from tieranalysis.present.markup import environment

    body = environment().get_template(template).render(title=title, **values)
    return wrap(page_title(title, str(values.get("owner") or "")), description, body, scripts=scripts)


def wrap(
    title: str,
    description: str,
    body: str,
    grids: dict[str, str] | None = None,
    scripts: Sequence[str] = ("page.js",),
) -> str:
    """Put a body into a whole page; `grids` are JSON texts by id, `scripts` the assets that make its one script."""
    style, script = asset("page.css"), "\n".join(map(asset, scripts))
    data = {name: inert(text) for name, text in (grids or {}).items()}
    words = {"title": title, "description": " ".join(description.split())[:300], "policy": policy(style, script)}
    return printable(_shell().render(body=body, style=style, script=script, grids=data, **words))


@cache
def _shell() -> Template:
    return Environment(autoescape=True, keep_trailing_newline=True).from_string(SHELL)


def printable(text: str) -> str:
    """Replace control characters, those that turn the text after them round, and halves of characters.

    >>> printable("a" + chr(7) + "b" + chr(0x202E) + chr(0xD800)) == "a" + chr(0xFFFD) + "b" + chr(0xFFFD) + "?"
    True
    """
    return CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text).encode("utf-8", "replace").decode()
