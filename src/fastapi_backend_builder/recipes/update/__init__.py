"""A project brought up to this builder: the kit, the files around it, and the user's code."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

from packaging.version import Version

from fastapi_backend_builder.errors import ConflictError, ProjectError
from fastapi_backend_builder.plan import Plan, fold
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.project.kit import (
    FOLDER,
    MANIFEST,
    RECORD,
    VERSION,
    Kit,
    Record,
    manifest_content,
)
from fastapi_backend_builder.recipes.new_project import originals_of, project_files
from fastapi_backend_builder.recipes.update.codemods import codemods_between, run_codemods
from fastapi_backend_builder.recipes.update.kit import Answers, KitUpdate
from fastapi_backend_builder.recipes.update.part import Part
from fastapi_backend_builder.recipes.update.texts import TextsUpdate
from fastapi_backend_builder.spec.project_name import ProjectName

__all__ = ["Answers", "Update", "update"]


@dataclass(frozen=True, slots=True)
class Update:
    """`conflicts` are to be decided on before the plan is written."""

    plan: Plan
    conflicts: tuple[ConflictError, ...]


def update(
    project: Project, template: Mapping[str, bytes], answers: Answers, command: str
) -> Update:
    """The plan that replaces the kit, merges what is not code, and runs the codemods."""
    old = Kit.of(project)
    version = Version(template[VERSION].decode().strip())
    _refuse_newer(old.version, version)
    files = project_files(ProjectName(old.record.name), old.record.database, template)
    kit = KitUpdate(project, old, files, answers)
    texts = TextsUpdate(project, _texts(old.record), originals_of(files))
    after = project.after([*kit.part.changes, *texts.part.changes])
    code = run_codemods(after, codemods_between(old.version, version))
    state = _state(project, old, version, files, kit)
    parts = (kit.part, texts.part, code, state)
    return Update(
        Plan(
            command,
            fold(chain.from_iterable(part.changes for part in parts)),
            tuple(chain.from_iterable(part.steps for part in parts)),
            tuple(chain.from_iterable(part.notices for part in parts)),
        ),
        tuple(kit.conflicts),
    )


def _texts(record: Record) -> dict[str, str]:
    return {p: text for p, text in record.originals.items() if not p.startswith(FOLDER)}


def _state(
    project: Project, old: Kit, version: Version, files: Mapping[str, bytes], kit: KitUpdate
) -> Part:
    """What the next update has to know."""
    originals = originals_of(files) | kit.originals
    record = replace(old.record, kept=tuple(sorted(kit.kept)), owned=kit.owned, originals=originals)
    part = Part(project)
    if version != old.version:
        part.put(VERSION, files[VERSION], f"{old.version} to {version}")
    if kit.manifest != old.manifest:
        part.put(MANIFEST, manifest_content(kit.manifest))
    if record != old.record:
        part.put(RECORD, record.content())
    return part


def _refuse_newer(old: Version, new: Version) -> None:
    if old > new:
        raise ProjectError(
            f"the project has the kit of version {old}, and this is fbb {new}",
            hint="update fbb itself first: pip install --upgrade fastapi-backend-builder",
        )
