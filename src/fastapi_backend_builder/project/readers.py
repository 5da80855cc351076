"""Who may read the rows of a model, as the syntax of the endpoints says.

Only what is certain counts: an endpoint with a dependency that is not one of the known ones is
closed, and so is one whose router is included in a way that cannot be read.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from fastapi_backend_builder.project.models import Model
from fastapi_backend_builder.project.module import Function, Module, read_module
from fastapi_backend_builder.project.project import Project

_FOLDER = ("api", "v1", "endpoints")
_INCLUDING = ("router.py", "public.py")
_MAIN = "router"
# Keywords that let nobody in and keep nobody out.
_HARMLESS = {
    *("prefix", "tags", "response_model", "status_code", "summary", "description", "responses"),
    *("deprecated", "include_in_schema", "name", "operation_id", "response_class", "etag"),
}
_HARMLESS_DECORATORS = {"with_etag"}
_SIGNED_IN = {"SignedIn", "CurrentUser", "get_current_user"}
# Types of parameters that ask nothing of who sends the request.
_NEUTRAL = {
    *("AsyncDbSession", "DbSession", "IfMatch", "WithETag"),
    *("Id", "UUID", "int", "str", "bool"),
}
_NEUTRAL_CALLS = {"Query", "Path", "Paginated", "Field"}


@dataclass(frozen=True)
class Readers:
    """`why_not` says what is not certain, where neither is true for that reason."""

    everybody: bool = False
    signed_in: bool = False
    why_not: str = ""


class _UnclearError(Exception):
    """Something may keep readers out; the message says what."""


class _ClosedError(Exception):
    """A permission is asked for."""


def readers_of(project: Project, model: Model) -> Readers:
    path, module = _endpoints(project, model)
    found, why_not = set(), ""
    for endpoint in _reading(module, model):
        try:
            found.add(_asks_for_sign_in(project, path, module, endpoint))
        except _UnclearError as unclear:
            why_not = f"{path}: {unclear}"
        except _ClosedError:
            continue
    return Readers(False in found, bool(found), "" if found else why_not)


def is_under_rows_of_users(project: Project, model: Model) -> bool:
    """Whether the URL goes through other rows, and the endpoints ask who it is."""
    _, module = _endpoints(project, model)
    prefixes = (ast.unparse(value) for call in module.routers.values() for value in _prefix(call))
    return any("{" in prefix for prefix in prefixes) and "CurrentUser" in module.names_read


def _prefix(call: ast.Call) -> Iterator[ast.expr]:
    return (keyword.value for keyword in call.keywords if keyword.arg == "prefix")


def _endpoints(project: Project, model: Model) -> tuple[str, Module]:
    """Their module is called like the table, as long as nobody renames one of the two."""
    usual = project.path(*_FOLDER, f"{model.table}.py")
    if text := project.text(usual):
        return usual, read_module(text)
    asked = re.compile(rf"\b{model.class_name}(Response|WithRelated)\b")
    for path in project.python_files(*_FOLDER):
        if asked.search(text := project.text(path)):
            return path, read_module(text)
    return usual, read_module("")


class _Endpoint(NamedTuple):
    """A function, on which router it is, and with which options."""

    router: str
    options: list[ast.keyword]
    function: Function


def _reading(module: Module, model: Model) -> Iterator[_Endpoint]:
    """The endpoints that answer a GET with rows."""
    answer = rf"(PaginatedResponse\[)?{model.class_name}(Response|WithRelated)\]?"
    for function in module.functions:
        for call in function.decorator_list:
            match call:
                case ast.Call(func=ast.Attribute(value=router, attr="get"), keywords=options):
                    shown = [k.value for k in options if k.arg == "response_model"]
                    if any(re.fullmatch(answer, ast.unparse(value)) for value in shown):
                        yield _Endpoint(ast.unparse(router), options, function)


def _asks_for_sign_in(project: Project, path: str, module: Module, endpoint: _Endpoint) -> bool:
    """Whether somebody has to be signed in, and no more than that."""
    router, options, function = endpoint
    for decorator in function.decorator_list:
        if not _is_route(decorator) and ast.unparse(decorator) not in _HARMLESS_DECORATORS:
            raise _UnclearError(f"the decorator @{ast.unparse(decorator)}")
    if router not in module.routers:
        raise _UnclearError(f"what {router} is cannot be read")
    known = _Known(project.package, module)
    asks = [
        known.dependencies(module.routers[router].keywords),
        known.dependencies(options),
        *map(known.parameter, _parameters(function)),
        _included(project, path, router),
    ]
    return any(asks)


def _is_route(decorator: ast.expr) -> bool:
    match decorator:
        case ast.Call(func=ast.Attribute(attr="get" | "head")):
            return True
    return False


def _parameters(function: Function) -> Iterator[ast.arg]:
    for default in (*function.args.defaults, *function.args.kw_defaults):
        # Anything else may be a dependency.
        if not isinstance(default, ast.Constant | None):
            raise _UnclearError(f"{function.name} has the default {ast.unparse(default)}")
    yield from (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)


def _included(project: Project, path: str, router: str) -> bool:
    """Whether the router is included where somebody has to be signed in."""
    stem = path.rpartition("/")[2].removesuffix(".py")
    package = ".".join([project.package, *_FOLDER])
    for file in _INCLUDING:
        module = read_module(project.text(project.path("api", "v1", file)))
        asks = _includes(_Known(project.package, module), f"{package}.{stem}.{router}")
        if asks is not None:
            module_name = file.removesuffix(".py")
            return _mounted(project, f"{project.package}.api.v1.{module_name}.router") or asks
    raise _UnclearError("no router of api/v1 includes it in a form that can be read")


def _includes(known: "_Known", name: str) -> bool | None:
    """Whether a module includes a router behind a sign-in; None where it does not include it."""
    module = known.module
    for receiver, argument, keywords in module.includes:
        if module.dotted(argument) == name:
            if receiver not in module.routers:
                raise _UnclearError(f"what {receiver} is that includes it cannot be read")
            outer = False if receiver == _MAIN else _includes(known, receiver)
            if outer is None:
                raise _UnclearError(f"nothing includes {receiver}, which includes it")
            own = known.dependencies(module.routers[receiver].keywords)
            return known.dependencies(keywords) or own or outer
    return None


def _mounted(project: Project, name: str) -> bool:
    """Whether the application includes a router behind a sign-in of its own."""
    module = read_module(project.text(project.path("main.py")))
    known = _Known(project.package, module)
    if module.gives_dependencies:
        raise _UnclearError("main.py has dependencies for all routes")
    for _, argument, keywords in module.includes:
        if module.dotted(argument) == name:
            return known.dependencies(keywords)
    raise _UnclearError("main.py does not include the routers of api/v1 in a form that can be read")


@dataclass(frozen=True)
class _Known:
    """What the names of a module ask of who sends a request."""

    package: str
    module: Module

    def dependencies(self, keywords: Iterable[ast.keyword]) -> bool:
        """Whether they hold a sign-in; raises _UnclearError for what is not known."""
        if self.module.changes_dependencies:
            raise _UnclearError("dependencies are added to a router later")
        found = False
        for keyword in keywords:
            if keyword.arg == "dependencies":
                if not isinstance(keyword.value, ast.List):
                    raise _UnclearError(f"dependencies={ast.unparse(keyword.value)}")
                found |= any([self._dependency(item) for item in keyword.value.elts])
            elif keyword.arg not in _HARMLESS:
                raise _UnclearError(f"{keyword.arg or '**'}={ast.unparse(keyword.value)}")
        return found

    def _dependency(self, item: ast.expr) -> bool:
        match item:
            case ast.Call(func=ast.Name(id="Depends"), args=[inner], keywords=[]):
                return self._dependency(inner)
            case ast.Call(func=ast.Name(id="Requires")):
                raise _ClosedError
            case ast.Name(id=name) if name in _SIGNED_IN and self._is_own(name):
                return True
        raise _UnclearError(f"the dependency {ast.unparse(item)}")

    def parameter(self, parameter: ast.arg) -> bool:
        """Whether it is the user who is signed in."""
        match parameter.annotation:
            case ast.Name(id=name) if name in _SIGNED_IN and self._is_own(name):
                return True
            case ast.Name(id=name) if name in _NEUTRAL and self._is_neutral(name):
                return False
            case ast.Name(id=name) if self._asks_for_permission(name):
                raise _ClosedError
            case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[_, *said])):
                if all(map(self._says_nothing_of_users, said)):
                    return False
        raise _UnclearError(f"the parameter {ast.unparse(parameter)}")

    def _is_own(self, name: str) -> bool:
        """Whether it is the one of the project's dependencies."""
        return self.module.imported.get(name) == f"{self.package}.dependencies.{name}"

    def _is_neutral(self, name: str) -> bool:
        origin = self.module.imported.get(name, "builtins")
        return self._is_own(name) or origin.partition(".")[0] in ("kit", "uuid", "builtins")

    def _asks_for_permission(self, name: str) -> bool:
        return "Requires(" in ast.unparse(self.module.values.get(name, ast.Name("")))

    def _says_nothing_of_users(self, said: ast.expr) -> bool:
        match said:
            case ast.Call(func=ast.Name(id=name)) if name in _NEUTRAL_CALLS:
                root = self.module.imported.get(name, "").partition(".")[0]
                return self._is_own(name) or root in ("fastapi", "pydantic")
            case ast.Attribute(attr="related"):
                return True
        return False
