"""The files of a project that are not code: what the user has edited is merged."""

import tomllib
from collections.abc import Mapping

from fastapi_backend_builder.edit.merge import merge
from fastapi_backend_builder.edit.patch import patch
from fastapi_backend_builder.edit.pyproject import merge_pyproject
from fastapi_backend_builder.plan import ManualStep
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.project.line_ends import normal
from fastapi_backend_builder.recipes.update.part import Part

PYPROJECT = "pyproject.toml"
MERGED = "merged with your edits"
INSTALL = 'pyproject.toml requires other packages now: pip install --editable ".[dev]"'
BY_HAND = "edited here and in the update, in the same place; make these changes by hand"


class TextsUpdate:
    """`old` are the texts as the project got them, `new` those of this builder."""

    def __init__(self, project: Project, old: Mapping[str, str], new: Mapping[str, str]) -> None:
        self.part = Part(project)
        self._project = project
        for path in sorted(old.keys() | new.keys()):
            before, after = old.get(path), new.get(path)
            if before != after:
                self._update(path, _bytes(before), _bytes(after))

    def _update(self, path: str, base: bytes | None, new: bytes | None) -> None:
        content = self._project.read(path)
        current = None if content is None else normal(content)
        if current == new:
            return
        if path == PYPROJECT and current is not None and new is not None:
            self._merge_pyproject(current, base or b"", new)
        elif current == base:
            self.part.put(path, new)
        elif current is None:
            self.part.notices.append(f"{path} was deleted, so its changes are left out")
        elif new is None:
            self.part.notices.append(f"{path} was edited, so it stays; new projects do not have it")
        else:
            self._merge(path, current, base or b"", new)

    def _merge(self, path: str, current: bytes, base: bytes, new: bytes) -> None:
        merged = merge(current, base, new)
        if merged is None:
            self._leave(path, BY_HAND, patch(path, base, new))
        else:
            self.part.put(path, merged, MERGED)

    def _merge_pyproject(self, current: bytes, base: bytes, new: bytes) -> None:
        try:
            merged = merge_pyproject(current, base, new)
        except ValueError:
            self._leave(PYPROJECT, BY_HAND, patch(PYPROJECT, base, new))
            return
        self.part.put(PYPROJECT, merged.content, "" if current == base else MERGED)
        if _requirements(current) != _requirements(merged.content):
            self.part.notices.append(INSTALL)
        for requirement in merged.requirements:
            reason = "your requirement and that of the update differ; decide on one that suits both"
            self._leave(PYPROJECT, reason, f'"{requirement}"')
        if merged.rest:
            self._leave(PYPROJECT, BY_HAND, patch(PYPROJECT, *merged.rest))

    def _leave(self, path: str, reason: str, snippet: str) -> None:
        self.part.steps.append(ManualStep(path, reason, snippet))


def _requirements(content: bytes) -> tuple[object, object]:
    project = tomllib.loads(content.decode()).get("project", {})
    return project.get("dependencies"), project.get("optional-dependencies")


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()
