"""A notebook with everything a report can hold, made without a kernel: our blocks, other people's, and hostile text."""

from base64 import b64encode
from datetime import date
from io import BytesIO
from itertools import product

import pandas as pd
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tieranalysis import present

HOSTILE = '<script>window.hit=1</script><img src=x onerror="window.hit=1">"\'&{{7*7}}'
COUNCILS = ["Basildon", "Braintree", "Brentwood", "Castle Point", "Chelmsford", "Colchester", "Harlow", HOSTILE]
YEARS = ["2019-20", "2020-21", "2021-22", "2022-23", "2023-24"]
START = {"uplift_rate": 0.05, "patience_seconds": 120, "housing": False, "rule": "Shapley"}


def shown(source, *blocks):
    outputs = [new_output("execute_result", data=block._repr_mimebundle_()) for block in blocks]
    return new_code_cell(source, outputs=outputs)


def notebook_of(blocks):
    return new_notebook(cells=[shown("", block) for block in blocks])


def grid():
    rows = [
        {
            "uplift_rate": uplift,
            "patience_seconds": patience,
            "housing": housing,
            "rule": rule,
            "agents": 100 - 200 * uplift + patience / 60,
            "saving_gbp": 1_200_000 - 20_000_000 * uplift**2 + 1000 * housing - 500_000 * (rule == "Shapley"),
            "verdict": "worth it" if uplift < 0.15 else "not worth it",
        }
        for uplift, patience, housing, rule in product([0, 0.05, 0.2], [60, 120], [False, True], ["Equal", "Shapley"])
    ]
    return pd.DataFrame(rows).sample(frac=1, random_state=1)


def panel():
    controls = {"uplift_rate": "Calls take longer by", "patience_seconds": "Patience", "housing": "With housing calls"}
    return present.explorer(
        grid(),
        {**controls, "rule": "Sharing rule"},
        ["agents", "saving_gbp"],
        start=START,
        sentence="Answering together saves {saving_gbp} a year and is {verdict}.",
    )


def trend():
    frame = pd.DataFrame(
        [
            {"year": year, "tier": tier, "net_gbp": size * (1 + 0.04 * i)}
            for i, year in enumerate(YEARS)
            for tier, size in {"County council": 1.6e9, "Twelve districts": 6.3e8}.items()
        ]
    )
    ax = present.trend(frame, "year", "net_gbp", "tier", unit="GBP", breaks={"2021-22": "Break in series"})
    return present.figure(
        ax,
        alt="Two lines from 2019-20 to 2023-24: the county rises from £1,600m to £1,856m, the districts from £630m.",
        headline="The county grew by as much as all districts together spend in four months",
        subtitle="Net current expenditure, £ million, Essex, 2019-20 to 2023-24",
        source="Revenue Outturn from the Ministry of Housing, Communities and Local Government",
        data=frame,
    )


def ranking():
    frame = pd.DataFrame({"council": COUNCILS, "per_head": [292.0, 280, 273, 263, 226, 220, 187, 171]})
    ax = present.ranked_bars(frame, "council", "per_head", unit="GBP per head", focus="Harlow", average=239)
    return present.figure(
        ax,
        alt="Bars from Basildon at £292 down to £171 a head.",
        headline=f"Basildon spends most {HOSTILE}",
        subtitle="Net current expenditure per head, £",
        data=frame,
        follows=panel(),
    )


def council_table():
    frame = pd.DataFrame(
        {
            "council": [*COUNCILS, "All districts"],
            "net_gbp": [21_912_345, 18_712_345, -9_512_345, 8_900_000, 31_400_123, 29_811_111, 12_101_000, None, None],
            "share_rate": [0.2, 0.18, -0.09, 0.08, 0.3, 0.28, 0.12, None, None],
        }
    )
    flags = pd.DataFrame(None, index=frame.index, columns=["net_gbp", "share_rate"], dtype=object)
    flags.loc[0, "net_gbp"], flags.loc[7, "net_gbp"] = "p", "c"
    notes = ["A district does not run schools.", HOSTILE]
    return present.table(
        frame, "Net current expenditure by council", flags=flags, total=True, source="Revenue Outturn", notes=notes
    )


def wide_table():
    values = {f"{year}-{year + 1 - 2000:02d}": [1234.5 + year, 99_999.5 - year] for year in range(2003, 2020)}
    return present.table(pd.DataFrame({"council": ["Maldon", HOSTILE], **values}), "Seventeen years", unit="calls")


