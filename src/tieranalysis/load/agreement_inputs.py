"""What councils supply beside the register of agreements: savings delivered, scores, measures, county members.

A folder of logs need not have savings or scores: what it does not have is empty.
"""

from pathlib import Path

import pandas as pd

from tieranalysis.contract import conform, fields
from tieranalysis.load import reads
from tieranalysis.load.council_reports import reports_folder
from tieranalysis.load.progress import progress_folder
from tieranalysis.load.relations import refuse_strays
from tieranalysis.load.text_table import read_text_table


def _read(table: str, path: Path) -> pd.DataFrame:
    cells = read_text_table(path)
    reads.record(path)
    return conform(cells, table, source=path.name)


def _of_items(table: str, folder: str | Path | None, register: str | Path | None) -> pd.DataFrame:
    path = (Path(folder) if folder else progress_folder()) / f"{table}.csv"
    if path.parent.is_dir() and not path.is_file():
        return conform(pd.DataFrame(columns=list(fields(table))), table)
    frame = _read(table, path)
    refuse_strays(frame, table, Path(register) if register else reports_folder(), path.name)
    return frame


def read_delivered(folder: str | Path | None = None, register: str | Path | None = None) -> pd.DataFrame:
    """Read what initiatives have delivered: item, year, delivered_gbp [GBP], said_by, evidence.

    Raises SchemaError for a row that breaks the contract, or an item that the register does not have.

    >>> read_delivered().columns.to_list()
    ['item', 'year', 'delivered_gbp', 'said_by', 'evidence']
    """
    return _of_items("delivered", folder, register)


def read_viability(folder: str | Path | None = None, register: str | Path | None = None) -> pd.DataFrame:
    """Read the scores for the viability screen: item, value, cost, readiness, support [points of 10], basis, said_by.

    The scores that ship are illustrative, and their `basis` says so.

    >>> read_viability()["basis"].unique().tolist()
    ['illustrative']
    """
    return _of_items("viability", folder, register)


def read_measures(path: str | Path, beside: pd.DataFrame | None = None) -> pd.DataFrame:
    """Read measures by which a programme can be divided: authority, measure, value, unit, as_at, source.

    `beside` holds further measures (authority, measure, value), such as populations; it comes first, and with an empty
    path it is all there is.

    Raises SchemaError for a row that breaks the contract.
    """
    given = [] if str(path) in ("", ".") else [_read("measures", Path(path))]
    return pd.concat([*([] if beside is None else [beside]), *given], ignore_index=True)


def read_county_members(path: str | Path) -> pd.DataFrame:
    """Read county members by district: authority, county_members, spent_gbp [GBP], source; an empty path has none.

    Raises SchemaError for a row that breaks the contract.
    """
    if str(path) in ("", "."):
        return conform(pd.DataFrame(columns=list(fields("county_members"))), "county_members")
    return _read("county_members", Path(path))
