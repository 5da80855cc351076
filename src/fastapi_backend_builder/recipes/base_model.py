"""What migrations and models take for granted of `BaseModel`, which its owner may have changed."""

import ast
import re
from functools import lru_cache

from fastapi_backend_builder.errors import ProjectError
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.project.classes import ClassOutline, class_outlines
from fastapi_backend_builder.project.template import template_text

_COLUMNS = {"id", "created_at", "updated_at"}


def require_usual_columns(project: Project) -> None:
    """The migration makes the columns of BaseModel, so these have to be the ones it knows."""
    for path, text in project.base_texts.items():
        outlines = {outline.name: outline for outline in class_outlines(text)}
        if base := outlines.get("BaseModel"):
            _check(path, _mapped(base, outlines))
            return


def _check(path: str, written: dict[str, str]) -> None:
    if others := sorted(set(written) - _COLUMNS):
        raise ProjectError(
            f"BaseModel in {path} has columns that the migration would not make: "
            + ", ".join(others),
            hint="move them to a class of their own that models inherit from, too",
        )
    if re.search("uuid|str|bytes", written.get("id", ""), re.IGNORECASE):
        raise ProjectError(
            f"the ids of BaseModel in {path} are {written['id']}, and a resource has integers",
            hint="keep Mapped[int] in BaseModel, and give other ids to single models",
        )


def names_tables_as_usual(project: Project) -> bool:
    """Whether a class without `__tablename__` gets its name in the plural, as in a new project."""
    ours = _naming(template_text("kit/models/base.py") or "")
    return any(_naming(text) == ours for text in project.base_texts.values())


def _mapped(outline: ClassOutline, known: dict[str, ClassOutline]) -> dict[str, str]:
    """With what the bases in the same file have."""
    bases = [known[name] for name in outline.bases if name in known and name != outline.name]
    inherited = {name: text for base in bases for name, text in base.mapped.items()}
    return inherited | outline.mapped


@lru_cache(maxsize=8)
def _naming(text: str) -> list[str] | None:
    """The functions that name tables, without layout; None if the text does not parse."""
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return None
    classes = [node for node in body if isinstance(node, ast.ClassDef)]
    nodes = [*body, *(node for class_ in classes for node in class_.body)]
    names = ("table_name", "__tablename__")
    return [ast.dump(n) for n in nodes if isinstance(n, ast.FunctionDef) and n.name in names]
