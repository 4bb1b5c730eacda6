"""A page from an executed notebook and what is known of the run: for a run that has just ended, and for one approved later."""

import importlib
from collections.abc import Iterable, Mapping
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from tieranalysis.report import publish

RAN = "Every cell of the notebook ran to its end; a run in which one fails is not published."
FACTS = (
    "report", "made", "notebook", "notebook_sha256", "parameters", "defaults", "previous", "siblings", "withheld", "catalogue",
)  # fmt: skip
SETTINGS = ("renderer", "contact", "licence", "extracts")


def rendered(book: Any, facts: Mapping[str, Any], status: str) -> Any:
    """Return the page that the plan's renderer makes of an executed notebook."""
    module, _, name = facts["renderer"].partition(":")
    return getattr(importlib.import_module(module), name)(book, about(facts, status))


def about(facts: Mapping[str, Any], status: str) -> Any:
    """Return what a page says of itself."""
    from tieranalysis.present import About

    return About(
        report=facts["report"],
        made=date.fromisoformat(facts["made"]),
        status=status,
        notebook=facts["notebook"],
        notebook_sha256=facts["notebook_sha256"],
        parameters=facts["parameters"],
        defaults=facts["defaults"],
        inputs=_inputs(facts["inputs"]),
        versions=facts["versions"],
        previous=before(facts["previous"]),
        checks=(RAN,),
        manifest=publish.MANIFEST,
        reports=facts.get("siblings", {}),
        catalogue=facts.get("catalogue", ""),
        extract=any(fnmatchcase(facts["report"], pattern) for pattern in facts["extracts"]),
        **{key: facts[key] for key in ("contact", "licence") if facts.get(key)},
    )


def before(facts: Mapping[str, Any] | None) -> Any:
    """Return the version that a page is compared with, or None."""
    from tieranalysis.present import Previous

    if not facts:
        return None
    made = date.fromisoformat(facts["made"])
    return Previous(made, facts["parameters"], _inputs(facts["inputs"]), facts["headlines"])


def _inputs(items: Iterable[Mapping[str, str]]) -> tuple[Any, ...]:
    from tieranalysis.present import Input

    return tuple(Input(**item) for item in items)
