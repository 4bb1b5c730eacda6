"""Columns and their words in the contact-centre report, and what a reader must know first."""

import pandas as pd

from tieranalysis.present.answers_contacts import CONTROL_WORDS

FIGURES_SHOWN = [
    "centre",
    "offered",
    "service_level_offered_rate",
    "service_level_answered_rate",
    "service_level_virtual_high_rate",
    "abandonment_rate",
    "mean_wait_answered_seconds",
    "aht_seconds",
]
FIGURE_LABELS = {
    "offered": "Calls offered",
    "service_level_offered_rate": "Of offered",
    "service_level_answered_rate": "Of answered",
    "service_level_virtual_high_rate": "Virtual, at most",
    "abandonment_rate": "Hung up",
    "mean_wait_answered_seconds": "Mean wait",
    "aht_seconds": "Handling time",
}
RULE_LABELS = {
    "alone_gbp": "Alone",
    "equal_gbp": "Equal",
    "budget_gbp": "By budget",
    "population_gbp": "By residents",
    "usage_gbp": "By calls",
    "stand_alone_gbp": "By cost alone",
    "scrb_gbp": "SCRB",
    "shapley_gbp": "Shapley",
    "nucleolus_gbp": "Nucleolus",
}


def in_a_list(names: list[str]) -> str:
    """Join names as a sentence does.

    >>> in_a_list(["Essex", "Braintree", "Harlow"])
    'Essex, Braintree and Harlow'
    """
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def period_of(intervals: pd.DataFrame) -> str:
    """Say which months the intervals cover.

    >>> period_of(pd.DataFrame({"start": pd.to_datetime(["2007-04-02T07:30Z", "2008-03-31T16:00Z"])}))
    'April 2007 to March 2008'
    """
    first, last = (f"{day:%B %Y}" for day in (intervals["start"].min(), intervals["start"].max()))
    return first if first == last else f"{first} to {last}"


def named_controls(ranges: pd.DataFrame) -> pd.DataFrame:
    """Write the assumptions of `saving_ranges` in words.

    >>> named_controls(pd.DataFrame({"assumption": ["target_seconds"]}))["assumption"].tolist()
    ['The target wait']
    """
    words = ranges["assumption"].map(lambda name: CONTROL_WORDS.get(name, name))
    return ranges.assign(assumption=words.str[0].str.upper() + words.str[1:])


def contact_notices(illustrative: bool, title: str, assumptions: pd.DataFrame) -> list[dict[str, str]]:
    """Say first what is made up, and how many assumptions have no source.

    >>> contact_notices(False, "Calls of Harlow", pd.DataFrame({"grade": ["A", "D"]}))
    [{'title': 'Assumptions', 'text': '1 of the 2 assumptions has no published source (grade D): replace it with your own.', 'level': 'information'}]
    """
    weak = int((assumptions["grade"] == "D").sum())
    has, it = ("has", "it") if weak == 1 else ("have", "them")
    told = (
        f"{weak} of the {len(assumptions)} assumptions {has} no published source (grade D): replace {it} with your own."
    )
    found = [{"title": "Assumptions", "text": told, "level": "information"}] if weak else []
    if illustrative:
        text = f"Calls, staff and costs are made up ({title}). They show the method; no council supplied them."
        found.insert(0, {"title": "Illustrative figures", "text": text, "level": "warning"})
    return found
