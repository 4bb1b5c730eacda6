"""From an address to a figure: a server of our own, fetch, import, and amounts per head and in real terms worked by hand."""

import functools
import shutil
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pandas as pd
import pytest
from click.testing import CliRunner
from official import DISTRICTS, PEOPLE, deflator_rows, write, year_rows

import tieranalysis as ta
from tieranalysis.cli import main
from tieranalysis.load.catalogue import data_root


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def published(tmp_path, monkeypatch):
    """Publish the two workbooks on this machine, with a register of them and a data folder of one's own."""
    shutil.copytree(data_root() / "raw", tmp_path / "data" / "raw")
    monkeypatch.setenv("TIERANALYSIS_DATA", str(tmp_path / "data"))
    pages = tmp_path / "pages"
    pages.mkdir()
    write({"MYE2 - Persons": year_rows()}, pages / "mye23tablesuk.xlsx")
    write({"Deflators": deflator_rows()}, pages / "deflators.xlsx")
    listening = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(pages)))
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    site = f"http://127.0.0.1:{listening.server_address[1]}"
    register = tmp_path / "downloads.csv"
    register.write_text(
        "name,table,file,address,sha256,page,note\n"
        f"people,population,mye23tablesuk.xlsx,{site}/mye23tablesuk.xlsx,,{site}/about,\n"
        f"prices,deflator,deflators.xlsx,{site}/deflators.xlsx,,{site}/about,\n",
        encoding="utf-8",
    )
    yield register
    listening.shutdown()
    listening.server_close()


def run(*arguments):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_what_is_fetched_and_imported_gives_figures_per_head_and_in_real_terms(published):
    assert run("fetch", "--register", published).count("To use it: tieranalysis import") == 2
    kept = sorted((data_root() / "processed" / "downloads").iterdir())
    assert [path.name[13:] for path in kept] in (
        ["mye23tablesuk.xlsx", "deflators.xlsx"],
        ["deflators.xlsx", "mye23tablesuk.xlsx"],
    )
    output = run("import", "--prefer", *kept)
    assert f"population, mid-2023, {len(PEOPLE)} rows" in output
    assert "deflator, 2022-23 to 2025-26, 4 rows" in output
    # Essex: twelve districts of 1,000, 1,010 ... 1,110 are 12,660 people; 25,320,000 over them is 2,000 a head.
    residents = sum(DISTRICTS.values())
    assert residents == 12_660
    balance = pd.DataFrame(
        {
            "area": "essex",
            "year": "2023-24",
            "tier": ["county", "districts"],
            "amount_gbp": [25_320_000.0, 12_660_000.0],
            "price_base": "cash",
        }
    )
    people, prices = ta.read_table("population"), ta.read_table("deflator")
    per_head = ta.per_head(balance, people)
    assert per_head["amount_per_head_gbp"].to_list() == [2_000.0, 1_000.0]
    # In prices of 2024-25: 100/92.4 of the cash of 2023-24; of 2025-26, a forecast, 1.02 times that.
    assert ta.real_terms(balance, prices, "2024-25")["amount_gbp"].iloc[0] == pytest.approx(25_320_000 / 0.924)
    forecast = ta.real_terms(balance, prices, "2025-26")
    assert forecast["amount_gbp"].iloc[0] == pytest.approx(25_320_000 / 0.924 * 1.02)
    assert forecast["forecast_prices"].all()
    assert "mye23tablesuk.xlsx (imported)" in ta.source_line(people[people["mid_year"] == 2023])
    assert "deflators.xlsx (imported)" in ta.source_line(prices)


def test_what_came_before_is_kept_and_can_be_preferred_again(published, tmp_path):
    run("fetch", "--register", published)
    (kept,) = (data_root() / "processed" / "downloads").glob("*deflators.xlsx")
    run("import", "--prefer", kept)
    assert set(ta.read_table("deflator")["vintage"]) == {kept.name[:12]}
    later = write({"Deflators": deflator_rows(notes=("(1) Forecasts, revised.",))}, tmp_path / "later.xlsx")
    run("import", "--prefer", later)
    run("import", "--prefer", kept)
    assert set(ta.read_table("deflator")["vintage"]) == {kept.name[:12]}
    assert len(list((data_root() / "processed" / "deflator").glob("*.parquet"))) == 2


def test_a_workbook_of_neither_kind_is_refused_as_it_was(tmp_path):
    path = write({"Births": [["a", "b"], [1, 2]]}, tmp_path / "births.xlsx")
    result = CliRunner().invoke(main, ["import", str(path)])
    assert result.exit_code == 1
    assert (
        "births.xlsx: no sheet has E-codes and net current expenditure (sheets: Cover sheet, Births)" in result.output
    )
