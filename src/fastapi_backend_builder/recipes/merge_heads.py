"""One head of migrations where there are several."""

from fastapi_backend_builder.plan import Create, Plan
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.project.migrations import heads_of
from fastapi_backend_builder.render.format import format_all
from fastapi_backend_builder.render.merge import render_merge


def merge_heads(project: Project, command: str) -> Plan:
    """The plan that adds a revision which follows every head; empty where there is one."""
    heads = heads_of(project.revisions)
    if len(heads) == 1:
        return Plan(command)
    sources = format_all(render_merge(heads, project.path()), project.root)
    reason = f"join {', '.join(heads)}"
    return Plan(command, tuple(Create(p, project.encoded(s), reason) for p, s in sources.items()))
