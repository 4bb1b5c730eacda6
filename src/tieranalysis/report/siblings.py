"""Where the other reports of a plan stand, as seen from one of them."""

import contextlib
import posixpath
from collections import Counter
from collections.abc import Iterator

from tieranalysis.report.areas import with_area
from tieranalysis.report.plan import Plan, PlanError, Report
from tieranalysis.report.plan_rules import slug
from tieranalysis.report.publish import PAGE


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


def catalogue(report: Report) -> str:
    """Return where the list of all reports stands, as seen from one of them."""
    return posixpath.relpath(PAGE, report.output)


def _near(report: Report, plan: Plan) -> tuple[Report, ...]:
    planned = any(other.name == report.name for other in plan.reports)
    return plan.reports if planned else tuple(_made_for(report.parameters["area"], plan))


def _made_for(area: str, plan: Plan) -> Iterator[Report]:
    """The reports of a plan that can be made for an area: a notebook may have areas that no register knows."""
    for other in plan.reports:
        with contextlib.suppress(PlanError):
            yield from with_area([other], area)


def _page(other: Report, report: Report) -> str:
    return posixpath.relpath(f"{other.output}/{PAGE}", report.output)
