"""What a project knows of its kit, and what is written when that changes."""

from collections.abc import Mapping

from packaging.version import Version

from fastapi_backend_builder.errors import ProjectError
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.project.kit import (
    MANIFEST,
    RECORD,
    Kit,
    Record,
    manifest_content,
    manifest_of,
    version_of,
)
from fastapi_backend_builder.recipes.new_project import originals_of, project_files
from fastapi_backend_builder.recipes.update.part import Part
from fastapi_backend_builder.spec.kit import KIT_VERSION
from fastapi_backend_builder.spec.project_name import ProjectName


def template_version(template: Mapping[str, bytes]) -> Version:
    return Version(template[KIT_VERSION].decode().strip())


def kit_of(project: Project, template: Mapping[str, bytes]) -> Kit:
    """The kit that the project has; ProjectError where it cannot be told, or is newer than ours."""
    installed, version = template_version(template), version_of(project)
    if version > installed:
        raise ProjectError(
            f"the project has the kit of version {version}, and this is fbb {installed}",
            hint="update fbb itself first: pip install --upgrade fastapi-backend-builder",
        )
    lost = any(project.read(path) is None for path in (MANIFEST, RECORD))
    return _made_anew(project, template) if lost and version == installed else Kit.of(project)


def put_state(part: Part, kit: Kit) -> None:
    """Write what is not so in the project already."""
    project = part.project
    old = version_of(project)
    if kit.version != old:
        part.put(KIT_VERSION, f"{kit.version}\n".encode(), f"{old} to {kit.version}")
    lost = any(project.read(path) is None for path in (MANIFEST, RECORD))
    before = None if lost else Kit.of(project)
    if before is None or before.manifest != kit.manifest:
        part.put(MANIFEST, manifest_content(kit.manifest))
    if before is None or before.record != kit.record:
        part.put(RECORD, kit.record.content())


def _made_anew(project: Project, template: Mapping[str, bytes]) -> Kit:
    """For a copy of the template, which `fbb new` has not made; and where the files are lost."""
    remote = "\nDATABASE_URL=postgresql" in project.text(".env.example")
    database = "postgresql" if remote else "sqlite"
    files = project_files(ProjectName(project.name), database, template)
    record = Record(project.name, database, originals=originals_of(files))
    return Kit(template_version(template), manifest_of(files), record)
