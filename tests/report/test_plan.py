"""The plan is checked whole before anything starts, and every fault is told with its mend."""

import pytest

from tieranalysis import registers
from tieranalysis.report.areas import with_area
from tieranalysis.report.plan import PlanError, read_plan, select
from tieranalysis.report.plan_rules import slug
from tieranalysis.report.siblings import siblings

YEARS = "year: int = 2024\narea: str = 'essex'"


def test_a_grid_makes_a_report_of_every_combination(project):
    project.add("budgets", "print(year)", parameters=YEARS, grid='area = ["essex", "kent"]\nyear = [2007, 2008]')
    plan = read_plan(project.plan)
    assert [r.name for r in plan.reports] == [
        "budgets-essex-2007", "budgets-essex-2008", "budgets-kent-2007", "budgets-kent-2008",
    ]  # fmt: skip
    assert plan.reports[3].parameters == {"area": "kent", "year": 2008}
    assert plan.folder == project.folder


def test_an_output_can_be_named_after_the_grid(project):
    project.add("pack", "area", parameters=YEARS, grid='area = ["essex"]', output="packs/{area}")
    assert read_plan(project.plan).reports[0].output == "packs/essex"


FAULTS = [
    ({"deadline_seconds": 0}, "deadline_seconds is 0; it must be a number above nought"),
    ({"retries": -1}, "retries is -1; it must be a whole number, nought or more"),
    ({"notebok": "x"}, "has 'notebok'; it may have name, notebook, deadline_seconds"),
    ({"values": "yaer = 1"}, "parameter 'yaer' is not declared by the notebook; it declares year, area"),
    ({"values": 'year = "2024"'}, "parameter 'year' is '2024' (str); the notebook declares int"),
    ({"grid": "year = 2024"}, "grid year is 2024; it must be a list with a value for each report"),
    ({"grid": "year = [1]", "values": "year = 2"}, "year is both a parameter and in the grid; keep one"),
    ({"grid": 'area = ["x", "x"]'}, "'r-x' is also where 'r-x' is published"),
    ({"output": "../elsewhere"}, "is not a folder of its own below the output"),
    ({"output": "history/r"}, "is not a folder of its own below the output"),
    ({"values": '"x = 1; import os" = 1'}, "parameter 'x = 1; import os' is not declared by the notebook"),
]


@pytest.mark.parametrize(("table", "message"), FAULTS, ids=lambda v: str(v)[:40])
def test_a_fault_is_told(project, table, message):
    project.add("r", "1", parameters=YEARS, **table)
    with pytest.raises(PlanError) as refused:
        read_plan(project.plan)
    assert message in str(refused.value)
    assert str(refused.value).startswith(str(project.plan))


def test_all_faults_are_told_together(project):
    project.add("one", "1", parameters=YEARS, values="yaer = 1")
    project.add("two", "1", parameters=YEARS, retries=-1)
    with pytest.raises(PlanError) as refused:
        read_plan(project.plan)
    assert len(str(refused.value).splitlines()) == 2


def test_a_missing_plan_and_one_that_is_not_toml(project):
    with pytest.raises(PlanError, match="there is no such plan; name one with --plan"):
        read_plan(project.plan)
    project.plan.write_text("[[reports\n")
    with pytest.raises(PlanError, match="not a TOML file"):
        read_plan(project.plan)


def test_a_notebook_that_is_not_there(project):
    project.add("r", "1").unlink()
    with pytest.raises(PlanError, match=r"there is no notebook r\.ipynb beside the plan"):
        read_plan(project.plan)


def test_names_families_and_patterns_are_chosen(project):
    project.add("budgets", "1", parameters=YEARS, grid="year = [2007, 2008]")
    project.add("savings", "1")
    plan = read_plan(project.plan)
    assert [r.name for r in select(plan, ["budgets"])] == ["budgets-2007", "budgets-2008"]
    assert [r.name for r in select(plan, ["*2008", "savings"])] == ["budgets-2008", "savings"]
    with pytest.raises(PlanError, match="no report is called 'bugdets'; there are budgets, savings"):
        select(plan, ["bugdets"])


def test_an_area_is_given_to_the_reports_that_have_one(project):
    project.add("budgets", "1", parameters=YEARS)
    project.add("other", "1")
    plan = read_plan(project.plan)
    kent = with_area(plan.reports, "kent")
    assert [(r.name, r.output, r.parameters) for r in kent] == [("budgets-kent", "budgets-kent", {"area": "kent"})]
    assert with_area(plan.reports, "essex") == plan.reports[:1]
    with pytest.raises(PlanError, match="none of the reports chosen declares a parameter called area"):
        with_area(plan.reports[1:], "kent")