def assumptions():
    return present.assumptions(
        pd.DataFrame(
            {
                "assumption": ["Pay award", "Cost of an agent", HOSTILE],
                "value": [0.035, 31_000, None],
                "unit": ["rate", "GBP", "calls"],
                "low": [0.02, 28_000, None],
                "high": [0.05, 36_000, None],
                "effect": [9_900_000, -1_200, None],
                "effect_unit": ["GBP", "GBP", ""],
                "source": ["National Joint Council pay offer", "Council returns", HOSTILE],
            }
        )
    )


def others():
    """What notebooks that do not use this package leave behind."""
    fig, out = Figure((2, 1)), BytesIO()
    fig.subplots().plot([1, 2])
    fig.savefig(out, format="png", dpi=50)
    frame = pd.DataFrame({"calls": [1200, 3], HOSTILE: [0.5, None]}, index=["Monday", HOSTILE])
    return new_code_cell(
        "other()",
        outputs=[
            new_output(
                "display_data", data={"image/png": b64encode(out.getvalue()).decode(), "text/plain": "<Figure>"}
            ),
            new_output("execute_result", data={"text/html": frame._repr_html_(), "text/plain": repr(frame)}),
            new_output(
                "display_data", data={"text/html": HOSTILE + '<p style="color:red" onclick="x()">Kept words</p>'}
            ),
            new_output("stream", name="stdout", text=f"\x1b[31mprinted{HOSTILE}\x1b[0m " + "long" * 200),
            new_output("display_data", data={"application/javascript": "window.hit=1"}),
            new_output(
                "error", ename="SchemaError", evalue=f"rs.csv, row 7: blank {HOSTILE}", traceback=["Traceback x"]
            ),
        ],
    )


def notebook():
    moves = panel()
    cards = [
        {"label": "Saving a year", "value": "{saving_gbp}"},
        {"label": "County", "value": 1.666e9, "unit": "GBP", "low": 1.6e9, "high": 1.7e9},
        {"label": "Ratio", "value": 2.6, "unit": "ratio"},
        {"label": HOSTILE, "value": HOSTILE},
    ]
    prose = f"Text with [a link](https://www.gov.uk/guidance) and {HOSTILE} and ![far](https://example.org/x.png)."
    follower = pd.DataFrame({"what": ["Saving", "Agents"], "amount": ["{saving_gbp}", "{agents}"]})
    return new_notebook(
        cells=[
            shown("ta.header()", present.header("How big is each tier?", "Essex County Council", period="2023-24")),
            shown("points", present.main_points(["Together they save {saving_gbp} a year.", HOSTILE], follows=moves)),
            shown("cards", present.headlines(cards, follows=moves)),
            shown(
                "notices",
                present.notices([{"title": HOSTILE, "text": HOSTILE, "level": "warning"}, "A return is late."]),
            ),
            new_markdown_cell(
                f"## Spending by tier\n\n{prose}\n\n| a | b |\n|---|---|\n| x | 1234 |\n\n#### Deep\n\nMore."
            ),
            shown("trend", trend(), ranking(), council_table(), wide_table()),
            shown("follow", present.table(follower, "What the panel answers", follows=moves)),
            new_markdown_cell(f"## {HOSTILE}"),
            others(),
            shown("explorer", moves),
            shown("assumptions", assumptions()),
            new_markdown_cell(
                "## Method and limits\n\nGrowth is compounded by service, and pay is weighted by its share."
            ),
        ]
    )


def about():
    file = present.Input("rs.csv", HOSTILE, HOSTILE, "2026-11-20", "9f2c" * 16, "OGL")
    before = present.Previous(
        date(2026, 10, 14), {"year": "2022-23"}, (), [{"label": "County", "value": 1.6e9, "unit": "GBP"}]
    )
    return present.About(
        "budgets",
        date(2026, 11, 21),
        notebook="budgets",
        notebook_sha256="ab" * 32,
        parameters={"year": HOSTILE, "api_key": "do-not-show"},
        defaults={"year": "2023-24", "api_key": ""},
        inputs=(file,),
        versions={"tieranalysis": "0.1.0"},
        checks=("12 of 12 passed",),
        previous=before,
        contact="finance@example.gov.uk",
    )
