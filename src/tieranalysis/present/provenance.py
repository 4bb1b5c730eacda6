"""About this report: where each number came from and what made it, as rows of the page's footer."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from tieranalysis.present.about import About, Input
from tieranalysis.present.changes import shown_parameter
from tieranalysis.present.dates import long_date

ACCESSIBILITY = "This page aims to meet WCAG 2.2 AA."
NO_CONTACT = "None is named. Whoever publishes this report can name one, as contact in the plan of the reports."
SHOWN_ON_PAPER = 12  # letters of a hash; the manifest and the screen have it whole
RUN = Markup(
    'The time of the run and the seconds that each part took stand in <a href="{}">{}</a>, in a file beside this page. '
    "They differ from run to run; this page does not, while its inputs, its parameters and its date are the same."
)


def rows(
    about: About, notices: int | None = None, moved: Sequence[str] = (), title: str = ""
) -> list[tuple[str, list[str]]]:
    """Give the rows of the footer: a name and its lines; `notices` is how many the data checks gave rise to, `moved` the inputs
    that moved, `title` that of the page. On paper a hash is its first letters.

    >>> from datetime import date
    >>> dict(rows(About("reserves", date(2026, 11, 21), manifest="manifest.json"), 0))["Run time"][0][:38]
    Markup('The time of the run and the seconds th')
    """
    software = ", ".join(f"{name} {version}" for name, version in about.versions.items())
    help_at = f" To report a problem or ask for another format, contact {about.contact}." if about.contact else ""
    found = [
        ("Report", [f"{title} ({about.report})" if title not in ("", about.report) else about.report]),
        ("Status", [about.status[:1].upper() + about.status[1:]]),
        ("Made", [long_date(about.made)]),
        ("Run time", [RUN.format(about.manifest, about.manifest)] if about.manifest else []),
        ("Input data", [_input(entry) for entry in about.inputs] or ["No data file was read."]),
        ("Inputs that moved", list(moved)),
        ("Parameters", _parameters(about)),
        ("Notebook", [_hashed(about.notebook, about.notebook_sha256)] if about.notebook else []),
        ("Software", [software] if software else []),
        ("Checks", [*about.checks, *_told(notices)]),
        ("Accessibility", [ACCESSIBILITY + help_at]),
        ("Contact", [about.contact or NO_CONTACT]),
        ("Licence", [about.licence]),
    ]
    return [(name, lines) for name, lines in found if lines]


def facts(header: Mapping[str, Any], about: About) -> list[tuple[str, str]]:
    """Give what stands below a title: the period, the status, how old the data are, and when the page was made.

    >>> from datetime import date
    >>> facts({"period": "2007-08", "data_as_at": "2008-03-31"}, About("calls", date(2026, 11, 21)))[2]
    ('Data as at', '31 March 2008')
    """
    published = max((entry.published for entry in about.inputs), default="")
    rows = {"Period": header.get("period"), "Status": about.status[:1].upper() + about.status[1:]}
    rows |= {"Data as at": long_date(header.get("data_as_at") or published), "Made": long_date(about.made)}
    return [(name, str(words)) for name, words in rows.items() if words]


def _told(notices: int | None) -> list[str]:
    if notices is None:
        return []
    if notices == 0:
        return ["The checks of the data gave rise to no notice."]
    stand = "one notice, which stands" if notices == 1 else f"{notices} notices, which stand"
    return [f"The checks of the data gave rise to {stand} on this page."]


def _input(entry: Input) -> str:
    """One file in short statements: its title, who published it and when, under which licence, and its hash."""
    day = f"published {long_date(entry.published)}" if entry.published else ""
    who = ", ".join(part for part in (entry.publisher, day) if part)
    parts = [entry.title or entry.path, who, entry.licence]
    said = [part[:1].upper() + part[1:] if part == day else part for part in parts if part]
    return _hashed(". ".join(said), entry.sha256, ".")


def _hashed(words: str, sha256: str, stop: str = ",") -> str:
    """Words with a hash after them, of which paper shows the first letters alone."""
    if not sha256:
        return words
    rest = Markup('<span class="noprint">{}</span>').format(sha256[SHOWN_ON_PAPER:])
    first = Markup("{}{} SHA-256 {}").format(words, stop, sha256[:SHOWN_ON_PAPER])
    return first + rest if sha256[SHOWN_ON_PAPER:] else first


def _parameters(about: About) -> list[str]:
    changed = {name: value for name, value in about.parameters.items() if about.defaults.get(name, about) != value}
    lines = [f"{name} = {shown_parameter(name, value)}" for name, value in changed.items()]
    rest = len(set(about.defaults) | set(about.parameters)) - len(changed)
    if not lines:
        return ["All at their defaults"]
    return [*lines, f"The other {rest} at their defaults"] if rest else lines
