"""The command: `tieranalysis build` and its companions. One function a command; the work is done in the rooms."""

import datetime
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
@click.version_option(package_name="tieranalysis")
def main() -> None:
    """What working in two tiers costs, what joining up would save, and whether it is fair."""


def refusing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn a refusal into one message on standard error and exit status 1."""

    @wraps(command)
    def run(*args: Any, **keywords: Any) -> Any:
        from tieranalysis.contract import TierAnalysisError

        try:
            return command(*args, **keywords)
        except TierAnalysisError as error:
            click.echo(f"tieranalysis: {error}", err=True)
            sys.exit(1)

    return run


@main.command()
@refusing
def check() -> None:
    """Check the raw data against the register and the contracts."""
    from tieranalysis.load.checks import check_data

    problems = check_data(say=click.echo)
    for problem in problems:
        click.echo(f"tieranalysis: {problem}", err=True)
    sys.exit(1 if problems else 0)


@main.command()
@click.argument("names", nargs=-1)
@click.option("--register", type=click.Path(path_type=Path), default=None, help="Another register of downloads (CSV).")
@click.option("--list", "listed", is_flag=True, help="Say what is registered; bring nothing.")
@refusing
def fetch(names: tuple[str, ...], register: Path | None, listed: bool) -> None:
    """Bring publications from the addresses in the register: resumed, held against their hash, never overwritten."""
    from tqdm import tqdm

    from tieranalysis.load.fetch import fetch as bring
    from tieranalysis.load.fetch import listing

    if listed:
        click.echo("\n".join(listing(register)))
        return

    with tqdm(unit="B", unit_scale=True, disable=None) as bar:

        def tick(done: int, total: int | None) -> None:
            bar.total = total
            bar.update(done - bar.n)

        for line in bring(names, register, tick):
            click.echo(line)


@main.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--missing",
    type=click.Choice(["refuse", "mark"]),
    default="refuse",
    show_default=True,
    help="What to do when a council has no row.",
)
@click.option("--prefer", is_flag=True, help="Use these releases for their years from now on.")
@click.option("--together", is_flag=True, help="The files are the parts of one release.")
@click.option("--forecast-from", default="", metavar="YEAR", help="Of a deflator: the first year that is a forecast.")
@click.option(
    "--mid-year", default="", metavar="YEAR", help="Of populations: the year, or years as 2012-2020, to take."
)
@refusing
def import_(files: tuple[Path, ...], **options: Any) -> None:
    """Read official files (RS and RA, populations, a deflator) into data/processed: all of them or none."""
    from tqdm import tqdm

    from tieranalysis.load.releases import import_releases

    with tqdm(total=len(files), unit="file", disable=None) as bar:
        for line in import_releases(files, **options, progress=lambda path: bar.update()):
            click.echo(line)


@main.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--plan", type=click.Path(path_type=Path), default="notebooks/reports.toml", help="The plan (TOML).")
@click.option("--area", default="", help="Make the reports for this area.")
@click.option(
    "--jobs", type=click.IntRange(1), default=None, help="Reports at a time (as many as there are processors)."
)
@click.option("--out", default="reports", help="Where to publish: a folder, or an address that fsspec knows.")
@click.option("--force", is_flag=True, help="Make reports again that are up to date.")
@click.option("--dry-run", is_flag=True, help="Say what would be made, and why; make nothing.")
@click.option("--as-at", type=DAY, default=None, help="The date that pages carry (today).")
@click.option(
    "--engine", type=click.Choice(["tieranalysis", "nbclient"]), default="tieranalysis", help="papermill's engine."
)
@click.option("--executor", type=click.Choice(["fork", "fresh", "dask"]), default=None, help="How processes are had.")
@click.option("--scheduler", default="", help="The address of a Dask scheduler, such as tcp://HOST:8786.")
def build(as_at: datetime.datetime | None, **options: Any) -> None:
    """Make the reports of the plan that are out of date, and publish them."""
    from tieranalysis.report.options import Options
    from tieranalysis.report.run import build as run

    sys.exit(run(Options(as_at=as_at and as_at.date(), **options), say=click.echo))


@main.command()
@click.argument("report")
@click.option("--against", type=DAY, default=None, help="Compare with the last version made by this day.")
@click.option("--out", default="reports", help="Where reports are published.")
def diff(report: str, against: datetime.datetime | None, out: str) -> None:
    """Show the results, assumptions and inputs of a report that moved since an earlier version."""
    from tieranalysis.report import places, versions

    try:
        with places.opened(out) as place:
            since, rows = versions.moved(place.path, report, against and against.date())
    except (versions.VersionError, places.PlaceError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{report}, since {since}:" + ("" if rows else " nothing moved"))
    for kind, name, old, new in rows:
        click.echo(f"  {kind}: {name}: {old} -> {new}")


@main.command()
@click.argument("report")
@click.option("--by", required=True, help="Who approves it.")
@click.option("--as-at", type=DAY, default=None, help="The date of the approval (today).")
@click.option("--plan", type=click.Path(path_type=Path), default="notebooks/reports.toml", help="The plan (TOML).")
@click.option("--out", default="reports", help="Where reports are published.")
def approve(report: str, by: str, as_at: datetime.datetime | None, plan: Path, out: str) -> None:
    """Approve the published version of a report, which then says by whom and when."""
    from tieranalysis.report import lock, places, versions

    on = (as_at or datetime.datetime.now()).date()
    try:
        with places.opened(out) as place:
            versions.approve(place, report, by, on, plan.resolve().parent)
    except (versions.VersionError, places.PlaceError, lock.Held) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{report}: approved by {by} on {on.isoformat()}")
