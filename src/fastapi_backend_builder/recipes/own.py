"""A module of the kit that becomes the user's own."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from fastapi_backend_builder.errors import ConflictError, UsageError
from fastapi_backend_builder.plan import Change, Create, Edit, Plan, digest
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.project.kit import RECORD, Kit
from fastapi_backend_builder.project.line_ends import normal, with_ends_of
from fastapi_backend_builder.recipes.update.owned import (
    owned_path,
    packages_above,
    reexport,
    with_absolute_imports,
)


def own(project: Project, path: str, template: Mapping[str, bytes], command: str) -> Plan:
    """The plan that moves the module to the user's side and leaves its names in the kit."""
    kit = Kit.of(project)
    path = path.replace("\\", "/").removeprefix("./")
    content = project.read(path)
    if path in kit.record.owned:
        return Plan(command, notices=(f"{path} is yours already, in {kit.record.owned[path]}",))
    if path not in kit.manifest or content is None or PurePosixPath(path).suffix != ".py":
        raise UsageError(
            f"{path} is no module of the kit", hint="name one of it, such as kit/errors.py"
        )
    moved = list(_moved(project, path, content))
    names = reexport(project.after(moved), path, owned_path(project, path))
    left = Edit(path, content, with_ends_of(content, names), f"take it from {moved[-1].path}")
    return Plan(command, (*moved, left, _recorded(project, kit, path, template)))


def _moved(project: Project, path: str, content: bytes) -> Iterator[Change]:
    """The module in its new place, below packages that may not be there yet."""
    target = owned_path(project, path)
    for package in packages_above(target):
        if package != target and project.read(package) is None:
            yield Create(package, b"")
    source = with_absolute_imports(content.decode(), path).encode()
    current = project.read(target)
    if current is None:
        yield Create(target, source)
    elif not current.strip():
        yield Edit(target, current, source)
    else:
        raise ConflictError(f"{target} is there already", hint="move it out of the way first")


def _recorded(project: Project, kit: Kit, path: str, template: Mapping[str, bytes]) -> Edit:
    """With what the kit had, if this is the builder that it came from: updates compare with it."""
    original = template.get(path, b"")
    known = digest(normal(original)) == kit.manifest[path]
    originals = {**kit.record.originals, **({path: original.decode()} if known else {})}
    record = replace(
        kit.record,
        kept=tuple(kept for kept in kit.record.kept if kept != path),
        owned={**kit.record.owned, path: owned_path(project, path)},
        originals=originals,
    )
    before = project.read(RECORD) or b""
    return Edit(RECORD, before, with_ends_of(before, record.content()))
