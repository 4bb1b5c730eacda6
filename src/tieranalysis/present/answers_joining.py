"""What joining would bring an authority, in words: one contact centre, and the savings programme, under each rule of sharing."""

from collections.abc import Sequence

import pandas as pd

from tieranalysis.present.answers_budgets import in_words
from tieranalysis.present.answers_savings import listed as every
from tieranalysis.present.numbers import spoken

RULES = {
    "agreed": "as agreed",
    "equal": "equally",
    "budget": "by budget",
    "population": "by population",
    "usage": "by usage",
    "stand_alone": "by what each costs alone",
    "scrb": "by separable costs",
    "shapley": "by the Shapley value",
    "nucleolus": "by the nucleolus",
}
NO_CALLS = "Whoever runs the report gives the calls of its councils in points_file, intervals_file and mapping_file (docs/contact-centres.md)."
NO_SAVINGS = "Whoever runs the report gives the savings registers in savings_file (docs/savings.md)."
JOINING = "{deal} would {effect}, shared {how}; {but}."
UNSHARED = "no rule of sharing would leave it worse off"


def rules_in_words(table: pd.DataFrame) -> pd.DataFrame:
    """Write the rules of a table (method) in words, and that nobody is meant where `who` is empty.

    >>> rules_in_words(pd.DataFrame({"method": ["scrb; shapley"], "worse_off": [0], "who": [""]}))[["method", "who"]].iloc[0].tolist()
    ['By separable costs; by the Shapley value', 'nobody']
    """
    words = ["; ".join(RULES.get(name, name) for name in names.split("; ")) for names in table["method"]]
    who = table["who"].replace("", "nobody")
    return table.assign(method=[said[:1].upper() + said[1:] for said in words], who=who)


def rule_said(table: pd.DataFrame) -> pd.DataFrame:
    """Write the rule of each row (rule) as a panel names it.

    >>> rule_said(pd.DataFrame({"rule": ["scrb"]}))["rule"].to_list()
    ['by separable costs']
    """
    return table.assign(rule=table["rule"].replace(RULES))


def joining_answer(
    name: str, own: pd.DataFrame, illustrative: bool, rule: str = "shapley", joining: str = "All"
) -> str:
    """Say what joining a shared contact centre would bring an authority, and under which rules it would be worse off.

    `own` has a row a rule: rule and saving_gbp [GBP a year]; no row where its calls are not held. `joining` says who joins.

    >>> rows = pd.DataFrame({"rule": ["shapley", "population"], "saving_gbp": [50e3, -20e3]})
    >>> joining_answer("Rochford", rows, True)
    'On illustrative calls, one contact centre for all would save Rochford £50,000 a year, shared by the Shapley value; shared by population it would be worse off than alone.'
    >>> joining_answer("Rochford", rows, False, "population", "All but Essex")
    'One contact centre for all but Essex would leave Rochford £20,000 a year worse off than alone, shared by population; it would be better off shared by the Shapley value.'
    >>> joining_answer("Maldon", rows.iloc[:0], True)
    'What joining would bring Maldon cannot be worked out: no calls of its own are held.'
    """
    if own.empty:
        return f"What joining would bring {name} cannot be worked out: no calls of its own are held."
    return JOINING.format(**joining_parts(name, own, illustrative, rule, joining))


def joining_parts(name: str, own: pd.DataFrame, illustrative: bool, rule: str, joining: str) -> dict[str, str]:
    """Return the parts of the sentence on joining, each of which few deals share: deal, effect, how and but."""
    saving = own.set_index("rule")["saving_gbp"]
    gain = saving[rule]
    amount = spoken(abs(gain), "GBP", 0 if abs(gain) < 999_500 else None)
    opening = "On illustrative calls, one" if illustrative else "One"
    effect = f"leave {name} {amount} a year worse off than alone" if gain < 0 else f"save {name} {amount} a year"
    return {
        "deal": f"{opening} contact centre for {joining[0].lower()}{joining[1:]}",
        "effect": f"have a cost of which {name} has no share by this rule" if pd.isna(gain) else effect,
        "how": RULES[rule],
        "but": _better(saving) if gain < 0 else f"{_worse(list(saving.index[saving < 0]))} than alone",
    }


def _better(saving: pd.Series) -> str:
    good = [RULES[rule] for rule in saving.index[saving >= 0]]
    return f"it would be better off shared {every(good)}" if good else "no rule of sharing would leave it better off"


def _worse(rules: Sequence[str]) -> str:
    return f"shared {every([RULES[rule] for rule in rules])} it would be worse off" if rules else UNSHARED


def deal_words(rule: str, joining: str) -> str:
    """Name a deal in a few words.

    >>> deal_words("shapley", "All but Essex")
    'one contact centre for all but Essex, shared by the Shapley value'
    """
    return f"one contact centre for {joining[0].lower()}{joining[1:]}, shared {RULES[rule]}"


def programme_answer(name: str, own: pd.DataFrame, years: int, illustrative: bool, rule: str = "") -> str:
    """Say what the joint savings programme is worth to an authority, and under which rules it would do better alone.

    `own` comes from `position_in`; no row where it takes no part. Without a `rule` the first is meant.

    >>> rows = pd.DataFrame({"rule": ["agreed", "equal"], "npv_gbp": [1.5e6, -2e5], "worse_off": [False, True]})
    >>> programme_answer("Rochford", rows, 10, True)
    'The illustrative savings programme would be worth £1.5m to Rochford over ten years, its cost shared as agreed; shared equally it would be worse off than alone.'
    >>> programme_answer("Thurrock", rows.iloc[:0], 10, True)
    'Thurrock has no part in the savings programme.'
    >>> programme_answer("Kent", rows.iloc[:0], 0, False)
    'What a joint savings programme would bring Kent cannot be worked out: no savings registers of its county are held.'
    """
    if not years:
        return f"What a joint savings programme would bring {name} cannot be worked out: no savings registers of its county are held."
    if own.empty:
        return f"{name} has no part in the savings programme."
    rows = own.set_index("rule")
    chosen = rule or rows.index[0]
    kind = "illustrative savings programme" if illustrative else "savings programme"
    said = f"The {kind} would be worth {spoken(rows.at[chosen, 'npv_gbp'], 'GBP')} to {name} over {in_words(years)} years, its cost shared {RULES[chosen]}"
    return f"{said}; {_worse(list(rows.index[rows['worse_off']]))} than alone."
