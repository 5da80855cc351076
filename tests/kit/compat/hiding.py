"""Libraries as they would be without one of their names, for what the kit looks at."""

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

Name = tuple[str, str]


@contextmanager
def without(*names: Name) -> Iterator[None]:
    """For what is imported meanwhile. The libraries themselves go on as ever."""
    real = {module: sys.modules[module] for module, _ in names}
    try:
        for path, module in real.items():
            sys.modules[path] = copy_of(module, {name for place, name in names if place == path})
        yield
    finally:
        sys.modules.update(real)


def copy_of(module: ModuleType, gone: Collection[str]) -> ModuleType:
    copy = ModuleType(module.__name__)
    vars(copy).update({name: value for name, value in vars(module).items() if name not in gone})
    return copy


def load(module: str) -> Any:
    """A module as it would be if it was imported now."""
    spec = find_spec(module)
    assert spec is not None
    assert spec.loader is not None
    fresh = module_from_spec(spec)
    spec.loader.exec_module(fresh)
    return fresh
