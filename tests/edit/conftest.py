"""Stubs of FastAPI and of a project's endpoints, to run router files against."""

from collections.abc import Callable
from types import ModuleType

import pytest

ENDPOINTS = (
    *("api_keys", "auth", "averylongnameofendpoints", "health", "own_account", "posts", "todos"),
    *("users", "users2"),
)

Run = Callable[[bytes], list[str]]


class StubRouter:
    """Remembers what was included, anywhere, by name."""

    included: list[str] = []  # noqa: RUF012

    def __init__(self, name: str = "router", **_: object) -> None:
        self.name = name

    def include_router(self, router: "StubRouter", **_: object) -> None:
        self.included.append(router.name)

    def get(self, _: str) -> Callable[[object], object]:
        return lambda endpoint: endpoint


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a router file and tell the names of the routers that it included."""
    for module in _stubs():
        monkeypatch.setitem(__import__("sys").modules, module.__name__, module)

    def run(source: bytes) -> list[str]:
        monkeypatch.setattr(StubRouter, "included", [])
        names = {"__name__": "app.api.v1.router", "__package__": "app.api.v1"}
        exec(compile(source, "router.py", "exec"), names)  # noqa: S102
        return StubRouter.included

    return run


def _stubs() -> list[ModuleType]:
    modules = [_module("fastapi", APIRouter=StubRouter)]
    settings = ModuleType("settings")
    settings.debug = True  # type: ignore[attr-defined]
    endpoints = {name: _endpoint(name) for name in ENDPOINTS}
    package = _module("app.api.v1.endpoints", __all__=list(ENDPOINTS), **endpoints)
    v1 = _module("app.api.v1", endpoints=package)
    api = _module("app.api", v1=v1)
    config = _module("app.config", settings=settings)
    routing = _module("kit.routing", Router=StubRouter)
    core = _module("app.core", make_router=StubRouter, routing=routing)
    dependencies = _module("app.dependencies", SignedIn=None)
    app = _module("app", api=api, config=config, core=core, dependencies=dependencies)
    modules += [app, config, core, dependencies, routing, api, v1, package]
    return [*modules, *endpoints.values()]


def _endpoint(name: str) -> ModuleType:
    return _module(f"app.api.v1.endpoints.{name}", router=StubRouter(name))


def _module(name: str, **contents: object) -> ModuleType:
    module = ModuleType(name)
    module.__path__ = []
    vars(module).update(contents)
    return module
