"""What the command line asks of a build, and the exit statuses that answer it."""

import datetime
from dataclasses import dataclass
from pathlib import Path

WELL, SOME_FAILED, NOT_STARTED, INTERRUPTED = 0, 1, 2, 130


@dataclass(frozen=True)
class Options:
    """What the command line asks of a build."""

    plan: Path = Path("notebooks/reports.toml")
    out: str = "reports"
    names: tuple[str, ...] = ()
    area: str = ""
    jobs: int | None = None
    force: bool = False
    dry_run: bool = False
    as_at: datetime.date | None = None
    engine: str = "tieranalysis"
    executor: str | None = None
    scheduler: str = ""

    @property
    def made(self) -> datetime.date:
        """The date that pages carry: the one asked for, today by default."""
        return self.as_at or datetime.date.today()
