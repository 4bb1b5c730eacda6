"""What the contact-centre report says in every case of its panel: its own sentences, made for each case and cut into pieces."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np
import pandas as pd

from tieranalysis.present.answers_pooling import cost_words, pooling_words, rounding_words, willing_words
from tieranalysis.present.answers_sharing import (
    alike_words,
    fairness_words,
    hold_out_words,
    own_lines_answer,
    unshared_words,
)
from tieranalysis.present.pieces import in_pieces
from tieranalysis.present.words_contacts import hours_said

Columns = dict[str, list[Any]]
ENDS = ("low", "central", "high")
DRAWN = {f"busiest_{how}_{end}": "agents" for how in ("apart", "together") for end in ENDS}
SAVED = {f"saving_{end}_gbp": "GBP" for end in ENDS}
HEADLINE_UNITS = DRAWN | SAVED | {"break_even_rate": "rate"}
"""The units of the headline numbers in the grid of `contacts_said`."""
WHOLE_HEADLINES = [*DRAWN, "break_even_rate"]
"""Those of them that are shown without decimals."""


@dataclass(frozen=True)
class ContactsSaid:
    """The grid of a panel with what is said in each case; the sentences that follow it, by name; and the columns they name."""

    grid: pd.DataFrame
    sentences: Mapping[str, str]
    also: list[str]


def contacts_said(
    pooled: pd.DataFrame,
    best: pd.DataFrame,
    case: pd.DataFrame,
    hold_outs: pd.DataFrame,
    shared: pd.DataFrame,
    own_lines: pd.DataFrame,
) -> ContactsSaid:
    """Say in every case of the panel what the report says in its own: pooling, rounding, cost, own_lines, hold_out, fairness, rules.

    Takes `pooled_to_try`, and `best_to_try`, `case_to_try`, `hold_outs_to_try`, `sharing_to_try` and `own_lines_to_try` of the
    same cases. "rules" says which rules of sharing come to the same, and which give no share and why. The grid has the controls,
    busiest_apart, busiest_together, saving_rate, hours_said and the columns that are followed.
    """
    keys = list(pooled.columns[: pooled.columns.get_loc("agent_hours_apart")])
    parts = [_by_case(frame, keys) for frame in (case, hold_outs, shared, own_lines)]
    willing = {at: willing_words(rows) for at, rows in best.groupby(keys[1:], sort=False)}
    told = pd.DataFrame(
        [
            {**_pooling(row, willing[at[1:]]), **_of_case(*(part[at] for part in parts))}
            for row, at in zip(pooled.to_dict("records"), _cases(pooled, keys), strict=True)
        ]
    )
    pieces = {name: in_pieces(name, told[name].to_list()) for name in told}
    columns = {name: values for piece in pieces.values() for name, values in piece.columns.items()}
    columns |= _numbers(pooled, [parts[0][at]["saving_gbp"] for at in _cases(pooled, keys)])
    grid = hours_said(pooled[[*keys, "busiest_apart", "busiest_together", "saving_rate"]].assign(**columns))
    return ContactsSaid(grid, {name: piece.sentence for name, piece in pieces.items()}, list(columns))


def _cases(frame: pd.DataFrame, keys: list[str]) -> Iterator[tuple[Any, ...]]:
    return frame[keys].itertuples(index=False, name=None)


def _by_case(frame: pd.DataFrame, keys: list[str]) -> dict[tuple[Any, ...], Columns]:
    """The columns of each case, as lists."""
    columns, places = {name: frame[name].to_numpy() for name in frame}, frame.groupby(keys, sort=False).indices
    return {at: {name: column[rows].tolist() for name, column in columns.items()} for at, rows in places.items()}


def _pooling(row: Mapping[str, Any], willing: str) -> dict[str, str]:
    fewer = tuple(row[f"busiest_saving_rate_{end}"] for end in ("central", "low", "high"))
    needed = row["busiest_together_central"], row["busiest_apart_central"]
    return {
        "pooling": pooling_words(*needed, fewer, row["break_even_rate"], willing),
        "rounding": rounding_words(row["saving_rate"], row["saving_rate_fractional"]),
    }


def _of_case(case: Columns, lost: Columns, shared: Columns, own: Columns) -> dict[str, str]:
    central = case["case"].index("central")
    pivotal = [name for name, alone in zip(lost["partner"], lost["pivotal"], strict=True) if alone]
    return {
        "cost": cost_words(
            case["one_off_gbp"][central], case["net_saving_gbp"][central], tuple(case["pay_back_years"])
        ),
        "own_lines": own_lines_answer(*(own[f"hours_{name}"][0] for name in ("apart", "alone", "together"))),
        "hold_out": hold_out_words(lost["partner"][0], lost["lost_rate"][0], pivotal),
        **_sharing(shared),
    }


def _sharing(shared: Columns) -> dict[str, str]:
    """What is said of the rules: who gains and who is stable, and which rules come to the same or give no share."""
    paid, saved = ({method: [] for method in shared["method"]} for _ in range(2))
    for method, share, saving in zip(shared["method"], shared["share"], shared["saving"], strict=True):
        paid[method].append(share)
        saved[method].append(saving)
    known = [method for method in paid if not isnan(paid[method][0])]
    blocked, why = (dict(zip(shared["method"], shared[name], strict=True)) for name in ("blocked", "why_missing"))
    gains = {method: all(saving > 0 for saving in saved[method]) for method in known}
    alike = alike_words(paid) or ["No two rules come to the same here."]
    return {
        "fairness": fairness_words(gains, {method: blocked[method] for method in known}, shared["least_core"][0]),
        "rules": " ".join([*alike, *unshared_words(why)]),
    }


def _numbers(pooled: pd.DataFrame, savings: Sequence[Sequence[float]]) -> dict[str, Any]:
    """The headline numbers of each case, as `contact_headlines` rounds them; a break-even without end is missing."""
    amounts = dict(zip(SAVED, np.round(np.array(savings), -3).T, strict=True))
    drawn = {name: pooled[name] for name in DRAWN}
    return {**drawn, **amounts, "break_even_rate": pooled["break_even_rate"].replace(np.inf, np.nan)}
