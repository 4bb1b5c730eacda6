"""Figures that follow a panel, and an independent reading of what a page should show at each case."""

from io import StringIO
from itertools import product
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pandas as pd
from nbformat.v4 import new_notebook
from page_sample import shown

from tieranalysis import present
from tieranalysis.present import figures, layers, series, svg

LOOKS = {"text.parse_math": False, "svg.fonttype": "none", "svg.hashsalt": "x"}
HOSTILE = "<script>window.hit=1</script>\"'&"
TIMES = ["09:00", "09:30", "10:00", "10:30"]
UPLIFTS, SHARES = [0.0, 0.1, 0.2], [0.5, 1.0]


def panel(headline="Move an assumption"):
    grid = pd.DataFrame(product(UPLIFTS, SHARES, [60, 120]), columns=["uplift_rate", "pooled_rate", "patience_seconds"])
    grid["agents"] = 40 * (1 + grid["uplift_rate"]) + grid["patience_seconds"] / 60
    return present.explorer(
        grid,
        {"uplift_rate": "Calls take longer by", "pooled_rate": "Taken by anyone", "patience_seconds": "Patience"},
        ["agents"],
        start={"uplift_rate": 0.1, "pooled_rate": 1.0, "patience_seconds": 120},
        sentence="{agents} if calls take {uplift_rate} longer.",
        headline=headline,
        unit={"agents": "agents"},
    )


def need(name=HOSTILE):
    """Two lines by time, one of which has a gap in some cases."""
    rows = [
        {"uplift_rate": uplift, "pooled_rate": share, "time": time, "who": who}
        | {"agents": (20 + i * (3 - i)) * (1 if who == "Apart" else (1 + uplift) * (1.2 - share / 2))}
        for uplift, share in product(UPLIFTS, SHARES)
        for who in ("Apart", name)
        for i, time in enumerate(TIMES)
    ]
    frame = pd.DataFrame(rows)
    gap = (frame["uplift_rate"] == 0.2) & (frame["time"] == "09:30") & (frame["who"] == name)
    frame.loc[gap, "agents"] = None
    return frame


def words(rows):
    most = rows["agents"].max()
    return {
        "headline": f"At most {most:.1f} agents {HOSTILE}",
        "subtitle": "Agents by half hour, a typical Monday",
        "alt": f"Two lines, from {rows['agents'].min():.1f} to {most:.1f} agents {HOSTILE}.",
    }


def lines(**changed):
    given = {
        "unit": "agents",
        "follows": panel(),
        "words": words,
        "data_unit": {"agents": "agents"},
        "notes": [HOSTILE],
    }
    return present.moving_figure(present.trend, need(), "time", "agents", "who", **given | changed)


def bars_frame():
    """Bars that change sign, one of which is missing in some cases, so that a mark is not in every drawing."""
    rows = [
        {"patience_seconds": patience, "partner": partner, "saving_gbp": saving}
        for patience, savings in {60: [1.2e6, -3e5, 2e5], 120: [2.4e6, None, 5e5]}.items()
        for partner, saving in zip(["Essex", "Harlow", HOSTILE], savings, strict=True)
    ]
    return pd.DataFrame(rows)


def bar_words(rows):
    return {"headline": f"Essex gains £{rows['saving_gbp'].max():,.0f}", "subtitle": "£", "alt": "Three bars."}


def bars(**changed):
    given = {"unit": "GBP", "follows": panel(), "words": bar_words, "data_unit": "GBP"}
    return present.moving_figure(present.dot_plot, bars_frame(), "partner", "saving_gbp", **given | changed)


def partners_frame():
    """Fewer partners where less is pooled, one without an amount in some cases, and words that grow."""
    rows = [
        {"pooled_rate": share, "patience_seconds": patience, "partner": partner}
        | {"saving_gbp": None if (share, i) == (1.0, 2) else 4.4e4 * share * (i + 1) - patience, "who": who}
        for share, patience in product(SHARES, [60, 120])
        for i, partner in enumerate(["Essex", HOSTILE, "Harlow"][: 2 if share < 1 and patience == 60 else 3])
        for who in [f"{partner} gains a good deal more than before" if patience == 120 else "Gains"]
    ]
    return pd.DataFrame(rows)


def partners(**changed):
    given = {"follows": panel(), "notes": [HOSTILE], "regardless": ["uplift_rate"]}
    return present.moving_table(partners_frame(), f"Who gains {HOSTILE}", **given | changed)


def notebook():
    block = panel()
    return new_notebook(
        cells=[
            shown("ta.header()", present.header("One number for all calls", "Essex County Council")),
            shown("points", present.main_points(["With calls {uplift_rate} longer it takes {agents}."], follows=block)),
            shown("figures", lines(), bars(), bars(regardless=["uplift_rate", "pooled_rate"])),
            shown("table", partners()),
            shown("panel", block),
        ]
    )


def alone(chart, frames, columns, looks, width):
    """Draw each case by itself with the layout of all: the other cases are hidden before matplotlib draws."""
    fig = layers.layered(chart, frames, columns, looks)
    found = []
    with figures._at_width(fig, width):
        with mpl.rc_context(LOOKS | {"font.sans-serif": list(figures._fonts())}):
            figures._lay_out(fig)
        marks = [mark for mark in fig.axes[0].get_children() if str(mark.get_gid() or "").startswith(layers.LAYER)]
        for case in range(len(frames)):
            for mark in marks:
                mark.set_visible(mark.get_gid().startswith(f"{layers.LAYER}{case} "))
            found.append(_saved(fig))
    return found


def _saved(fig):
    out = StringIO()
    with mpl.rc_context(LOOKS | {"font.sans-serif": list(figures._fonts())}):
        fig.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return out.getvalue()


def at_case(drawing, moves, case):
    """Read a drawing as the page shows it at a case: attributes and words from the series, hidden marks left out."""
    root = ET.fromstring(drawing)
    for mark in root.iter():
        for name, place in (pair.split(":") for pair in mark.attrib.pop(svg.MOVES, "").split()):
            value = series.value_at(moves, int(place), case)
            if name == "text":
                mark.text = value
            elif value is None:
                mark.attrib.pop(name, None)
            else:
                mark.set(name, value)
    return root


def seen(root):
    """What a drawing shows, in order: each mark with what it inherits, its shape where it uses one, and its words."""
    shapes = {part.get("id"): part.attrib.get("d") for part in root.iter("path")}
    found = []

    def walk(part, above):
        own = above | {name: value for name, value in part.attrib.items() if name in svg.INHERITED}
        if part.get("display") == "none" or part.tag == "defs":
            return
        if part.tag not in ("g", "svg", "clipPath"):
            rest = {k: v for k, v in part.attrib.items() if k not in svg.INHERITED | {"href", "id", "clip-path"}}
            found.append(
                (part.tag, sorted((own | rest).items()), shapes.get(part.get("href", "").removeprefix("#")), part.text)
            )
        for child in part:
            walk(child, own)

    walk(root, {})
    return sorted(found, key=repr)
