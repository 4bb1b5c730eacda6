"""Where the other reports of a plan stand, as seen from one of them, and which of them are not there to be led to.

A page leads to every report that its plan names, since most are made after it. When a build has ended, a draft that leads to one
that is not published is published anew without that link, and with it again when the other has come.
"""

import contextlib
import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from tieranalysis.report import publish, versions
from tieranalysis.report.areas import with_area
from tieranalysis.report.places import Place
from tieranalysis.report.plan import Plan, PlanError, Report
from tieranalysis.report.plan_rules import slug


def siblings(report: Report, plan: Plan) -> dict[str, str]:
    """Return the page of each other report by its name, and by that of its family where it is the only one of it.

    A report that is made for another area than planned sees the others as they are made for that area, by their names
    with the area and without it.
    """
    near, own = _near(report, plan), f"-{slug(report.parameters.get('area', ''))}"
    others, sizes = [other for other in near if other.output != report.output], Counter(one.family for one in near)
    alone = {other.family: _page(other, report) for other in others if sizes[other.family] == 1}
    short = {} if near is plan.reports else {other.name.removesuffix(own): _page(other, report) for other in others}
    return alone | short | {other.name: _page(other, report) for other in others}


def withheld(known: Mapping[str, str], out: Path, output: str) -> dict[str, str]:
    """Return those pages to which the published version does not lead because they are not there, and still are not."""
    before = (publish.manifest(out, output) or {}).get("withheld", {})
    return {name: page for name, page in known.items() if name in before and not _there(out, _target(page, output))}


def mend_links(place: Place, reports: Iterable[Report], folder: Path) -> list[str]:
    """Publish anew each draft that leads to pages that are not there, or that could lead to one again; returns their names.

    The folder is that of the plan.
    """
    there = cache(lambda target: _there(place.path, target))
    return [report.name for report in reports if _mended(place, report.output, folder, there)]


def _mended(place: Place, output: str, folder: Path, there: Callable[[str], bool]) -> bool:
    facts = publish.manifest(place.path, output)
    if not facts or facts["status"]["state"] == "approved":  # what a person has approved stays as it was
        return False
    before = facts.get("withheld", {})
    known = {**facts.get("siblings", {}), **before}
    missing = {name: page for name, page in known.items() if not there(_target(page, output))}
    led = _led_to(place, output) if missing.keys() - before.keys() else set()
    now = {name: page for name, page in missing.items() if name in before or page in led}
    if now == before:
        return False
    rest = {name: page for name, page in known.items() if name not in now}
    versions.published_anew(place, output, {**facts, "siblings": rest, "withheld": now}, folder)
    return True


def _led_to(place: Place, output: str) -> set[str]:
    """Return the addresses on the current page."""
    place.fetched(f"{output}/{publish.PAGE}")
    page = (place.path / output / publish.PAGE).read_text(encoding="utf-8")
    return {part.partition('"')[0] for part in page.split('href="')[1:]}


def _target(page: str, output: str) -> str:
    """Return the output whose page an address leads to."""
    return posixpath.dirname(posixpath.normpath(f"{output}/{page}"))


def _there(out: Path, output: str) -> bool:
    return all((out / output / name).is_file() for name in (publish.PAGE, publish.MANIFEST))


def catalogue(report: Report) -> str:
    """Return where the list of all reports stands, as seen from one of them."""
    return posixpath.relpath(publish.PAGE, report.output)


def _near(report: Report, plan: Plan) -> tuple[Report, ...]:
    planned = any(other.name == report.name for other in plan.reports)
    return plan.reports if planned else tuple(_made_for(report.parameters["area"], plan))


def _made_for(area: str, plan: Plan) -> Iterator[Report]:
    """The reports of a plan that can be made for an area: a notebook may have areas that no register knows."""
    for other in plan.reports:
        with contextlib.suppress(PlanError):
            yield from with_area([other], area)


def _page(other: Report, report: Report) -> str:
    return posixpath.relpath(f"{other.output}/{publish.PAGE}", report.output)
