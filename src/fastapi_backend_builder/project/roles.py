"""The roles of a project: the members of its enum."""

import ast
from collections.abc import Iterator

from fastapi_backend_builder.errors import ProjectError
from fastapi_backend_builder.project.project import Project

ENUM = "Role"


def role_members(project: Project) -> dict[str, str]:
    """The name of each role's member, by its value."""
    path = project.path("models", "user.py")
    try:
        body = ast.parse(project.text(path)).body
    except (SyntaxError, ValueError):
        body = []
    classes = [node for node in body if isinstance(node, ast.ClassDef) and node.name == ENUM]
    if not classes:
        raise ProjectError(
            f"there is no enum {ENUM} in {path}",
            hint="define it there, or leave out --roles and ask for permissions in the endpoints",
        )
    return {value: name for node in classes for name, value in _texts(node)}


def _texts(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(value))):
                yield name, value
