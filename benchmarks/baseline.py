"""The notebook that the runner is timed on: a CSV of 20,000 rows, six tables, six charts. Also as a plain function."""

import io
from pathlib import Path

import numpy as np
import pandas as pd

YEARS, COUNCILS, LINES = range(2014, 2024), 100, 20
PARAMETERS = 'council: str = "C000"  # which council\nyear: int = 2023  # of account\ngrowth: float = 0.02  # a year'
SETUP = """import matplotlib.pyplot as plt
import pandas as pd

spending = pd.read_csv("spending.csv")
own = spending[spending["council"] == council]
this_year = spending[spending["year"] == year]"""
TABLES = (
    'own[own["year"] == year].groupby("line")[["planned", "spent"]].sum().round(2)',
    'own.groupby("year")[["planned", "spent"]].sum().assign(over=lambda f: f["spent"] - f["planned"]).round(2)',
    'this_year.groupby(["family", "line"])["spent"].mean().unstack(0).round(2)',
    'this_year.groupby("council")["spent"].sum().sort_values(ascending=False).head(25).to_frame()',
    'own.pivot_table(index="line", columns="year", values="spent").round(1)',
    'pd.DataFrame({"year": [year + n for n in range(1, 6)]}).assign(spent=lambda f: (1 + growth) ** (f["year"] - year))',
)
CHARTS = (
    'own[own["year"] == year].set_index("line")[["planned", "spent"]].plot.bar(ax=ax); ax.set_title("Planned and spent")',
    'own.groupby("year")[["planned", "spent"]].sum().plot(ax=ax, marker="o"); ax.grid(True); ax.set_title("In ten years")',
    'this_year.boxplot(column="spent", by="family", ax=ax)',
    'ranked = this_year.groupby("council")["spent"].sum().sort_values(); '
    'ax.bar(range(len(ranked)), ranked, color=["C3" if name == council else "C0" for name in ranked.index]); ax.set_title("Among all")',
    'held = own.pivot_table(index="line", columns="year", values="spent"); shown = ax.imshow(held, aspect="auto"); '
    "ax.set_xticks(range(held.shape[1]), held.columns); ax.set_yticks(range(held.shape[0]), held.index, fontsize=6); fig.colorbar(shown)",
    'ax.plot(range(6), [(1 + growth) ** n for n in range(6)], "--"); ax.fill_between(range(6), 0.9, 1.2, alpha=0.3); '
    'ax.set_title("From here on")',
)


def spending() -> pd.DataFrame:
    """Invent the spending of a hundred councils on twenty lines in ten years [GBP million]."""
    random = np.random.default_rng(2007)
    index = pd.MultiIndex.from_product([range(COUNCILS), YEARS, range(LINES)], names=["number", "year", "line"])
    frame = index.to_frame(index=False)
    planned = random.gamma(2.0, 12.0, len(frame)).round(3)
    return frame.assign(
        council=frame["number"].map("C{:03d}".format),
        family=frame["number"].mod(4).map(dict(enumerate(["Coast", "Hills", "Towns", "Vale"]))),
        line=frame["line"].map("Line {:02d}".format),
        planned=planned,
        spent=(planned * random.normal(1.01, 0.06, len(frame))).round(3),
    )


def write(folder: Path, reports: int) -> None:
    """Write the data, the notebook and a plan of so many reports."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    folder.mkdir(parents=True, exist_ok=True)
    spending().to_csv(folder / "spending.csv", index=False)
    cells = [new_markdown_cell("# Spending of a council"), new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})]
    cells.append(new_code_cell(SETUP))
    for number, (table, chart) in enumerate(zip(TABLES, CHARTS, strict=True), start=1):
        drawn = f"fig, ax = plt.subplots(figsize=(8, 4)); {chart}; plt.show()"
        cells += [new_markdown_cell(f"## {number}"), new_code_cell(table), new_code_cell(drawn)]
    book = new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    nbformat.write(book, folder / "report.ipynb")
    many = -(-reports // COUNCILS)
    if reports % many:
        raise ValueError(
            f"{reports} reports are no whole number of councils in {many} years; ask for a multiple of {many}"
        )
    councils = ", ".join(f'"C{n:03d}"' for n in range(reports // many))
    years = ", ".join(str(year) for year in YEARS[:many])
    table = f'[[reports]]\nname = "base"\nnotebook = "report.ipynb"\n[reports.grid]\ncouncil = [{councils}]\nyear = [{years}]\n'
    (folder / "reports.toml").write_text(table)


def plain(folder: str, council: str) -> int:
    """Make the same tables, charts and page in this process; returns the size of the page."""
    import datetime

    import matplotlib.pyplot as plt
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

    from tieranalysis.present import About, render

    names = {"council": council, "year": 2023, "growth": 0.02}
    exec(SETUP.replace("spending.csv", f"{folder}/spending.csv"), names)
    cells = [new_markdown_cell("# Spending of a council")]
    for table, chart in zip(TABLES, CHARTS, strict=True):
        frame = eval(table, names)
        names["fig"], names["ax"] = plt.subplots(figsize=(8, 4))
        exec(chart, names)
        data = {"text/html": frame._repr_html_(), "text/plain": repr(frame)}
        cells.append(new_code_cell(table, outputs=[new_output("execute_result", data)]))
        cells.append(new_code_cell(chart, outputs=[new_output("display_data", {"image/png": _png(names["fig"])})]))
        plt.close(names["fig"])
    return len(render(new_notebook(cells=cells), About("plain", datetime.date(2026, 1, 1))).html)


def _png(figure: object) -> str:
    from base64 import b64encode

    held = io.BytesIO()
    figure.savefig(held, format="png", bbox_inches="tight")
    return b64encode(held.getvalue()).decode()
