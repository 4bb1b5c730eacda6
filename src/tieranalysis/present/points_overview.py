"""The county on a page: the answers of the other reports, their ranges, and the three risks that matter most."""

from collections.abc import Mapping, Sequence

import pandas as pd

from tieranalysis.present.answers_agreements import counted
from tieranalysis.present.answers_budgets import in_words, times
from tieranalysis.present.block import Block

NO_REGISTER = "no register of agreements is held"


def overview_source(official: str, calls: str, register: str) -> str:
    """Name the sources of the overview: official returns, the calls, and the register of agreements where there is one.

    >>> overview_source("RS 2010-11", "no calls are held", "")
    'RS 2010-11; calls: no calls are held'
    """
    return "; ".join(part for part in (official, f"calls: {calls}", register) if part)


def risk_sentence(risk: str, low: float, high: float) -> str:
    """Say one risk with its numbers.

    >>> risk_sentence("basis", 3.14, 8.93)
    'Which measure is chosen moves the county-to-districts ratio from 3.14 to 8.93; no ratio stands without its basis.'
    >>> risk_sentence("targets", 9, 9)
    'No savings target is set: all nine asked for are empty, so no saving can be held to one.'
    >>> risk_sentence("silence", 37, 37)
    'All 37 recommendations are overdue or silent: what was agreed cannot be told from what was done.'
    >>> risk_sentence("longer calls", 0.2, 0.5)
    'One contact centre for all saves nothing once calls take 20% longer.'
    """
    if risk == "basis":
        return f"Which measure is chosen moves the county-to-districts ratio from {times(low)} to {times(high)}; no ratio stands without its basis."
    if risk == "targets":
        opening = "No savings target is set" if low == high else "Savings targets are missing"
        which = (
            f"all {in_words(int(high))}" if low == high > 1 else f"{in_words(int(low))} of the {in_words(int(high))}"
        )
        return f"{opening}: {which} asked for {'is' if low == 1 else 'are'} empty, so no saving can be held to one."
    if risk == "silence":
        some = f"Of {counted(int(high), 'recommendation')}, {in_words(int(low))} {'is' if low == 1 else 'are'}"
        whole = f"All {counted(int(high), 'recommendation')} are" if low == high > 1 else some
        return f"{whole} overdue or silent: what was agreed cannot be told from what was done."
    if risk == "longer calls":
        return f"One contact centre for all saves nothing once calls take {low:.0%} longer."
    return "The calls and costs behind the contact-centre answer are illustrative: they show the method, and are no result."


def risks_table(risks: pd.DataFrame, panel: Block | None = None) -> pd.DataFrame:
    """Return the rows of the risks for a table that follows the panel of the contact centres: risk, severity_rate, in_words.

    Where no calls are held there is no panel to follow, and the risks stand as they are.

    >>> risks_table(pd.DataFrame({"risk": ["basis"]})).iloc[0].to_list()
    ['{risk_1}', '{severity_1_rate}', '{risk_1_said}']
    >>> risks = pd.DataFrame({"risk": ["longer calls"], "severity": [1.0], "low": [0.2], "high": [0.5]})
    >>> risks_table(risks, Block({"kind": "sentence"})).to_numpy().tolist()[0]
    ['Longer calls', 1.0, 'One contact centre for all saves nothing once calls take 20% longer.']
    """
    if panel is not None and panel.record["kind"] != "explorer":
        said = [risk_sentence(row.risk, row.low, row.high) for row in risks.itertuples()]
        return pd.DataFrame({"risk": risks["risk"].str.capitalize(), "severity": risks["severity"], "in_words": said})
    places = range(1, len(risks) + 1)
    rows = [(f"{{risk_{place}}}", f"{{severity_{place}_rate}}", f"{{risk_{place}_said}}") for place in places]
    return pd.DataFrame(rows, columns=["risk", "severity", "in_words"])


def overview_answers(contacts: Block, savings: Block, agreements: str) -> list[str]:
    """Return the answers of the other reports, each that of its panel, or what stands in place of the panel.

    `contacts` comes from `pooling_panel`, `savings` from `scenario_panel`.
    """
    pooling = "{pooling_said}" if _tried(contacts) else str(contacts.record["said"])
    worth = "{savings_said} {worth_said}" if _tried(savings) else str(savings.record["said"])
    return ["{balance_said}", "{comparison_said}", pooling, worth, agreements]


def _tried(panel: Block) -> bool:
    return bool(panel.record["kind"] == "explorer")


