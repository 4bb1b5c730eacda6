"""Which publication a table's rows came from, for the line under a figure."""

import pandas as pd

from tieranalysis.load.catalogue import resource
from tieranalysis.load.tables import SHIPPED, imported, sidecar


def source_line(frame: pd.DataFrame) -> str:
    """Name the publications behind a frame by its vintages: "[publication] from the [organisation]", oldest first.

    >>> source_line(pd.DataFrame({"vintage": ["10b7096c6801", "345f760190fc"]}))
    'Revenue Outturn Summary (RS) 2010-11 by local authority and Revenue Outturn Summary (RS) 2011-12 by local authority (revised) from the Department for Communities and Local Government'
    """
    found = frame["vintage"].unique()
    known = {vintage: source for vintage, source in _sources().items() if vintage in found}
    by_publisher: dict[str, list[str]] = {}
    for source in sorted(known.values(), key=lambda source: source["period"]):
        by_publisher.setdefault(source["publisher"], []).append(source["title"])
    own = [
        f"{facts['file']} (imported)"
        for facts in map(sidecar, [path for name in SHIPPED for path in imported(name)])
        if facts["vintage"] in found
    ]
    return "; ".join([*(f"{_listed(titles)} from {_the(who)}" for who, titles in by_publisher.items()), *own])


def _sources() -> dict[str, dict[str, str]]:
    return {source["sha256"][:12]: source for name in SHIPPED for source in resource(name).get("sources", [])}


def _listed(titles: list[str]) -> str:
    return titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} and {titles[-1]}"


def _the(publisher: str) -> str:
    return publisher if publisher.startswith("HM ") else f"the {publisher}"


def published_on(*frames: pd.DataFrame) -> str | None:
    """Return the latest date on which a publication behind the frames appeared, where it is registered.

    >>> published_on(pd.DataFrame({"vintage": ["345f760190fc"]}))
    '2012-11-27'
    """
    known = {
        source["sha256"][:12]: source["published"] for name in SHIPPED for source in resource(name).get("sources", [])
    }
    dates = [known[vintage] for frame in frames for vintage in frame["vintage"].unique() if vintage in known]
    return max(dates, default=None)
