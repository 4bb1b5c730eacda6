"""An authority's pack and the county on a page: shares that add up, places that are known, sentences that follow the numbers."""

import pandas as pd
import pytest

from tieranalysis.contract import SourceError
from tieranalysis.load.council_reports import read_items, read_report_table, register_of
from tieranalysis.load.progress import logs_of, read_progress
from tieranalysis.load.tables import read_table
from tieranalysis.metrics.agreements.participation import parts_of
from tieranalysis.metrics.agreements.progress import progress_on
from tieranalysis.metrics.budgets.choose import one_year
from tieranalysis.metrics.pack import PackError, authority_on_bases, decisions, own_agreements, place_of
from tieranalysis.metrics.risks import county_risks
from tieranalysis.present.answers_agreements import targets_answer
from tieranalysis.present.answers_pack import place_answer
from tieranalysis.present.points_overview import overview_points, risk_sentence
from tieranalysis.registers import members


@pytest.fixture(scope="module")
def essex():
    rows, people = one_year(read_table("revenue"), "2010-11"), read_table("population")
    codes = members("essex", "2010-11")["authority"]
    return {code: authority_on_bases(rows, people, code, "essex", "2010-11").set_index("basis") for code in codes}


def test_the_county_on_every_basis(essex):
    # Published outturn 2010-11, £m: net current 1,924.5 county and 612.6 districts; 1,924.5 / 2,537.1 = 75.9%.
    county = essex["E10000012"].loc["net_current_expenditure"]
    assert county["amount_gbp"] / 1e6 == pytest.approx(1924.5, abs=0.05)
    assert county["tier_gbp"] == county["amount_gbp"], "the county is its tier"
    assert county["share_of_both"] == pytest.approx(0.759, abs=0.001)


def test_shares_of_a_tier_add_up_to_one_on_every_basis(essex):
    districts = members("essex", "2010-11").query("tier == 'district'")["authority"]
    for basis in essex["E10000012"].index:
        assert sum(essex[code].at[basis, "share_of_tier"] for code in districts) == pytest.approx(1), basis
        both = sum(essex[code].at[basis, "share_of_both"] for code in [*districts, "E10000012"])
        assert both == pytest.approx(1), basis


def test_a_unitary_has_its_figures_and_no_share(essex):
    thurrock = essex["E06000034"]
    assert thurrock["amount_gbp"].notna().all()
    assert thurrock[["share_of_tier", "share_of_both", "tier_gbp"]].isna().all(axis=None)


def test_a_missing_council_leaves_the_tiers_total_missing():
    rows, people = one_year(read_table("revenue"), "2010-11"), read_table("population")
    gone = rows[rows["authority"] != "E07000074"]
    rochford = authority_on_bases(gone, people, "E07000075", "essex", "2010-11")
    assert rochford["amount_gbp"].notna().all()
    assert rochford[["tier_gbp", "share_of_tier"]].isna().all(axis=None)
    maldon = authority_on_bases(gone, people, "E07000074", "essex", "2010-11").iloc[0]
    said = place_answer(place_of("E07000074", "essex", "2010-11"), maldon, "2010-11", "outturn")
    assert said == "There are no figures for Maldon District Council in 2010-11 on net current expenditure."


def test_an_authority_of_another_area_is_refused():
    with pytest.raises(PackError, match=r"essex has no authority 'E10000016' in 2010-11\. It has: E10000012 \(Essex\)"):
        place_of("E10000016", "essex", "2010-11")


@pytest.fixture(scope="module")
def now():
    return progress_on(read_items(), read_progress(), "2008-12-01")


@pytest.fixture(scope="module")
def parts():
    return parts_of(read_report_table("parties"), read_report_table("bodies"))


def test_each_authority_has_its_own_part(now, parts):
    rochford, maldon = (own_agreements(now, parts, code) for code in ("E07000075", "E07000074"))
    # Rochford is named in R15 and in all ten areas; Maldon shares the advocacy unit of area 5 alone.
    assert "R15" in set(rochford["item"])
    assert "R15" not in set(maldon["item"])
    assert rochford["item"].str.startswith("A").sum() == 10
    assert maldon.loc[maldon["item"].str.startswith("A"), ["item", "role"]].to_numpy().tolist() == [["A05", "pilot"]]
    assert rochford["item"].is_unique


def test_only_the_district_of_the_agreement_decides_on_its_areas(now, parts):
    asked = read_report_table("agreement_areas")
    ours, theirs = (decisions(own_agreements(now, parts, c), asked, c, parts) for c in ("E07000075", "E07000074"))
    assert ours["why"].str.startswith("its officer advises").sum() == 10
    assert not theirs["why"].str.startswith("its officer advises").any()


def test_what_is_overdue_comes_first(now, parts):
    county = decisions(
        own_agreements(now, parts, "E10000012"), read_report_table("agreement_areas"), "E10000012", parts
    )
    assert county["item"].iloc[0] == "R16"


def test_risks_are_ranked_and_those_that_cannot_be_told_are_left_out():
    bases = pd.DataFrame({"ratio": [2.0, 4.0, None]})
    targets, none = pd.DataFrame({"target_gbp": [1.0, None]}), pd.DataFrame({"state": []})
    risks = county_risks(bases, targets, none)
    assert risks["risk"].to_list() == ["basis", "targets"]
    assert risks["severity"].to_list() == [0.5, 0.5]
    said = overview_points(
        ["The answer."], pd.concat([risks, pd.DataFrame({"risk": ["longer calls"], "severity": [0.0]})])
    )
    assert len(said) == 3, "a risk of no severity is not a risk"
    assert said[2] == "Risk 2: {risk_2_said}", "a risk is a sentence of the panel that can move it"
    assert risk_sentence("targets", 1, 2) == (
        "Savings targets are missing: one of the two asked for is empty, so no saving can be held to one."
    )
    assert risk_sentence("silence", 1, 2) == (
        "Of two recommendations, one is overdue or silent: what was agreed cannot be told from what was done."
    )


def test_targets_that_nobody_asked_for():
    assert targets_answer(0, 0, []) == "The register asks for no savings targets."


def test_another_county_is_never_given_essexs_register():
    with pytest.raises(SourceError, match="The register of agreements that ships is that of essex, not of kent"):
        register_of("kent")
    with pytest.raises(SourceError, match="with logs of progress. Name the folder of kent's in progress"):
        logs_of("kent")
    with pytest.raises(SourceError, match="There is no folder nowhere"):
        register_of("kent", "nowhere")
