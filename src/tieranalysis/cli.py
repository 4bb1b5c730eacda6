"""The command: `tieranalysis build` and its companions. One function a command; the work is done in the rooms."""

import datetime
import os
import sys
from pathlib import Path

import click

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
@click.version_option(package_name="tieranalysis")
def main() -> None:
    """What working in two tiers costs, what joining up would save, and whether it is fair."""


@main.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--plan", type=click.Path(path_type=Path), default="notebooks/reports.toml", help="The plan (TOML).")
@click.option("--area", default="", help="Make the reports for this area.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="Reports at a time.")
@click.option("--out", type=click.Path(path_type=Path), default="reports", help="Where to publish.")
@click.option("--force", is_flag=True, help="Make reports again that are up to date.")
@click.option("--dry-run", is_flag=True, help="Say what would be made, and why; make nothing.")
@click.option("--as-at", type=DAY, default=None, help="The date that pages carry (today).")
@click.option(
    "--engine", type=click.Choice(["tieranalysis", "nbclient"]), default="tieranalysis", help="papermill's engine."
)
@click.option("--executor", default="", help="How processes are had: fork, fresh (from the system, by default).")
def build(as_at: datetime.datetime | None, names: tuple[str, ...], **options: object) -> None:
    """Make the reports of the plan that are out of date, and publish them."""
    from tieranalysis.report.options import Options
    from tieranalysis.report.run import build as run

    sys.exit(run(Options(names=names, as_at=as_at and as_at.date(), **options), say=click.echo))  # type: ignore[arg-type]
