"""Reports for another area than the plan names: a pack for each authority of the planned area becomes one for each of that one."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from tieranalysis.report import parameters
from tieranalysis.report.plan import PlanError, Report, name_of


def with_area(reports: Iterable[Report], area: str) -> tuple[Report, ...]:
    """Return the reports that have an area, for this one; a page for another area than planned gets its own name.

    Where the grid of a report names authorities of the planned area, those of this area take their places. Raises
    PlanError where no report has an area, and where authorities are asked for of an area that the registers do not know.
    """
    chosen = [report for report in reports if "area" in report.defaults]
    if not chosen:
        raise PlanError(f"--area {area}: none of the reports chosen declares a parameter called area")
    return tuple({made.name: made for report in chosen for made in _for_area(report, area)}.values())


def _for_area(report: Report, area: str) -> list[Report]:
    planned = _value(report, "area")
    if planned == area:
        return [report]
    codes = _codes(planned, report) if "authority" in report.cell else []
    if report.cell.get("authority") not in codes:
        return [_changed(report, {"area": area})]
    return [_changed(report, {"authority": code, "area": area}) for code in _codes(area, report)]


def _value(report: Report, name: str) -> str:
    return str(report.parameters.get(name, report.defaults.get(name, "")))


def _codes(area: str, report: Report) -> list[str]:
    """The authorities of an area in the year of a report; none where the planned area is none of the registers'."""
    from tieranalysis import registers  # with pandas, which a command that needs no other area does without

    if area == _value(report, "area") and area not in set(registers.areas()["area"]):
        return []
    try:
        return registers.members(area, _value(report, "year"))["authority"].to_list()
    except registers.AreaError as error:
        raise PlanError(f"--area {area}: {error}") from None


def _changed(report: Report, change: dict[str, Any]) -> Report:
    cell = report.cell | change
    name = name_of(report.family, cell)
    values = parameters.conformed(report.parameters | change, parameters.declared(report.notebook))
    return replace(report, name=name, output=name, parameters=values, cell=cell)
