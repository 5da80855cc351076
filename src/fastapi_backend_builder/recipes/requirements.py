"""What new files expect of the project, which its owner may have changed."""

import ast
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from fastapi_backend_builder.errors import ProjectError, UsageError
from fastapi_backend_builder.plan import ManualStep
from fastapi_backend_builder.project import Model, Project


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
    if not re.search(r"\bCurrentUser\b", _text(project, path)):
        raise ProjectError(
            f"the rows would belong to CurrentUser, which {path} does not have",
            hint="define it there, as Annotated[User, Depends(...)], or leave out --owned-by",
        )


def missing_names(project: Project, sources: Mapping[str, str]) -> Iterator[ManualStep]:
    """A step for each module of the project that lacks names which the new files import."""
    for path, names in sorted(_imported(project, sources).items()):
        text = _text(project, path)
        missing = sorted(name for name in names if not re.search(rf"\b{name}\b", text))
        if missing:
            yield ManualStep(
                path,
                f"the new files import what is not there: {', '.join(missing)}",
                f"# put your own names into the new files, or define here: {', '.join(missing)}",
            )


def _imported(project: Project, sources: Mapping[str, str]) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {}
    for source in sources.values():
        for node in ast.walk(ast.parse(source)):
            match node:
                case ast.ImportFrom(module=str(module)) if module.startswith(project.package + "."):
                    path = _file(project, module)
                    if path not in sources:
                        wanted.setdefault(path, set()).update(name.name for name in node.names)
    return wanted


def _text(project: Project, path: str) -> str:
    return (project.read(path) or b"").decode(errors="replace")


def _file(project: Project, module: str) -> str:
    """That of the module, or of the package."""
    parts = module.split(".")[1:]
    package = project.path(*parts, "__init__.py")
    return package if project.read(package) is not None else project.path(*parts) + ".py"
