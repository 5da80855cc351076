"""No private name of a library is used outside of `kit.compat`."""

import ast
from collections.abc import Iterator
from importlib import import_module
from inspect import getmembers, isclass
from pathlib import Path

import pytest

import kit

KIT = Path(kit.__file__).parent
MODULES = sorted(
    path.relative_to(KIT.parent).as_posix()
    for path in KIT.rglob("*.py")
    if "compat" not in path.parts
)
LIBRARIES = ("aiosqlite", "asyncpg", "fastapi", "psycopg", "sqlalchemy", "starlette")
# Their documentation tells of nothing else in these.
UNDOCUMENTED: dict[str, set[str]] = {
    "fastapi._compat": set(),
    "fastapi.concurrency": {"run_in_threadpool"},
    "fastapi.datastructures": {"UploadFile"},
    "fastapi.dependencies": set(),
    "fastapi.exceptions": {
        *("FastAPIError", "HTTPException", "RequestValidationError", "ResponseValidationError")
    },
    "fastapi.params": set(),
    "fastapi.routing": {"APIRoute", "APIRouter"},
    "fastapi.security.base": set(),
    "fastapi.utils": set(),
    "sqlalchemy.orm.identity": set(),
    "sqlalchemy.orm.instrumentation": set(),
    "sqlalchemy.orm.loading": set(),
    "sqlalchemy.orm.state": set(),
    "sqlalchemy.util": set(),
    "sqlalchemy.util.queue": set(),
    "starlette.routing": {"BaseRoute", "Match", "NoMatchFound", "Route"},
}
# Attributes of SQLAlchemy's things that are not underscored, and not documented either.
INTERNAL = {
    *("class_manager", "dialect_impl", "dispatch", "hash_key", "literal_execute_params"),
    *("new_instance", "positiontup", "post_compile_params", "session_id"),
}


def private(module: str) -> Iterator[str]:
    for node in ast.walk(ast.parse((KIT.parent / module).read_text())):
        match node:
            case (
                ast.Attribute(value=ast.Name(id="self" | "cls"))
                | ast.Attribute(value=ast.Call(func=ast.Name(id="super")))
            ):
                pass
            case ast.Attribute(attr=name) if is_private(name) or name in INTERNAL:
                yield ast.unparse(node)
            case ast.ImportFrom(module=str(source)) if not source.startswith("kit"):
                names = (alias.name for alias in node.names)
                yield from (f"{source}.{name}" for name in names if is_undocumented(source, name))


def is_undocumented(source: str, name: str) -> bool:
    is_allowed = name in UNDOCUMENTED.get(source, {name})
    return not is_allowed or any(map(is_private, (name, *source.split("."))))


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


@pytest.mark.parametrize("module", MODULES)
def test_no_private_name_is_used(module: str) -> None:
    assert list(private(module)) == []


@pytest.mark.parametrize("module", MODULES)
def test_no_private_name_is_overridden(module: str) -> None:
    name = module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    source = (KIT.parent / module).read_text()
    classes = [cls for _, cls in getmembers(import_module(name), isclass) if cls.__module__ == name]

    # What SQLAlchemy adds to the classes is not in their text.
    overridden = [
        f"{cls.__name__}.{attribute}"
        for cls in classes
        for attribute in vars(cls)
        if is_private(attribute) and attribute in source
        for base in cls.__mro__[1:]
        if base.__module__.startswith(LIBRARIES) and attribute in vars(base)
    ]
    assert overridden == []
