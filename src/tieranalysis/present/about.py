"""What a page says about itself: where its numbers came from, what it was made with, and what it replaces."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

OGL = "Contains public sector information licensed under the Open Government Licence v3.0"


@dataclass(frozen=True)
class Input:
    """One file that the report read, as the register of raw files describes it."""

    path: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    sha256: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Previous:
    """The last published run: what it read, what it assumed and the headline numbers it gave."""

    made: date
    parameters: dict[str, Any] = field(default_factory=dict)
    inputs: tuple[Input, ...] = ()
    headlines: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class About:
    """Everything on the page that is not in the notebook; only `report` and `made` have to be given."""

    report: str
    made: date
    status: str = "draft"
    notebook: str = ""
    notebook_sha256: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    defaults: dict[str, Any] = field(default_factory=dict)
    inputs: tuple[Input, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)
    checks: tuple[str, ...] = ()
    previous: Previous | None = None
    contact: str = ""
    extract: bool = False
    manifest: str = ""  # the name of the file beside the page that says when the run was and how long each part took
    reports: Mapping[str, str] = field(default_factory=dict)  # other reports by name, each a path relative to the page
    catalogue: str = ""  # the path of the list of all reports, relative to the page
    licence: str = OGL


@dataclass(frozen=True)
class Page:
    """A rendered report: the HTML, the files to write beside it, and what the catalogue lists."""

    html: str
    files: dict[str, bytes]
    headlines: list[dict[str, Any]]
    notices: list[dict[str, str]]
    title: str
    header: dict[str, Any]
