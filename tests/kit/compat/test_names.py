"""Of each name that is looked at, it is told that it is gone, and its part does without."""

import ast
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from kit.compat import shape
from kit.compat.shape import ChangedError
from tests.kit.compat.hiding import Name, load, without

PARTS = ["kit.compat.fast_path", "kit.compat.statement_shapes"]
REPLACED = [
    ("kit.compat.connections", "_conn"),
    ("kit.compat.connections", "_queue_class"),
    ("kit.compat.connections", "_transport"),
    ("kit.compat.routes", "contextmanager_in_threadpool"),
    ("kit.compat.routes", "iter_route_contexts"),
    ("kit.compat.routes", "lifespan_context"),
    ("kit.compat.sessions", "_autobegin_t"),
]


def imported(part: str) -> list[Name]:
    """What a module imports of libraries by name, but for modules."""
    spec = find_spec(part)
    assert spec is not None
    tree = ast.parse(Path(str(spec.origin)).read_text())
    return [
        (str(node.module), alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        and str(node.module).startswith(("fastapi", "sqlalchemy", "starlette"))
        for alias in node.names
        if f"{node.module}.{alias.name}" not in sys.modules
    ]


def looked_at(part: str) -> list[str]:
    """The attributes and parameters that a module asks for."""
    seen: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shape, "check", lambda _, names: seen.update(names.split()))
        load(part)
    return sorted(seen)


@pytest.mark.parametrize(("part", "name"), [(p, name) for p in PARTS for name in imported(p)])
def test_without_an_import_its_part_is_off(part: str, name: Name) -> None:
    with without(name), pytest.raises(ImportError, match=name[1]):
        load(part)


@pytest.mark.parametrize(("part", "name"), [(p, name) for p in PARTS for name in looked_at(p)])
def test_without_an_attribute_its_part_is_off(
    monkeypatch: pytest.MonkeyPatch, part: str, name: str
) -> None:
    names_of = shape.names_of
    monkeypatch.setattr(shape, "names_of", lambda thing: names_of(thing) - {name})

    with pytest.raises(ChangedError, match=f"has no .*{name}"):
        load(part)


@pytest.mark.parametrize(("part", "name"), REPLACED)
def test_what_replaces_a_name_is_told(
    monkeypatch: pytest.MonkeyPatch, part: str, name: str
) -> None:
    names_of = shape.names_of
    monkeypatch.setattr(shape, "names_of", lambda thing: names_of(thing) - {name})
    told: list[str] = []
    monkeypatch.setattr(shape, "missing", told)

    load(part)

    assert [reason.partition(": ")[2].split()[-1] for reason in told] == [name]


def test_with_all_names_nothing_is_told() -> None:
    assert shape.missing == []