PACK = "authority: str = 'E07000075'\narea: str = 'essex'\nyear: str = '2010-11'"


def test_packs_of_another_area_are_those_of_its_own_authorities(project):
    project.add("pack", "1", parameters=PACK, grid='authority = ["E10000012", "E07000075"]')
    project.add("overview", "1", parameters="area: str = 'essex'")
    plan = read_plan(project.plan)
    made = with_area(plan.reports, "cumbria")
    named = registers.members("cumbria", "2010-11")["authority"]
    assert [report.parameters["authority"] for report in made if report.family == "pack"] == named.to_list()
    assert {report.parameters["area"] for report in made} == {"cumbria"}
    assert made[0].name == "pack-E10000006-cumbria"
    seen = siblings(made[-1], plan)
    assert seen["pack-E10000006"] == seen["pack-E10000006-cumbria"] == "../pack-E10000006-cumbria/index.html"
    with pytest.raises(PlanError, match="--area atlantis: There is no area 'atlantis'. The areas are: buckinghamshire"):
        with_area(plan.reports, "atlantis")


def test_a_notebook_may_have_an_area_that_no_register_knows(project):
    project.add("pack", "1", parameters=PACK, grid='authority = ["E10000012", "E07000075"]')
    project.add("parks", "1", parameters="area: str = 'essex'")
    project.add("roads", "1", parameters="area: str = 'essex'")
    plan = read_plan(project.plan)
    (parks,) = with_area(select(plan, ["parks"]), "atlantis")
    assert siblings(parks, plan)["roads"] == "../roads-atlantis/index.html"


def test_authorities_of_the_plan_that_no_register_knows_stay_as_they_are(project):
    project.add("pack", "1", parameters=PACK, grid='authority = ["north", "south"]')
    assert [r.name for r in with_area(read_plan(project.plan).reports, "kent")] == [
        "pack-north-kent",
        "pack-south-kent",
    ]
    project.add("own", "1", parameters=PACK.replace("essex", "narnia"), grid='authority = ["E1"]')
    assert with_area(read_plan(project.plan).reports, "kent")[-1].name == "own-E1-kent"


@pytest.mark.parametrize("text", ["../../etc/passwd", "a/b", "CON:", "", ".", "..", "é" * 300, "a\0b", "<b>", "x\ny"])
def test_a_slug_is_always_one_safe_folder_name(text):
    found = slug(text)
    assert found and found not in (".", "..")
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
    assert len(found) < 80


SHAPES = [
    ("[reports]\nname = 'x'", "write each report as a table of its own, [[reports]], in two brackets"),
    ("[report]\nname = 'x'", "it has report; a plan has [settings] and [[reports]]"),
    ("[settings]\ndeadline = 3", "[settings] has deadline; it may have deadline_seconds, retries"),
    ("[settings]\ndeadline_seconds = '3'", "[settings] deadline_seconds is '3'; it must be like 600.0"),
    ("[settings]\nretries = 1.5", "[settings] retries is 1.5; it must be like 1"),
    ("", "it names no report; add a [[reports]] table with name and notebook"),
    ("[[reports]]\nname = 'x'\nnotebook = 'r.ipynb'\nparameters = 3", "write [reports.parameters] as a table"),
    ("[[reports]]\nname = 'a b'\nnotebook = 'r.ipynb'", "a name is letters, digits, dots, underscores and hyphens"),
    ("[[reports]]\nname = 'x'\nnotebook = 'list.ipynb'", "not a notebook of format 4 (it has no list of cells)"),
    ("[[reports]]\nname = 'x'\nnotebook = 'text.ipynb'", "not a notebook that can be read"),
]


@pytest.mark.parametrize(("text", "message"), SHAPES, ids=[message[:30] for _, message in SHAPES])
def test_a_plan_of_another_shape_is_told_what_shape_it_should_have(project, text, message):
    project.add("r", "1")
    (project.folder / "list.ipynb").write_text("[]")
    (project.folder / "text.ipynb").write_text("{'a")
    project.plan.write_text(text)
    with pytest.raises(PlanError) as refused:
        read_plan(project.plan)
    assert message in str(refused.value)
