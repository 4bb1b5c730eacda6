"""The savings notebooks as a new user would run them: the example, other scenarios and partners, and a council's own file."""

from pathlib import Path

import nbformat
import pytest

from tieranalysis.contract import TierAnalysisError
from tieranalysis.load.savings_out import write_savings

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def run(name, **parameters):
    """Run the code of a notebook in one namespace, with parameters put after its own; the cells' last values are not shown."""
    cells = [cell.source for cell in nbformat.read(NOTEBOOKS / f"{name}.ipynb", 4).cells if cell.cell_type == "code"]
    names: dict = {}
    exec(cells[0], names)
    unknown = set(parameters) - set(names)
    assert not unknown, unknown
    names.update(parameters)
    for cell in cells[1:]:
        exec(compile(cell, name, "exec"), names)
    return names


@pytest.mark.parametrize(
    "parameters",
    [{}, {"scenario": "colchester_and_braintree", "year": "2010-11", "discount_rate": 0.06}],
    ids=str,
)
def test_the_report_runs(parameters):
    names = run("savings", **parameters)
    assert "No target has been set for" in names["ta"].savings_answer(
        names["tracked"], names["gaps"], names["likely"], names["graded"], names["year"]
    )


def test_the_report_of_a_council_with_its_own_register_in_cash_and_no_other_table(brighton, programme, tmp_path):
    from dataclasses import replace

    from tieranalysis.load.savings import empty

    own = replace(
        programme,
        savings=brighton,
        **{
            name: empty(name)
            for name in (
                "targets",
                "partner_shares",
                "savings_assumptions",
                "one_off_costs",
                "overlap_groups",
                "evidence",
            )
        },
    )
    path = write_savings(own, tmp_path / "own.xlsx")
    names = run("savings", registers=str(path), year="2022-23")
    answer = names["ta"].savings_answer(names["tracked"], names["gaps"], names["likely"], names["graded"], "2022-23")
    assert answer.startswith(
        "£9.5m of £10.5m approved for 2022-23 is delivered; £4.7m is at risk after pressures. No target has been set for procurement. On present evidence none"
    )
    assert not names["illustrative"]


def test_the_explorer_runs_and_refuses_a_wrong_entry():
    moved = run("scenario_explorer")["moved"]
    assert (moved["npv_moved_gbp"].iloc[1:] < 0).all()
    with pytest.raises(TierAnalysisError, match="column 'confidence', value 'fair': not one of high, medium, low"):
        run("scenario_explorer", entry="fair")


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ({"year": "2031-32"}, "The register of savings has nothing for '2031-32'"),
        ({"area": "kent"}, "No savings registers ship for 'kent'"),
        ({"partners": "E06000033"}, "'E06000033' has no share in the savings"),
    ],
)
def test_parameters_that_are_refused(parameters, says):
    with pytest.raises(TierAnalysisError, match=says):
        run("savings", **parameters)
