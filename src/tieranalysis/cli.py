"""The command: `tieranalysis build` and its companions. One function a command; the work is done in the rooms."""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click


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
@refusing
def import_(files: tuple[Path, ...], missing: str, prefer: bool) -> None:
    """Read official workbooks (RS and RA) into data/processed: all of them or none."""
    from tqdm import tqdm

    from tieranalysis.load.releases import import_releases

    with tqdm(total=len(files), unit="file", disable=None) as bar:
        for line in import_releases(files, missing=missing, prefer=prefer, progress=lambda path: bar.update()):
            click.echo(line)
