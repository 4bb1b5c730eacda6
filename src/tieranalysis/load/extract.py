"""Make the tidy extracts of official figures that ship in data/raw, and register them with what they came from.

Run when a new release is to ship, never by a report; the releases themselves are not kept:

    python -m tieranalysis.load.extract FOLDER

FOLDER holds the releases under any names in it; `sources.csv` beside this module's registers says, by SHA-256, what each
one is. A file that it does not know is refused.
"""

import gzip
import json
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from tieranalysis.contract import SourceError, schema
from tieranalysis.load import reads
from tieranalysis.load.deflator import read_deflator
from tieranalysis.load.population import read_population
from tieranalysis.load.revenue import read_revenue

OGL = {
    "name": "OGL-UK-3.0",
    "title": "Open Government Licence v3.0",
    "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
# What each table is called, what it holds, and where it ships.
TABLES = {
    "revenue": (
        "revenue.csv.gz",
        "Revenue returns of English authorities: RS outturn and RA budget, services to council tax",
    ),
    "population": ("population.csv", "Mid-year population estimates of English districts, 2001 to 2019"),
    "deflator": ("deflator.csv", "GDP deflator, growth on the year before"),
}


def sources() -> pd.DataFrame:
    """Return the releases that the extracts come from, by the SHA-256 of the file.

    >>> sources().set_index("sha256").loc[lambda table: table.index.str.startswith("345f7601"), "title"].iloc[0][:24]
    'Revenue Outturn Summary '
    """
    with (files("tieranalysis.registers") / "sources.csv").open(encoding="utf-8") as lines:
        return pd.read_csv(lines, dtype="str", keep_default_na=False)


def read_source(path: Path) -> tuple[pd.DataFrame, pd.Series]:
    """Read a release that the register of sources knows, and return its table and its row there."""
    known = sources().set_index("sha256")
    digest = reads.sha256(path)
    if digest not in known.index:
        raise SourceError(
            f"{path.name}: no source has the SHA-256 {digest[:12]}…. Add the release to registers/sources.csv, or download it again."
        )
    source = known.loc[digest]
    readers = {
        "revenue": read_revenue,
        "population": read_population,
        "deflator": lambda p: read_deflator(p, source["forecast_from"]),
    }
    return readers[source["table"]](path), source


def write_extract(table: str, frames: list[pd.DataFrame], origins: list[pd.Series], raw: Path) -> dict[str, Any]:
    """Write one table's extract into data/raw and return its entry for the register."""
    name, title = TABLES[table]
    key = schema(table)["primaryKey"]
    whole = pd.concat(frames, ignore_index=True).sort_values(key, ignore_index=True)
    text = whole.to_csv(index=False, lineterminator="\n").encode()
    (raw / name).write_bytes(gzip.compress(text, 9, mtime=0) if name.endswith(".gz") else text)
    return {
        "name": table,
        "path": name,
        "title": title,
        "format": "csv",
        "encoding": "utf-8",
        "hash": f"sha256:{reads.sha256(raw / name)}",
        "publisher": ", ".join(dict.fromkeys(origin["publisher"] for origin in origins)),
        "published": max(origin["published"] for origin in origins),
        "licenses": [OGL],
        "schema": schema(table),
        "sources": [{**origin.drop(["table", "forecast_from"]).to_dict(), "sha256": origin.name} for origin in origins],
    }


def main(folder: str, raw: str = "data/raw") -> None:
    """Write every extract from the releases in a folder, and register them."""
    found = [
        read_source(path)
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file() and reads.sha256(path) in set(sources()["sha256"])
    ]
    package = Path(raw) / "datapackage.json"
    entries = (
        json.loads(package.read_text(encoding="utf-8"))
        if package.exists()
        else {"name": "tieranalysis", "resources": []}
    )
    made = [
        write_extract(
            table, [f for f, s in found if s["table"] == table], [s for _, s in found if s["table"] == table], Path(raw)
        )
        for table in TABLES
    ]
    entries["resources"] = [*made, *(entry for entry in entries["resources"] if entry["name"] not in TABLES)]
    package.write_text(json.dumps(entries, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