def overview_points(
    answers: Sequence[str], risks: pd.DataFrame, most: int = 3, contacts: Block | None = None
) -> list[str]:
    """Return the page's main points: the answers, then the worst risks, each the sentence of the panel of the contact centres.

    Where `contacts` is no panel, because no calls are held, the risks stand as they are.

    `risks` comes from `county_risks`; risks of no severity are left out.

    >>> risks = pd.DataFrame({"risk": ["targets", "inputs"], "severity": [1.0, 0.0], "low": [9, None], "high": [9, None]})
    >>> overview_points(["The answer."], risks)
    ['The answer.', 'Risk 1: {risk_1_said}']
    """
    worst = risks[risks["severity"] > 0].head(most)
    follow = contacts is None or _tried(contacts)
    said = [
        f"{{risk_{place}_said}}" if follow else risk_sentence(row.risk, row.low, row.high)
        for place, row in enumerate(worst.itertuples(), 1)
    ]
    return [*answers, *(f"Risk {place}: {words}" for place, words in enumerate(said, 1))]


def overview_headlines(
    targets: pd.DataFrame,
    states: Mapping[str, int],
    has_calls: bool = True,
    has_register: bool = True,
    illustrative: bool = False,
) -> list[dict[str, object]]:
    """Return the four headline numbers of the overview, each with its range or its whole; two follow the panels.

    >>> states = {"done": 0, "items_count": 2}
    >>> overview_headlines(pd.DataFrame({"target_gbp": [None]}), states, illustrative=True)[1]["note"]
    'at the busiest half hour, illustrative'
    """
    fewer: dict[str, object] = {
        "value": "{saving_rate}",
        "low": "{low_rate}",
        "high": "{high_rate}",
        "note": f"at the busiest half hour{', illustrative' if illustrative else ''}",
    }
    if not has_calls:
        fewer = {"value": None, "unit": "rate", "note": "no calls are held"}
    return [
        {"label": "County to districts", "value": "{ratio}", "note": "{others_said}"},
        {"label": "Fewer agents together", **fewer},
        {"label": "Savings targets set", "value": int(targets["target_gbp"].notna().sum()) if has_register else None, "note": f"of {len(targets)} asked for" if has_register else NO_REGISTER},
        {"label": "Recommendations done", "value": states["done"] if has_register else None, "note": f"of {states['items_count']}" if has_register else NO_REGISTER},
    ]  # fmt: skip


def overview_table(rows: Sequence[tuple[str, str, str, str, str]]) -> pd.DataFrame:
    """Return the answers side by side: subject, result, range, grounds, and the name of the report of each.

    >>> overview_table([("Budgets", "3.14", "3.14 to 8.93", "official", "budgets")]).columns.to_list()
    ['subject', 'result', 'range', 'grounds', 'report']
    """
    return pd.DataFrame(rows, columns=["subject", "result", "range", "grounds", "report"])


def side_by_side(
    by_basis: pd.DataFrame,
    illustrative: bool,
    targets: pd.DataFrame,
    states: Mapping[str, int],
    has_calls: bool = True,
    has_register: bool = True,
) -> pd.DataFrame:
    """Return each subject's result with its range and on what grounds it stands, as `overview_table`; cells follow the panels."""
    known, set_count = by_basis["ratio"].dropna(), int(targets["target_gbp"].notna().sum())
    grounds = "illustrative inputs" if illustrative else "councils' own data"
    pooled = (
        ("{saving_rate}", "{range_said}", grounds)
        if has_calls
        else ("not available", "not available", "no calls are held")
    )
    asked = (f"{set_count} of {len(targets)}", "not set is not nought", "2007 report, recommendation 31")
    done = (f"{states['done']} of {states['items_count']}", f"{states['silent']} silent", "log of progress")
    if not has_register:
        asked = done = ("not available", "not available", NO_REGISTER)
    return overview_table(
        [
            ("Budgets: county to districts", "{ratio}", f"{_said(known.min())} to {_said(known.max())}" if len(known) else "not available", "{returns_said}", "budgets"),
            ("Tier comparison: rank among counties", "{rank_said}", "{ranks_said}", "{returns_said}", "tier_comparison"),
            ("Contact centres: fewer agents together", *pooled, "contact_centres"),
            ("Savings: targets set", *asked, "savings"),
            ("Agreements: recommendations done", *done, "agreements"),
        ]
    )  # fmt: skip


def _said(ratio: float) -> str:
    return "not available" if pd.isna(ratio) else times(ratio)
