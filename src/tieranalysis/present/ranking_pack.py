"""A district among the districts, for its pack: a chart that follows the measure of the money, and its headline."""

import pandas as pd

from tieranalysis.present.answers_budgets import in_words
from tieranalysis.present.answers_comparison import ordinal
from tieranalysis.present.block import Block, block
from tieranalysis.present.charts.bars import ranked_bars
from tieranalysis.present.moving import moving_figure
from tieranalysis.present.words_budgets import ranking_of_measure

UNITS = {"residents": "people", "amount_gbp": "GBP", "a_head_gbp": "GBP per head"}


def place_ranking(place: pd.Series, ranking: pd.DataFrame, panel: Block, source: str) -> Block:
    """Draw the districts' amounts a head with a pack's own council marked; say why not where it is no district.

    `ranking` comes from `rankings_on_bases`, `panel` from `money_panel`.

    >>> place_ranking(pd.Series({"name": "Essex", "tier": "county"}), pd.DataFrame(), block("sentence"), "").record["text"]
    'Essex is no district, so it is not ranked among them.'
    """
    if place["tier"] != "district":
        return block("sentence", text=f"{place['name']} is no district, so it is not ranked among them.")
    return moving_figure(
        ranked_bars, ranking, "district", "a_head_gbp", follows=panel, words=place_ranking_words,
        said={"name": place["name"]}, shows=["district", *UNITS], data_unit=UNITS, source=source, unit="GBP per head",
        focus=place["name"], average="average_per_head_gbp", average_label="All districts", decimals=0,
    )  # fmt: skip


def place_ranking_words(ranking: pd.DataFrame, name: str) -> dict[str, str]:
    """Describe one measure of `rankings_on_bases` with one district and its place in the headline.

    >>> table = pd.DataFrame({"area": "essex", "year": "2010-11", "status": "outturn", "mid_year": 2010, "title": "Net revenue expenditure",
    ...     "district": ["Harlow", "Chelmsford"], "a_head_gbp": [170.35, 125.54], "average_per_head_gbp": 152.03})
    >>> place_ranking_words(table, "Chelmsford")["headline"]
    'Chelmsford: £126 a head, 2nd highest of two districts'
    >>> place_ranking_words(table.assign(a_head_gbp=[170.35, None]), "Chelmsford")["headline"]
    'No figure per head can be given for Chelmsford'
    """
    known = ranking.set_index("district")["a_head_gbp"].dropna()
    said = dict(ranking_of_measure(ranking))
    if name not in known:
        return said | {"headline": f"No figure per head can be given for {name}"}
    rank = ordinal(int(known.rank(ascending=False, method="min")[name]))
    among = f"{rank} highest of {in_words(len(known))} districts"
    return said | {"headline": f"{name}: £{known[name]:,.0f} a head, {among}"}
