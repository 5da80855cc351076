"""Where the rows of a model are in the API: the URL of its router, and what that is under."""

import ast
import re
from collections.abc import Iterator

from fastapi_backend_builder.errors import ProjectError
from fastapi_backend_builder.project.models import Model
from fastapi_backend_builder.project.project import Project

_ROUTERS = {"APIRouter", "Router"}
_PREFIX = re.compile(r"(?:/[\w-]+)+(?:/\{\w+\}(?:/[\w-]+)+)*")


def prefix_of(project: Project, model: Model) -> str:
    """What the URLs of a model's rows begin with: `/posts`, or `/posts/{post_id}/comments`."""
    path = project.path("api", "v1", "endpoints", f"{model.table}.py")
    source = project.read(path)
    if source is None:
        raise ProjectError(
            f"{path} is not there, and it would say what the URL of a {model.class_name} is",
            hint=f"refer to it by a field instead, which is a ref={model.class_name}",
        )
    found = set(_prefixes(source))
    if len(found) == 1 and _PREFIX.fullmatch(prefix := found.pop()):
        return prefix
    raise ProjectError(
        f"the URL of a {model.class_name} cannot be read from {path}",
        hint=f'write it there as a text: router = Router(prefix="/{model.table}", ...)',
    )


def model_of_parameter(project: Project, model: Model, parameter: str) -> Model:
    """What a row is under by its URL: the model that its column of that name refers to."""
    source = project.read(model.path) or b""
    table = next(_referred_tables(source, model.class_name, parameter), "")
    found = project.find_model(project.table_owner(table) or "")
    if found is None:
        raise ProjectError(
            f"a {model.class_name} is under the row {{{parameter}}} by its URL, and {model.path} "
            "does not say what that is",
            hint=f"give it a column {parameter} with a ForeignKey, or use a ref instead of --under",
        )
    return found


def _prefixes(source: bytes) -> Iterator[str]:
    """Those of all routers that a file makes; "" where it cannot be told."""
    for node in ast.walk(_parse(source)):
        if isinstance(node, ast.Call) and _called(node) in _ROUTERS:
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            match given.get("prefix"):
                case ast.Constant(value=str(prefix)):
                    yield prefix
                case _:
                    yield ""


def _referred_tables(source: bytes, class_name: str, column: str) -> Iterator[str]:
    for class_ in _parse(source).body:
        if isinstance(class_, ast.ClassDef) and class_.name == class_name:
            for statement in class_.body:
                if _binds(statement, column):
                    yield from _tables(statement)


def _binds(statement: ast.stmt, name: str) -> bool:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=bound)) | ast.Assign(targets=[ast.Name(id=bound)]):
            return bound == name
    return False


def _tables(statement: ast.stmt) -> Iterator[str]:
    for node in ast.walk(statement):
        match node:
            case ast.Call(args=[ast.Constant(value=str(target)), *_]) if (
                _called(node) == "ForeignKey"
            ):
                yield target.partition(".")[0]


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _parse(source: bytes) -> ast.Module:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return ast.Module([], [])
