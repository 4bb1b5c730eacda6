"""The Analysis Function palette, and the CSS variable that stands for each colour so that pages can turn dark.

Source: Government Analysis Function, Data visualisation: colours in charts.
"""

CATEGORICAL = ("#12436d", "#28a197", "#801650", "#f46a25", "#3d3d3d", "#a285d1")
FOCUS, PEER, GRID, PAPER = "#12436d", "#8c8c8c", "#cccccc", "#ffffff"
SHADES = ("#f2f5f9", "#d9e4ef", "#bdd1e4", "#9fbcd8", "#80a6cb", "#6290bd")
"""Six steps of blue, light enough for black words on each of them."""

VARIABLES = (
    {colour: f"--c{i}" for i, colour in enumerate(CATEGORICAL, 1)}
    | {colour: f"--h{i}" for i, colour in enumerate(SHADES, 1)}
    | {PEER: "--peer", GRID: "--grid", "#d6d6d6": "--grid", PAPER: "--paper"}
    | dict.fromkeys(("#000000", "#1a1a1a", "#0b0c0c", "black", "#262626"), "--ink")
)


def variable(colour: str) -> str:
    """Name a colour by its CSS variable, with the colour itself for places without the page's style.

    >>> variable("#12436D"), variable("none")
    ('var(--c1,#12436d)', 'none')
    """
    known = VARIABLES.get(colour.lower())
    return f"var({known},{colour.lower()})" if known else colour
