"""A module of the kit that becomes the user's own."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from fastapi_backend_builder.errors import ConflictError, UsageError
from fastapi_backend_builder.plan import Change, Create, Edit, Plan, digest
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.project.kit import Kit, kit_path
from fastapi_backend_builder.project.line_ends import normal
from fastapi_backend_builder.recipes.update.owned import (
    owned_path,
    packages_above,
    reexport,
    with_absolute_imports,
)
from fastapi_backend_builder.recipes.update.part import Part
from fastapi_backend_builder.recipes.update.state import kit_of, put_state


def own(project: Project, path: str, template: Mapping[str, bytes], command: str) -> Plan:
    """The plan that moves the module to the user's side and leaves its names in the kit."""
    kit = kit_of(project, template)
    path = kit_path(path)
    content = project.read(path)
    if path in kit.record.owned:
        return Plan(command, notices=(f"{path} is yours already, as {kit.record.owned[path]}",))
    if path not in kit.manifest or content is None or PurePosixPath(path).suffix != ".py":
        raise UsageError(
            f"{path} is not a module of the kit", hint="name one, such as kit/errors.py"
        )
    part = Part(project)
    part.changes += _moved(project, path, content)
    target = owned_path(project, path)
    names = reexport(project.after(part.changes), path, target)
    part.put(path, names, f"re-export {target}")
    put_state(part, _with_owned(kit, path, target, template.get(path, b"")))
    return Plan(command, tuple(part.changes))


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


def _with_owned(kit: Kit, path: str, target: str, original: bytes) -> Kit:
    """With what the kit had, if this is the builder that it came from: updates compare with it."""
    known = digest(normal(original)) == kit.manifest[path]
    record = replace(
        kit.record,
        kept=tuple(kept for kept in kit.record.kept if kept != path),
        owned={**kit.record.owned, path: target},
        originals={**kit.record.originals, **({path: original.decode()} if known else {})},
    )
    return replace(kit, record=record)
