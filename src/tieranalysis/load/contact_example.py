"""The illustrative year of calls: where it comes from, and how it is made.

The council reports give no volumes, staff, costs or handling times, so the contact-centre report runs on a year that is
made up, and says so wherever it shows. It is made call by call from `data/raw/contact_example/points.csv`, whose figures
are stated assumptions with their source: people ring at random, more on Mondays, at mid-morning and when bills go out; whole days are
busier or quieter than expected; a queue in order of arrival, with handling times that vary and callers who hang up,
gives what each half hour then recorded. No staffing formula is used, so the formulas are tested by it and not built into it.

The year is 2007-08, the year of the report; the same seed gives the same file, byte for byte:

    python -m tieranalysis.load.contact_example
"""

import gzip
import hashlib
import heapq
import json
import math
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import NormalDist

import pandas as pd

from tieranalysis.contract import schema
from tieranalysis.load.catalogue import data_root
from tieranalysis.load.contact_points import contact_points

SEED, FIRST, LAST, HALF_HOUR = 34, "2007-04-01", "2008-03-31", 1800
TARGET_SECONDS, PATIENCE_SECONDS = 20.0, 120.0
BANK_HOLIDAYS = (
    "2007-04-06", "2007-04-09", "2007-05-07", "2007-05-28", "2007-08-27",
    "2007-12-25", "2007-12-26", "2008-01-01", "2008-03-21", "2008-03-24",
)  # fmt: skip
# Judgement (grade D): Monday is busiest, and council tax bills and the new year bring calls. Mean about 1.
WEEKDAY = (1.20, 1.05, 0.98, 0.95, 0.82)
MONTH = {4: 1.18, 5: 1.02, 6: 0.96, 7: 0.96, 8: 0.90, 9: 1.02, 10: 1.00, 11: 0.95, 12: 0.76, 1: 1.08, 2: 0.98, 3: 1.22}
WORKING_DAYS = 251  # 261 weekdays of the year, less ten bank holidays
DAY_SPREAD, HANDLING_SPREAD = 0.12, 0.75  # of the log of a day's factor, and of a call's handling time
NORMAL = NormalDist()
# file: its title in the register, and its contract
FILES = {
    "calls.csv.gz": ("Illustrative year of calls, 2007-08, to six contact centres and thirteen lines (made up)", ""),
    "calls.toml": ("Mapping file of the illustrative year of calls", ""),
    "points.csv": (
        "Illustrative hours, volumes, handling times and costs of centres and lines (made up)",
        "contact_points",
    ),
    "assumptions.csv": ("Assumptions of the contact-centre report, with source and grade", "assumptions"),
}
ORIGINS = (
    "Stated assumptions of contact_example/points.csv and this module; judgement (grade D) where nothing else is said",
    "Worcestershire Hub: about 677,000 calls a year, about 50 call takers (press reports)",
    "Socitm unit costs of contact, 2012, as reported by Computerworld and greatemancipator.com",
    "ONS mid-2007 population estimates",
)
HEADER = "centre,start,offered,answered,abandoned,answered_in_target,handle_seconds,wait_seconds\n"


def illustrative_year(points: pd.DataFrame, first: str = FIRST, last: str = LAST, seed: int = SEED) -> str:
    """Make the calls of every point and half hour between two days, as CSV text with local times [contacts, seconds]."""
    days = [day for day in pd.date_range(first, last) if day.day_of_week < 5 and str(day.date()) not in BANK_HOLIDAYS]
    lines = [HEADER]
    for day in days:
        common = random.Random(f"{seed} {day.date()}").random()
        for point in points.to_dict("records"):
            lines += _day(point, day, common, random.Random(f"{seed} {day.date()} {point['centre']}"))
    return "".join(lines)


def _day(point: dict, day: pd.Timestamp, common: float, rng: random.Random) -> Iterator[str]:
    """Make one point's day: half of how busy it is is shared with all other points."""
    opens, closes = (_seconds(point[end]) for end in ("opens", "closes"))
    slots = range(opens, closes, HALF_HOUR)
    usual = _usual(point, slots, day)
    z = (NORMAL.inv_cdf(common) + NORMAL.inv_cdf(_open_unit(rng))) / math.sqrt(2)
    factor = MONTH[day.month] * math.exp(DAY_SPREAD * z - DAY_SPREAD**2 / 2)
    counts = _serve(_arrivals(usual, factor, slots, rng), _staff(usual, point), slots, point["aht_seconds"], rng)
    for slot, count in zip(slots, counts, strict=True):
        yield f"{point['centre']},{day:%Y-%m-%d} {slot // 3600:02d}:{slot % 3600 // 60:02d},{','.join(map(str, count))}\n"


