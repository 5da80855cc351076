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
        notices = [f"not tried, because the project cannot be imported as it is: {before['error']}"]
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
        yield "the OpenAPI document was not compared: the main module has no application"
        return
    yield from list(differences(before, after)) or ["the OpenAPI document stays the same"]


def _advice(after: Project, before: Project) -> str:
    """What is asked for anew may not be installed."""
    new = sorted(_requirements(after) - _requirements(before))
    if new:
        words = " ".join(f"'{requirement}'" for requirement in new)
        return f"the new version requires other packages; install them first: pip install {words}"
    return "correct what the error names, then try again"


def _requirements(project: Project) -> set[str]:
    try:
        found = tomllib.loads(project.text(PYPROJECT))["project"]["dependencies"]
    except (ValueError, KeyError):
        return set()
    return set(found)
