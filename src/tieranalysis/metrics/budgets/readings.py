"""What each reading of the 2007 report's figures gives: ratios and targets, for a panel; and what one point more does."""

from collections.abc import Sequence
from itertools import product

import pandas as pd

from tieranalysis.metrics.budgets.adjust import adjusted_balance
from tieranalysis.metrics.budgets.baselines import efficiency_baselines
from tieranalysis.metrics.budgets.printed import COUNTY, DISTRICTS
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


def readings_beside(by_basis: pd.DataFrame, printed: pd.DataFrame) -> pd.DataFrame:
    """Put the report's ratio in each reading beside the official ratios: reading (in words) and report_ratio, then `by_basis`.

    `by_basis` comes from `balance_by_basis`, `printed` from `printed_balance`; a reading's rows stand below those before.
    """
    parts = [by_basis.assign(reading=READ[row["reading"]], report_ratio=row["ratio"]) for _, row in printed.iterrows()]
    return pd.concat(parts, ignore_index=True)


def baselines_to_try(
    rows: pd.DataFrame, printed: pd.DataFrame, area: str, year: str, rates: Sequence[float]
) -> pd.DataFrame:
    """Ask each rate of each baseline by each year of the review: rate, by_years [years], then as `efficiency_baselines`.

    `baseline` names its tier too. Baselines without an amount are left out.
    """
    found = []
    for rate, years in product(rates, YEARS):
        table = efficiency_baselines(rows, printed, area, year, rate, years)
        found.append(table[table["baseline_gbp"] > 0].assign(rate=rate, by_years=years))
    whole = pd.concat(found, ignore_index=True)
    return whole.assign(baseline=whole["tier"].str.capitalize() + ": " + whole["baseline"])


def targets_to_try(asked: pd.DataFrame) -> pd.DataFrame:
    """Lay `baselines_to_try` out with one row a baseline, rate, convention and year, in the order that a panel shows them in.

    Columns: baseline, rate, convention, by_years [years], by_said (that year in words), baseline_gbp and asked_gbp [GBP a year
    by then].

    >>> one = pd.DataFrame({"baseline": ["County: services"], "rate": 0.03, "by_years": 2, "baseline_gbp": 100.0,
    ...     "multiplicative_gbp": 6.09, "simple_gbp": 6.0, "declining_gbp": 5.91})
    >>> targets_to_try(one)[["convention", "by_said", "asked_gbp"]].to_numpy().tolist()[1]
    ['simple', 'the second year of the review, 2009-10', 6.0]
    """
    named = asked.rename(columns={f"{name}_gbp": name for name in CONVENTIONS})
    keys = ["baseline", "rate", "by_years", "baseline_gbp"]
    long = named.melt(keys, list(CONVENTIONS), "convention", "asked_gbp")
    return long.assign(
        by_said=long["by_years"].map(_nth),
        baseline=pd.Categorical(long["baseline"], list(asked["baseline"].drop_duplicates())),
        convention=pd.Categorical(long["convention"], list(CONVENTIONS)),
    )


def _nth(years: int) -> str:
    return f"the {NTH[years - 1]} year of the review, {REVIEW[years - 1]}"


def figure_assumptions(printed: pd.DataFrame, *statements: pd.DataFrame) -> pd.DataFrame:
    """State the two figures that the report's ratio rests on, in each reading, with what one per cent more of each does to it.

    `printed` comes from `printed_balance`, each of `statements` is the table of that name in one reading. Columns: reading (in
    words), assumption, value, unit, source, grade (the confidence of the reading), moves, effect [ratio] and effect_unit.
    """
    whole = pd.concat(statements, ignore_index=True).set_index(["reading", "statement"])
    found = []
    for row in printed.itertuples(index=False):
        effects = (0.01 * row.ratio, row.ratio / 1.01 - row.ratio)
        words = ("The county’s budget", "The districts’ budgets")
        amounts = (row.county_gbp, row.districts_gbp)
        for name, said, value, effect in zip((COUNTY, DISTRICTS), words, amounts, effects, strict=True):
            grounds = whole.loc[(row.reading, name)]
            found.append(
                _stated(said, value, "GBP", grounds, "the ratio", effect, "ratio") | {"reading": READ[row.reading]}
            )
    return pd.DataFrame(found)


def rate_assumptions(asked: pd.DataFrame, interpreted: pd.DataFrame) -> pd.DataFrame:
    """State the yearly rate, with what one point more of it asks of each baseline in its first year [GBP].

    `asked` comes from `baselines_to_try`. Columns: baseline and rate, then as `figure_assumptions` without reading.
    """
    grounds = interpreted.set_index("statement").loc["efficiency_expected"]
    words = "The yearly efficiency rate"
    found = [
        _stated(
            words, row.rate, "rate", grounds, f"the first year asked of {row.baseline}", 0.01 * row.baseline_gbp, "GBP"
        )
        | {"baseline": row.baseline, "rate": row.rate}
        for row in asked.drop_duplicates(["baseline", "rate"]).itertuples(index=False)
    ]
    return pd.DataFrame(found)


def _stated(
    words: str, value: float, unit: str, grounds: pd.Series, moves: str, effect: float, effect_unit: str
) -> dict[str, object]:
    source = f"Two-Tier Working in Essex (2007), {grounds['reference']}"
    known = {"assumption": words, "value": value, "unit": unit, "source": source}
    return known | {
        "grade": f"confidence {grounds['confidence']}",
        "moves": moves,
        "effect": effect,
        "effect_unit": effect_unit,
    }
