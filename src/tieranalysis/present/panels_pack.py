"""What a reader of an authority's pack may try: another measure of the money, another deal, another scenario.

Each panel carries the sentence of the pack that depends on it, so the main points move with it. Where there is nothing to try,
a sentence says why and stands in its place.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tieranalysis.present import answers_joining as deals
from tieranalysis.present import answers_pack as say
from tieranalysis.present.block import Block, block
from tieranalysis.present.moving_tables import moving_table
from tieranalysis.present.panel import explorer

STILL = "nothing, by one point"
ORDER = ["assumption", "value", "unit", "grade", "moves", "effect", "effect_unit", "source"]
UNITS = {"uplift": "rate", "pooled_share": "rate"}


def money_panel(place: pd.Series, money: pd.DataFrame, basis: str, year: str, status: str) -> Block:
    """Let a reader choose another measure of the money; `money` comes from `ranked_on_bases`."""
    grid = money[["title", "amount_gbp", "share_of_tier", "share_of_both", "amount_per_head_gbp"]].rename(
        columns={"title": "basis", "amount_per_head_gbp": "each_gbp"}
    )
    grid["share_rate"] = grid.pop("share_of_both") if place["tier"] == "county" else grid["share_of_tier"]
    grid["measure"] = money["title"].str.lower()
    grid["place_said"] = [say.place_answer(place, row, year, status) for _, row in money.iterrows()]
    grid["rank_said"] = [say.rank_words(place, row) for _, row in money.iterrows()]
    return explorer(
        grid.drop(columns=["share_of_tier", "share_of_both"], errors="ignore"),
        {"basis": "Measure"},
        ["amount_gbp", "share_rate", "each_gbp"],
        start={"basis": money.set_index("basis").at[basis, "title"]},
        also=["measure", "rank_said"],
        sentence="{place_said}",
        headline=f"The money of {place['name']} on another measure",
        labels={"amount_gbp": "Amount", "share_rate": say.share_label(place), "each_gbp": "For each resident"},
        decimals={"each_gbp": 0},
    )


def joining_panel(
    place: pd.Series, grid: pd.DataFrame, start: dict[str, object], illustrative: bool, held: bool = True
) -> Block:
    """Let a reader choose who joins, how much longer calls take, how many any agent can take, and the rule of sharing.

    `grid` comes from `joining_to_try`; `start` has uplift and pooled_share; `held` says whether any council's calls are.
    """
    if grid.empty:
        return _instead(deals.joining_answer(place["name"], grid, illustrative), "" if held else deals.NO_CALLS)
    groups = grid.groupby(["joining", "uplift", "pooled_share"], sort=False)
    whole = pd.concat([_with_words(place["name"], rows, illustrative) for _, rows in groups], ignore_index=True)
    return explorer(
        whole,
        {"joining": "Who joins", "uplift": "A pooled call takes longer by", "pooled_share": "Calls that any agent can take", "rule": "Shared"},
        ["alone_gbp", "share_gbp", "saving_gbp"],
        start={"joining": grid["joining"].iloc[0], "rule": deals.RULES["shapley"], **start},
        sentence=deals.JOINING,
        also=["deal_said"],
        headline=f"What {place['name']} would pay for one contact centre, under another deal",
        labels={"alone_gbp": "Alone, a year", "share_gbp": "Its share, a year", "saving_gbp": "Saving, a year"},
        unit=UNITS,
        decimals={"uplift": 0, "pooled_share": 0},
        notes=["Staff cost only. The reports of the contact centres give the costs of changing."],
        illustrative=illustrative,
    )  # fmt: skip


def _with_words(name: str, rows: pd.DataFrame, illustrative: bool) -> pd.DataFrame:
    """One deal under every rule: its sentence in words beside each."""
    joining = rows["joining"].iloc[0]
    said = pd.DataFrame(
        [deals.joining_parts(name, rows, illustrative, rule, joining) for rule in rows["rule"]], rows.index
    )
    notes = [deals.deal_words(rule, joining) for rule in rows["rule"]]
    return rows.assign(deal_said=notes, **said).replace({"rule": deals.RULES})


def programme_panel(place: pd.Series, grid: pd.DataFrame, years: int, illustrative: bool) -> Block:
    """Let a reader choose the scenario of the savings programme and the rule of sharing; `grid` comes from `programme_to_try`."""
    if grid.empty:
        return _instead(
            deals.programme_answer(place["name"], grid, years, illustrative), "" if years else deals.NO_SAVINGS
        )
    parts = [
        _programme_words(place["name"], rows, years, illustrative) for _, rows in grid.groupby("scenario", sort=False)
    ]
    whole = pd.concat(parts, ignore_index=True)
    order = list(grid["scenario"].drop_duplicates())
    return explorer(
        whole.assign(scenario=pd.Categorical(whole["scenario"], order)),
        {"scenario": "Scenario", "rule": "The cost is shared"},
        ["contribution_gbp", "benefit_gbp", "npv_gbp"],
        start={"scenario": order[0], "rule": deals.RULES[grid["rule"].iloc[0]]},
        sentence="{programme_said}",
        headline=f"What the savings programme is worth to {place['name']}, in another scenario",
        labels={"contribution_gbp": "Puts in", "benefit_gbp": "Gains", "npv_gbp": "Worth today"},
        notes=["Worth today is discounted; what is put in and what is gained are not."],
        illustrative=illustrative,
    )  # fmt: skip


def _instead(said: str, how: str) -> Block:
    """A sentence in place of a panel: the main points take it without how to give what is lacking."""
    return block("sentence", slot="explorer", text=f"{said} {how}".rstrip(), said=said)


def _programme_words(name: str, rows: pd.DataFrame, years: int, illustrative: bool) -> pd.DataFrame:
    said = [deals.programme_answer(name, rows, years, illustrative, rule) for rule in rows["rule"]]
    kept = rows.drop(columns=["alone_npv_gbp", "worse_off"])
    return kept.assign(programme_said=said).replace({"rule": deals.RULES})


def rules_table(
    panel: Block, grid: pd.DataFrame, caption: str, columns: dict[str, str], *, source: str, notes: Sequence[str] = ()
) -> Block:
    """Show a row a rule of sharing that follows the other controls of a panel; where there is none, say so [£ thousand].

    `grid` has a row a case and rule; `columns` gives a heading for each of its amounts: {"share": "Its share"} shows share_gbp.
    """
    if panel.record["kind"] != "explorer":
        return block("sentence", text=panel.record["text"])
    named = {f"{name}_gbp": words for name, words in columns.items()}
    cases = [control["name"] for control in panel.record["controls"] if control["name"] != "rule"]
    shared = [deals.RULES[rule].capitalize().replace("shapley", "Shapley") for rule in grid["rule"]]
    return moving_table(
        grid[[*cases, *named]].assign(shared=shared)[[*cases, "shared", *named]],
        caption,
        follows=panel,
        regardless=["rule"],
        unit=dict.fromkeys(named, "£ thousand"),
        decimals=dict.fromkeys(named, 0),
        labels=named,
        source=source,
        notes=notes,
        illustrative=bool(panel.record["illustrative"]),
    )


def any_illustrative(panels: Sequence[Block]) -> bool:
    """Say whether anything that panels show is made from illustrative inputs.

    >>> any_illustrative([block("sentence", text="Nothing to try.")])
    False
    """
    return any(panel.record.get("illustrative") for panel in panels)


def all_assumptions(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Put tables of assumptions under one another, with what each moves as the column `moves`; empty ones have no row.

    An assumption of which one point more changes nothing says so; a table that has its own column `moves` keeps it.

    >>> one = pd.DataFrame({"assumption": ["Patience"], "value": [120.0], "unit": ["seconds"], "source": ["s"]})
    >>> all_assumptions({"the saving": one, "the worth": one.head(0)})["moves"].to_list()
    ['the saving']
    """
    kept = [_moving(frame, moves) for moves, frame in frames.items() if len(frame)]
    return in_order(pd.concat(kept, ignore_index=True)) if kept else pd.DataFrame(columns=ORDER)


def in_order(frame: pd.DataFrame, *cases: str) -> pd.DataFrame:
    """Put the columns of assumptions in the order that every page has, after those that say the case; others are left out.

    >>> list(in_order(pd.DataFrame(columns=["source", "low", "effect", "assumption", "rate"]), "rate"))
    ['rate', 'assumption', 'effect', 'source']
    """
    return frame[[*cases, *(name for name in ORDER if name in frame)]]


def _moving(frame: pd.DataFrame, moves: str) -> pd.DataFrame:
    if "moves" in frame or "effect" not in frame:
        return frame if "moves" in frame else frame.assign(moves=moves)
    return frame.assign(moves=np.where(frame["effect"] == 0, STILL, moves))
