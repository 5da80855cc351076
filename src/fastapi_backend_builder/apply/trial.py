"""A plan is tried in a copy of the project before it is written."""

import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

from fastapi_backend_builder.apply.api import differences
from fastapi_backend_builder.apply.staging import describe, staged
from fastapi_backend_builder.errors import BuilderError
from fastapi_backend_builder.plan import Plan
from fastapi_backend_builder.project import Project

PYPROJECT = "pyproject.toml"


def tried(plan: Plan, project: Project) -> Plan:
    """The plan, with what changes in the API; BuilderError if the project would not import."""
    if not plan.changes:
        return plan
    with staged(plan, project) as copy, ThreadPoolExecutor() as pool:
        before, after = pool.map(partial(describe, project), (project.root, copy))
    if "error" in before:
        notices = [f"not tried, as the project cannot be imported now: {before['error']}"]
    elif "error" in after:
        raise BuilderError(
            f"the project could not be imported: {after['error']}",
            hint=f"nothing was changed; {_advice(project.after(plan.changes), project)}",
        )
    else:
        notices = list(_compared(before["document"], after["document"]))
    return replace(plan, notices=(*plan.notices, *notices))


def _compared(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Iterator[str]:
    if before is None or after is None:
        yield "the API was not compared: the main module has no application"
        return
    yield from list(differences(before, after)) or ["the API stays as it is"]


def _advice(after: Project, before: Project) -> str:
    """What is asked for anew may not be installed."""
    new = sorted(_requirements(after) - _requirements(before))
    if new:
        words = " ".join(f"'{requirement}'" for requirement in new)
        return f"the update asks for other packages, so install them first: pip install {words}"
    return "correct what the error names, or take a file of yours back"


def _requirements(project: Project) -> set[str]:
    try:
        found = tomllib.loads(project.text(PYPROJECT))["project"]["dependencies"]
    except (ValueError, KeyError):
        return set()
    return set(found)
