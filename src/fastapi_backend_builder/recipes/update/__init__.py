"""A project brought up to this builder: the kit, the files around it, and the user's code."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

from fastapi_backend_builder.errors import ConflictError
from fastapi_backend_builder.plan import Plan, fold
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.project.kit import FOLDER, Kit, Record
from fastapi_backend_builder.recipes.new_project import originals_of, project_files
from fastapi_backend_builder.recipes.update.codemods import codemods_between, run_codemods
from fastapi_backend_builder.recipes.update.kit import Answers, KitUpdate
from fastapi_backend_builder.recipes.update.part import Part
from fastapi_backend_builder.recipes.update.state import kit_of, put_state, template_version
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
    old, version = kit_of(project, template), template_version(template)
    files = project_files(ProjectName(old.record.name), old.record.database, template)
    kit = KitUpdate(project, old, files, answers)
    texts = TextsUpdate(project, _texts(old.record), originals_of(files))
    after = project.after([*kit.part.changes, *texts.part.changes])
    code = run_codemods(after, codemods_between(old.version, version))
    state = Part(project)
    originals = originals_of(files) | kit.originals
    record = replace(old.record, kept=tuple(kit.kept), owned=kit.owned, originals=originals)
    put_state(state, Kit(version, kit.manifest, record))
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
