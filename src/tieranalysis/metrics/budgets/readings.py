"""What each reading of the 2007 report's figures gives: ratios and targets, for a panel; and what one point more does."""

import re
from collections.abc import Sequence

import pandas as pd

from tieranalysis.metrics.budgets.adjust import adjusted_balance
from tieranalysis.metrics.budgets.baselines import efficiency_baselines
from tieranalysis.metrics.savings.efficiency import CONVENTIONS

REVIEW = ("2008-09", "2009-10", "2010-11")  # the years of the Comprehensive Spending Review 2007
NTH = ("first", "second", "third")
READ = {"interpreted": "as it must be read", "printed": "letter for letter"}
YEARS = tuple(range(1, len(REVIEW) + 1))


def readings_to_try(rows: pd.DataFrame, printed: pd.DataFrame, area: str, year: str) -> pd.DataFrame:
    """Set the report's ratio in each reading beside the official one with every adjustment, one row a combination.

    `printed` comes from `printed_balance`, `rows` is the table `revenue` of one year. Columns: reading (in words),
    without_housing_benefit, without_education, without_parish_precepts (true or false), report_ratio, official_ratio
    [county to districts] and times_ratio (the first over the second). Errors as `tier_balance`.
    """
    official = adjusted_balance(rows, area, year).query("not without_levies")
    flags = ["without_housing_benefit", "without_education", "without_parish_precepts"]
    parts = [
        official[[*flags, "ratio"]].rename(columns={"ratio": "official_ratio"}).assign(reading=READ[row["reading"]], report_ratio=row["ratio"])
        for _, row in printed.iterrows()
    ]  # fmt: skip
    table = pd.concat(parts, ignore_index=True)
    table["reading"] = pd.Categorical(table["reading"], list(READ.values()))
    return table.assign(times_ratio=table["report_ratio"] / table["official_ratio"])


def targets_to_try(
    rows: pd.DataFrame, printed: pd.DataFrame, area: str, year: str, rates: Sequence[float]
) -> pd.DataFrame:
    """Work out what each rate asks of each baseline by convention and year, one row a combination.

    Columns: baseline (with its tier), rate, convention, by_years [years], by_said (that year in words), baseline_gbp and asked_gbp [GBP a year by then];
    and for each baseline n what a table of all of them shows: first_n_gbp, multiplicative_n_gbp, simple_n_gbp and
    declining_n_gbp by the third year. Baselines without an amount are left out.
    """
    found = []
    for rate in rates:
        by_then = {n: _known(efficiency_baselines(rows, printed, area, year, rate, n)) for n in YEARS}
        each = _columns(by_then[YEARS[-1]])
        for years, table in by_then.items():
            for name in CONVENTIONS:
                said = {
                    "rate": rate,
                    "convention": name,
                    "by_years": years,
                    "by_said": _nth(years),
                    "baseline_gbp": table["baseline_gbp"],
                }
                words = table["tier"].str.capitalize() + ": " + table["baseline"]
                found.append(
                    pd.DataFrame({"baseline": words, **said, "asked_gbp": table[f"{name}_gbp"]}).assign(**each)
                )
    whole = pd.concat(found, ignore_index=True)
    order = list(whole["baseline"].drop_duplicates())
    return whole.assign(
        baseline=pd.Categorical(whole["baseline"], order),
        convention=pd.Categorical(whole["convention"], list(CONVENTIONS)),
    )


def _nth(years: int) -> str:
    return f"the {NTH[years - 1]} year of the review, {REVIEW[years - 1]}"


def _known(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["baseline_gbp"] > 0].reset_index(drop=True)


def _columns(table: pd.DataFrame) -> dict[str, float]:
    kinds = {"first": "first_year_gbp", **{name: f"{name}_gbp" for name in CONVENTIONS}}
    return {f"{kind}_{n}_gbp": float(table.at[n, column]) for n in table.index for kind, column in kinds.items()}


def targets_table(grid: pd.DataFrame) -> pd.DataFrame:
    """Return a row a baseline whose amounts follow the panel of `targets_to_try`: baseline, its amount, and four columns.

    >>> grid = pd.DataFrame({"baseline": ["County: services"], "baseline_gbp": [1e8]})
    >>> targets_table(grid).iloc[0].to_list()[2:]
    ['{first_0_gbp}', '{multiplicative_0_gbp}', '{simple_0_gbp}', '{declining_0_gbp}']
    """
    amounts = grid.drop_duplicates("baseline")[["baseline", "baseline_gbp"]].reset_index(drop=True)
    amounts["baseline"] = amounts["baseline"].astype("str")
    cells = {kind: [f"{{{kind}_{n}_gbp}}" for n in amounts.index] for kind in ("first", *CONVENTIONS)}
    return amounts.assign(**cells)


def following(grid: pd.DataFrame) -> list[str]:
    """Name the columns of `targets_to_try` that its table follows.

    >>> following(pd.DataFrame(columns=["rate", "asked_gbp", "first_0_gbp", "simple_12_gbp"]))
    ['first_0_gbp', 'simple_12_gbp']
    """
    return [str(name) for name in grid.columns if re.fullmatch(r"[a-z]+_\d+_gbp", str(name))]


def reading_assumptions(
    interpreted: pd.DataFrame, printed: pd.DataFrame, rate: float, confidence: str = "confidence"
) -> pd.DataFrame:
    """State what the rebuilt numbers assume: two figures as read, and the rate, each with what one point more does.

    A figure one per cent larger moves the ratio; a rate one point higher moves the county's first year. Columns:
    assumption, value, unit, source, grade (the confidence of the reading), moves, effect and effect_unit.
    """
    figures, balance = interpreted.set_index("statement"), printed.set_index("reading").loc["interpreted"]
    county, districts = balance["county_gbp"], balance["districts_gbp"]
    moved = {
        "county_budget_2007": ("The county’s budget, as read", county, 0.01 * county / districts),
        "districts_budget_2007": (
            "The districts’ budgets, as read",
            districts,
            county / (1.01 * districts) - county / districts,
        ),
    }
    table = pd.DataFrame(
        [
            {"assumption": words, "value": value, "unit": "GBP", "moves": "the ratio", "effect": effect, "effect_unit": "ratio", "of": name}
            for name, (words, value, effect) in moved.items()
        ]
        + [{"assumption": "The yearly efficiency rate", "value": rate, "unit": "rate", "moves": "the county’s first year", "effect": 0.01 * county, "effect_unit": "GBP", "of": "efficiency_expected"}]
    )  # fmt: skip
    grounds = figures.loc[table["of"]]
    source = "Two-Tier Working in Essex (2007), " + grounds["reference"].astype("str")
    grade = "confidence " + grounds[confidence].astype("str")
    return table.assign(grade=grade.to_numpy(), source=source.to_numpy()).drop(columns="of")
