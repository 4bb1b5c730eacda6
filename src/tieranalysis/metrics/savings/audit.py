"""The auditors' questions, asked of every saving: pass, fail or not evidenced, with the reason.

The principles are those of the National Audit Office's reviews of reported savings (realistic baseline, net of cost, not
reallocated, reliable data, price basis stated, effect on services) and of good practice (counted once, attributable,
realised and not promised). Of £2.8bn that it reviewed of the 2007 spending review's savings it found 38 % sound.
"""

from collections.abc import Callable

import pandas as pd

PASS, FAIL, NOT_EVIDENCED = "pass", "fail", "not evidenced"
Answers = list[tuple[pd.Series, str, str]]


def audit_savings(
    savings: pd.DataFrame, one_off_costs: pd.DataFrame, overlaps: pd.DataFrame, evidence: pd.DataFrame
) -> pd.DataFrame:
    """Ask each principle of each saving each year: saving_id, year, principle, question, outcome and reason.

    The outcome is pass, fail or not evidenced; `audit_grades` makes one grade of them.
    """
    asked = savings.reset_index(drop=True)
    if asked.empty:
        return pd.DataFrame(columns=["saving_id", "year", "principle", "question", "outcome", "reason"])
    tables = {"one_off_costs": one_off_costs, "overlap_groups": overlaps, "evidence": evidence}
    parts = [
        _answered(asked, principle, question, answer(asked, tables))
        for principle, (question, answer) in PRINCIPLES.items()
    ]
    return pd.concat(parts).sort_values(["saving_id", "year"], kind="stable", ignore_index=True)


def _answered(savings: pd.DataFrame, principle: str, question: str, answers: Answers) -> pd.DataFrame:
    """Give each row the first answer whose condition holds; the last answer of a principle holds for all that are left."""
    table = savings[["saving_id", "year"]].assign(principle=principle, question=question, outcome="", reason="")
    for condition, outcome, reason in answers:
        open_rows = condition.fillna(False).to_numpy(dtype="bool") & table["outcome"].eq("").to_numpy()
        table.loc[open_rows, ["outcome", "reason"]] = [outcome, reason]
    return table


def _all(savings: pd.DataFrame) -> pd.Series:
    return pd.Series(True, index=savings.index)