def _usual(point: dict, slots: range, day: pd.Timestamp) -> list[float]:
    """Calls expected in each half hour of an ordinary week, before the month and the day's own factor."""
    shape = [_shape(slot / 3600) for slot in slots]
    return [point["annual_contacts"] / WORKING_DAYS * WEEKDAY[day.day_of_week] * s / sum(shape) for s in shape]


def _shape(hour: float) -> float:
    """Judgement (grade D): a peak at half past ten, a lower one at two, a dip at lunch, little at the ends."""
    return 0.35 + math.exp(-(((hour - 10.3) / 1.4) ** 2)) + 0.7 * math.exp(-(((hour - 14.2) / 1.7) ** 2))


def _arrivals(usual: list[float], factor: float, slots: range, rng: random.Random) -> Iterator[float]:
    """Times of calls, at random within each half hour [seconds after midnight]."""
    for slot, mean in zip(slots, usual, strict=True):
        rate, moment = mean * factor / HALF_HOUR, 0.0
        while (moment := moment - math.log(_open_unit(rng)) / rate) < HALF_HOUR:
            yield slot + moment


def _staff(usual: list[float], point: dict) -> list[int]:
    """Agents on duty: the usual load and a little under its root, and never fewer than one."""
    loads = [mean * point["aht_seconds"] / HALF_HOUR for mean in usual]
    return [max(1, math.ceil(load + 0.7 * math.sqrt(load))) for load in loads]


def _serve(
    arrivals: Iterator[float], staff: list[int], slots: range, aht: float, rng: random.Random
) -> list[list[int]]:
    """Answer calls in order of arrival; return offered, answered, abandoned, in target, handling and wait by half hour."""
    counts = [[0, 0, 0, 0, 0, 0] for _ in slots]
    free, at = [float(slots[0])] * staff[0], 0
    for moment in arrivals:
        while moment >= slots[at] + HALF_HOUR:
            at += 1
            _change_shift(free, staff[at] - staff[at - 1], slots[at])
        wait, row = max(0.0, free[0] - moment), counts[at]
        patience, handling = -PATIENCE_SECONDS * math.log(_open_unit(rng)), _handling(aht, rng)
        row[0] += 1
        if wait > patience:
            row[2] += 1
            continue
        heapq.heapreplace(free, moment + wait + handling)
        row[1], row[3], row[4], row[5] = (
            row[1] + 1,
            row[3] + (wait <= TARGET_SECONDS),
            row[4] + handling,
            row[5] + round(wait),
        )
    return counts


def _change_shift(free: list[float], more: int, moment: float) -> None:
    for _ in range(more):
        heapq.heappush(free, float(moment))
    for _ in range(-more):
        heapq.heappop(free)


def _handling(aht: float, rng: random.Random) -> int:
    z = NORMAL.inv_cdf(_open_unit(rng))
    return max(1, round(aht * math.exp(HANDLING_SPREAD * z - HANDLING_SPREAD**2 / 2)))


def _open_unit(rng: random.Random) -> float:
    """A number between 0 and 1, both excluded."""
    return (rng.getrandbits(52) + 0.5) / 2**52


def _seconds(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 3600 + int(minute) * 60


def main(root: str = "") -> None:
    """Write the year into data/raw and put it into the register of raw files."""
    raw = (Path(root) if root else data_root()) / "raw"
    target = raw / "contact_example" / "calls.csv.gz"
    target.write_bytes(gzip.compress(illustrative_year(contact_points()).encode("utf-8"), mtime=0))
    package = raw / "datapackage.json"
    register = json.loads(package.read_text(encoding="utf-8"))
    made = [_entry(raw / "contact_example" / name, raw) for name in FILES]
    names = {entry["name"] for entry in made}
    register["resources"] = [*(e for e in register["resources"] if e["name"] not in names), *made]
    package.write_text(json.dumps(register, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _entry(path: Path, raw: Path) -> dict:
    entry = {
        "name": f"contact_example_{path.name.split('.')[0]}{'_mapping' if path.suffix == '.toml' else ''}",
        "path": path.relative_to(raw).as_posix(),
        "title": FILES[path.name][0],
        "format": path.name.split(".")[1],
        "encoding": "utf-8",
        "hash": f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}",
        "publisher": "tieranalysis (generated: python -m tieranalysis.load.contact_example)",
        "published": "2026-11-21",
        "licenses": [{"name": "MIT", "title": "MIT licence", "path": "https://opensource.org/license/mit"}],
        "sources": [{"title": origin} for origin in ORIGINS],
        "notices": ["Illustrative: made up from stated assumptions; no council supplied these figures."],
    }
    table = FILES[path.name][1]
    return {**entry, "schema": schema(table)} if table else entry


if __name__ == "__main__":
    main(*sys.argv[1:])
