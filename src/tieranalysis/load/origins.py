"""Which publication a table's rows came from, for the line under a figure."""

import pandas as pd

from tieranalysis.load.catalogue import resource
from tieranalysis.load.tables import SHIPPED, imported, sidecar


def source_line(frame: pd.DataFrame) -> str:
    """Name the publications behind a frame by its vintages: "[publication] from the [organisation]".

    >>> source_line(pd.DataFrame({"vintage": ["345f760190fc"]}))
    'Revenue Outturn Summary (RS) 2010-11 by local authority from the Department for Communities and Local Government'
    """
    known = {
        source["sha256"][:12]: f"{source['title']} from the {source['publisher']}"
        for name in SHIPPED
        for source in resource(name).get("sources", [])
    }
    own = {facts["vintage"]: f"{facts['file']} (imported)" for facts in map(sidecar, imported("revenue"))}
    said = [{**known, **own}.get(vintage, f"vintage {vintage}") for vintage in sorted(frame["vintage"].unique())]
    return "; ".join(said)


def published_on(frame: pd.DataFrame) -> str | None:
    """Return the latest date on which a publication behind the frame appeared, where it is registered.

    >>> published_on(pd.DataFrame({"vintage": ["345f760190fc"]}))
    '2012-11-27'
    """
    known = {
        source["sha256"][:12]: source["published"] for name in SHIPPED for source in resource(name).get("sources", [])
    }
    dates = [known[vintage] for vintage in frame["vintage"].unique() if vintage in known]
    return max(dates, default=None)