def _reliable(savings: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> Answers:
    evidence = tables["evidence"].set_index("evidence_ref")
    kind, verified = savings["evidence_ref"].map(evidence["kind"]), savings["evidence_ref"].map(evidence["verified_by"])
    return [
        (kind.eq("assumption"), NOT_EVIDENCED, "the figure rests on assumptions, not on records"),
        (kind.notna() & verified.notna(), PASS, "evidence is held and has been checked"),
        (kind.notna(), NOT_EVIDENCED, "evidence is held, and nobody has checked it"),
        (_all(savings), NOT_EVIDENCED, "no evidence is named"),
    ]


def _baseline(savings: pd.DataFrame, _: dict[str, pd.DataFrame]) -> Answers:
    return [
        (savings["base_kind"].eq("worst_case"), FAIL, "measured from a worst case, not from an approved plan"),
        (savings["base_kind"].isna(), NOT_EVIDENCED, "nobody has said what the baseline is"),
        (savings["base_gbp"].isna(), NOT_EVIDENCED, "the baseline has no amount"),
        (savings["approved_gbp"] > savings["base_gbp"], FAIL, "saves more than the baseline holds"),
        (_all(savings), PASS, "measured from an approved plan or an outturn"),
    ]


def _net_of_cost(savings: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> Answers:
    cost = savings["saving_id"].map(tables["one_off_costs"].groupby("saving_id")["cost_gbp"].sum())
    saved = savings.groupby("saving_id")["approved_gbp"].transform("sum") - savings.groupby("saving_id")[
        "disbenefit_gbp"
    ].transform("sum")
    return [
        (cost.isna(), NOT_EVIDENCED, "no cost of bringing it about is recorded, not even 0"),
        (saved <= cost, FAIL, "costs as much as it saves over the years of the register"),
        (_all(savings), PASS, "saves more than it costs over the years of the register"),
    ]


def _not_reallocated(savings: pd.DataFrame, _: dict[str, pd.DataFrame]) -> Answers:
    return [
        (savings["reallocated"].isna(), NOT_EVIDENCED, "nobody has looked whether the cost has only moved"),
        (savings["reallocated"].eq(True), FAIL, "the cost has moved to another budget or body"),
        (_all(savings), PASS, "the cost has not moved elsewhere"),
    ]


def _counted_once(savings: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> Answers:
    known = set(tables["overlap_groups"]["overlap_group"])
    same = ["title", "authority", "year", "approved_gbp"]
    return [
        (
            savings.duplicated(same, keep=False) & savings["approved_gbp"].gt(0),
            FAIL,
            "another code has the same title, authority and amount",
        ),
        (savings["overlap_group"].isna(), NOT_EVIDENCED, "nobody has looked for overlaps"),
        (savings["overlap_group"].eq("none"), PASS, "looked for, and no overlap found"),
        (~savings["overlap_group"].isin(known), FAIL, "its overlap group has no rows, so the overlap is not taken out"),
        (_all(savings), PASS, "its overlap is stated and taken out once"),
    ]


def _attributable(savings: pd.DataFrame, _: dict[str, pd.DataFrame]) -> Answers:
    return [
        (
            savings["counterfactual"].isna() & savings["category"].eq("cost_avoidance"),
            FAIL,
            "a cost avoided, without saying what would have been spent",
        ),
        (savings["counterfactual"].isna(), NOT_EVIDENCED, "nobody has said what would have happened without it"),
        (_all(savings), PASS, "what would have happened without it is stated"),
    ]


def _prices(savings: pd.DataFrame, _: dict[str, pd.DataFrame]) -> Answers:
    bases = savings.groupby("saving_id")["price_base"].transform("nunique")
    return [
        (savings["price_base"].isna(), NOT_EVIDENCED, "nobody has said whether the amounts are cash or real"),
        (bases > 1, FAIL, "its years stand in different price bases"),
        (_all(savings), PASS, "the price base is stated"),
    ]


def _service(savings: pd.DataFrame, _: dict[str, pd.DataFrame]) -> Answers:
    worse = savings["service_effect"].eq("worse")
    return [
        (savings["service_effect"].isna(), NOT_EVIDENCED, "nobody has said what it does to the service"),
        (worse & savings["category"].eq("efficiency"), FAIL, "called an efficiency, and the service is worse"),
        (worse & savings["disbenefit_gbp"].isna(), FAIL, "the service is worse, and what that costs is not given"),
        (_all(savings), PASS, "the effect on the service is stated"),
    ]


def _realised(savings: pd.DataFrame, _: dict[str, pd.DataFrame]) -> Answers:
    removed = savings["budget_line_removed"].eq(True).fillna(False)
    return [
        (
            savings["status"].ne("outturn") | savings["delivered_gbp"].isna(),
            NOT_EVIDENCED,
            "promised; the year is not closed",
        ),
        (savings["delivered_gbp"] <= 0, FAIL, "the year is closed and nothing was delivered"),
        (savings["cashable"].eq(True) & ~removed, NOT_EVIDENCED, "delivered, but the money still stands in the budget"),
        (_all(savings), PASS, "delivered in a closed year"),
    ]


PRINCIPLES: dict[str, tuple[str, Callable[[pd.DataFrame, dict[str, pd.DataFrame]], Answers]]] = {
    "reliable data": ("Do the figures come from records that somebody has checked?", _reliable),
    "realistic baseline": ("Is it measured from an approved plan or an outturn, not a worst case?", _baseline),
    "net of cost": ("Is the cost of bringing it about taken off?", _net_of_cost),
    "not reallocated": ("Has the cost gone, or only moved?", _not_reallocated),
    "counted once": ("Is it counted in no other saving?", _counted_once),
    "attributable": ("Would it not have happened anyway?", _attributable),
    "price base stated": ("Is it said whether the amounts are nominal or real?", _prices),
    "service effect shown": ("Is it said what it does to the service?", _service),
    "realised": ("Has it come, or is it promised?", _realised),
}
