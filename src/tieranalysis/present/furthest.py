"""Which of many layers reach furthest: only they are needed to find limits, and room for words, that hold them all."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.text import Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LETTER = 8  # pixels, about


def outermost(frames: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """The frames that hold the least or the most of a column of numbers, and the longest: as a rule they set the limits."""
    amounts = frames[0].select_dtypes("number").columns
    ends = [[frame[name].agg(end) for frame in frames] for name in amounts for end in ("min", "max")]
    at = [
        int(np.nanargmin(of) if i % 2 == 0 else np.nanargmax(of))
        for i, of in enumerate(ends)
        if not all(map(pd.isna, of))
    ]
    return [max(frames, key=len), *(frames[place] for place in dict.fromkeys(at))]


def room_for_the_outermost(ax: "Axes") -> None:
    """Let the layout look, of words with one place in their layers, only at those that reach furthest: room for all the others."""
    slots: dict[tuple[int, str], list[Text]] = {}
    counts: dict[str, int] = {}
    for text in ax.texts:
        layer = str(text.get_gid())
        counts[layer] = counts.get(layer, 0) + 1
        slots.setdefault((counts[layer], text.get_ha()), []).append(text)
    for of in slots.values():
        reach = np.array(
            [(*ax.transData.transform(text.xy), len(text.get_text())) for text in of if hasattr(text, "xy")]
        )
        if len(reach) < len(of):
            continue
        x, y, letters = reach.T
        ends = {
            np.argmin(x - LETTER * letters),
            np.argmax(x + LETTER * letters),
            np.argmin(y),
            np.argmax(y),
            np.argmax(letters),
        }
        for place, text in enumerate(of):
            text.set_in_layout(place in ends)
