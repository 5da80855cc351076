"""What new files expect of the project, which its owner may have changed."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from fastapi_backend_builder.errors import ProjectError, UsageError
from fastapi_backend_builder.plan import ManualStep
from fastapi_backend_builder.project import Model, Project
from fastapi_backend_builder.project.definitions import bound_names, definitions
from fastapi_backend_builder.project.template import template_text
from fastapi_backend_builder.render.setting import Target
from fastapi_backend_builder.spec.kit import KIT, KIT_VERSION
from fastapi_backend_builder.spec.names import snake_case

CONFTEST = "tests/conftest.py"
KIT_PLUGIN = f"{KIT}.testing.fixtures"
KIT_FIXTURES = f"{KIT}/testing/fixtures.py"


def require_model(project: Project, name: str) -> Model:
    model = project.find_model(name)
    if model is None:
        known = project.model_names()
        guesses = get_close_matches(name, known, n=1, cutoff=0.6)
        proposal = f"did you mean {guesses[0]}? " if guesses else ""
        raise UsageError(
            f"there is no model {name} to refer to",
            hint=f"{proposal}models: {', '.join(known)}; or add it first: fbb add resource {name}",
        )
    return model


def require_current_user(project: Project) -> None:
    """Rows belong to who is signed in, so the endpoints have to know who that is."""
    path = project.path("dependencies.py")
    if missing_from(project, path, ["CurrentUser"]):
        raise ProjectError(
            f"the rows would belong to CurrentUser, which {path} does not have",
            hint="define it there, as Annotated[User, Depends(...)], or leave out --owned-by",
        )


def missing_names(project: Project, sources: Mapping[str, str]) -> Iterator[ManualStep]:
    """A step for each module of the project that lacks names which the new files import."""
    outdated = project.text(KIT_VERSION) != (template_text(KIT_VERSION) or "").strip()
    for path, names in sorted(_imported(project, sources).items()):
        missing = missing_from(project, path, names)
        if missing and outdated and path.startswith(f"{KIT}/"):
            reason = f"the new files import what your kit is too old for: {', '.join(missing)}"
            yield ManualStep(path, reason, "fbb update")
        elif missing:
            reason = (
                f"the new files import what is not there: {', '.join(missing)}; "
                "define it so, or put names of your own into them"
            )
            snippet = originals(project, path, missing) or f"# define here: {', '.join(missing)}"
            yield ManualStep(path, reason, snippet)


def missing_fixtures(project: Project, names: Iterable[str]) -> Iterator[ManualStep]:
    """The new tests ask for fixtures of these names."""
    text = project.text(CONFTEST)
    plugins = _plugins(text)
    if plugins - {KIT_PLUGIN}:
        return
    named = re.findall(r"\bname=[\"'](\w+)[\"']", text)
    if KIT_PLUGIN in plugins:
        named += bound_names(project.text(KIT_FIXTURES)) or ()
    if missing := missing_from(project, CONFTEST, set(names).difference(named)):
        reason = f"the new tests need fixtures that are not there: {', '.join(missing)}"
        yield ManualStep(CONFTEST, reason, originals(project, CONFTEST, missing))


def _plugins(conftest: str) -> set[str]:
    """The modules whose fixtures the tests have."""
    _, _, said = conftest.partition("pytest_plugins")
    listed = re.match(r"[^=\n]*=\s*([\[(][^\])]*|[^\n]*)", said)
    return set(re.findall(r"[\"']([\w.]+)[\"']", listed[1])) if listed else set()


def missing_factories(project: Project, targets: Mapping[str, Target]) -> Iterator[ManualStep]:
    """The new tests make the rows that they refer to with factories of these names."""
    for name, target in targets.items():
        path, function = f"tests/factories/{snake_case(name)}.py", f"create_{snake_case(name)}"
        if missing_from(project, path, [function]):
            snippet = originals(project, path, [function]) or _factory(name, function, target)
            yield ManualStep(path, f"the new tests need a factory for {name}", snippet)


def missing_from(project: Project, path: str, names: Iterable[str]) -> list[str]:
    """Those of the names that a file does not bind, as far as its text tells."""
    text = project.text(path)
    bound = bound_names(text)
    if bound is None:
        return sorted(name for name in names if not re.search(rf"\b{name}\b", text))
    return sorted(set(names) - bound) if "*" not in bound else []


def originals(project: Project, path: str, names: Iterable[str]) -> str:
    """How a new project defines the names; the whole file of one where there is none."""
    text = template_text(_in_template(project, path)) or ""
    if project.package != "app":
        text = re.sub(r"(?<=^from )app(?=[. ])", project.package, text, flags=re.MULTILINE)
    if project.read(path) is None:
        return text
    return definitions(text, names, known=bound_names(project.text(path)) or set())


def _factory(name: str, function: str, target: Target) -> str:
    return (
        "from typing import Any\n\nfrom sqlalchemy.ext.asyncio import AsyncSession\n\n"
        f"from {target.module} import {name}\n\n\n"
        f"async def {function}(db: AsyncSession, **values: Any) -> {name}:\n"
        "    # With a value for each column that needs one.\n"
        f"    row = {name}(**values)\n"
        "    db.add(row)\n    await db.commit()\n    return row\n"
    )


def _imported(project: Project, sources: Mapping[str, str]) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {}
    ours = (f"{project.package}.", f"{KIT}.")
    for source in sources.values():
        for node in ast.parse(source).body:
            match node:
                case ast.ImportFrom(module=str(module)) if module.startswith(ours):
                    path = _file(project, module)
                    if path not in sources:
                        wanted.setdefault(path, set()).update(name.name for name in node.names)
    return wanted


def _file(project: Project, module: str) -> str:
    """That of the module, or of the package."""
    root, *parts = module.split(".")
    path = "/".join([KIT, *parts]) if root == KIT else project.path(*parts)
    package = f"{path}/__init__.py"
    return package if project.read(package) is not None else f"{path}.py"


def _in_template(project: Project, path: str) -> str:
    inside = path.removeprefix(f"{project.path()}/")
    return path if inside == path else f"app/{inside}"
