"""The kit of a project, replaced by that of this builder; what was edited has to be decided on."""

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from textwrap import indent

from fastapi_backend_builder.edit.patch import patch
from fastapi_backend_builder.errors import ConflictError, UsageError
from fastapi_backend_builder.plan import digest
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.project.definitions import bound_names, definitions
from fastapi_backend_builder.project.kit import Kit, kit_path, manifest_of
from fastapi_backend_builder.project.line_ends import normal
from fastapi_backend_builder.recipes.update.owned import lacking, reexport
from fastapi_backend_builder.recipes.update.part import Part
from fastapi_backend_builder.spec.kit import KIT


@dataclass(frozen=True, slots=True)
class Answers:
    """Edited files of the kit, or folders of them: take the new one, or keep the edited one."""

    take: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


class KitUpdate:
    """`files` are those of the new project; `conflicts` what the user has to decide on first."""

    def __init__(
        self, project: Project, kit: Kit, files: Mapping[str, bytes], answers: Answers
    ) -> None:
        self.manifest = manifest_of(files)
        self.part = Part(project)
        self.kept: list[str] = []
        self.owned = dict(kit.record.owned)
        self.originals: dict[str, str] = {}
        self.conflicts: list[ConflictError] = []
        self._unanswered: list[str] = []
        self._project, self._kit, self._files = project, kit, files
        known = kit.manifest.keys() | self.manifest.keys() | self.owned.keys()
        self._taken, self._kept = self._decisions(answers, known)
        for path in sorted(known, key=lambda path: (path in self.owned, path)):
            self._update(path)
        for path in sorted(set(project.modules_below(KIT)) - known):
            self._note(f"{path} does not belong to the kit and is left alone")
        self.kept.sort()
        if self._unanswered:
            self.conflicts.append(_edited(self._unanswered))

    def _decisions(self, answers: Answers, known: Set[str]) -> tuple[set[str], set[str]]:
        """The files to take, and those to keep. What the user owns is taken by its name alone."""
        take, keep = _expanded(answers.take, known), _expanded(answers.keep, known)
        if both := take & keep:
            raise UsageError(f"{min(both)} cannot be both taken and kept", hint="name it once")
        named = set(map(kit_path, answers.take))
        return take - (self.owned.keys() - named), keep | set(self._kit.record.kept)

    def _update(self, path: str) -> None:
        current, new = self._project.read(path), self._new(path)
        if path in self.owned and path not in self._taken:
            self._refresh(path, new)
        elif path in self._taken or self._is_as_it_came(path, current):
            self._take(path, new)
        elif current is not None and normal(current) == new:
            return
        elif path in self._kept:
            self._keep(path, current, new)
        elif self.manifest == self._kit.manifest:
            self._note(f"{path} was {_done(current)}; the next update will ask what to do")
        else:
            self._unanswered.append(path)

    def _note(self, notice: str) -> None:
        self.part.notices.append(notice)

    def _new(self, path: str) -> bytes | None:
        return self._files[path] if path in self.manifest else None

    def _is_as_it_came(self, path: str, current: bytes | None) -> bool:
        found = None if current is None else digest(normal(current))
        return found == self._kit.manifest.get(path)

    def _take(self, path: str, new: bytes | None) -> None:
        self.part.put(path, new)
        if left := self.owned.pop(path, None):
            self._note(f"{path} is the module of the kit again; {left} is no longer used")

    def _keep(self, path: str, current: bytes | None, new: bytes | None) -> None:
        if new is not None:
            self.kept.append(path)
        self._tell(path, f"{path} stays {_done(current)}", current or b"", new)

    def _refresh(self, path: str, new: bytes | None) -> None:
        """The names that a module of the kit takes from the user's side may be others now."""
        owned = self.owned[path]
        current = self._project.read(owned)
        after = self._project.after(self.part.changes)
        if current is None:
            self.conflicts.append(_gone(path, owned))
        elif missing := lacking(after, path, owned):
            known = bound_names(after.text(owned)) or frozenset()
            text = definitions((new or b"").decode(), missing, known)
            self.conflicts.append(_lacks(owned, missing, text))
        else:
            self.part.put(path, reexport(after, path, owned))
            self._tell(path, f"{path} is yours, as {owned}", current, new)

    def _tell(self, path: str, what: str, current: bytes, new: bytes | None) -> None:
        """With what the kit has changed since the user has it; or else how it is another one."""
        if new is None:
            self._note(f"{what}; the new kit does not have this file")
            return
        self.originals[path] = new.decode()
        original = self._kit.record.originals.get(path)
        before = normal(current) if original is None else original.encode()
        says = "the new kit differs" if original is None else "the kit has changed it"
        changed = indent(patch(path, before, new), "    ")
        self._note(f"{what}; {says}:\n{changed}".rstrip() if changed else what)


def _expanded(given: Iterable[str], known: Set[str]) -> set[str]:
    """The files that are meant: each is one, or a folder."""
    found: set[str] = set()
    for path in given:
        name = kit_path(path)
        matches = {file for file in known if file == name or file.startswith(f"{name}/")}
        if not matches:
            raise UsageError(
                f"the kit has no {path}", hint="name a file of it, such as kit/errors.py"
            )
        found |= matches
    return found


def _edited(paths: list[str]) -> ConflictError:
    return ConflictError(
        f"the update would replace files of the kit that you have changed: {', '.join(paths)}",
        hint=f"for each, take the new one with `fbb update --take {paths[0]}`, keep yours with "
        f"`--keep {paths[0]}`, or first move it into your own code with `fbb own {paths[0]}`",
    )


def _done(current: bytes | None) -> str:
    return "deleted" if current is None else "edited"


def _gone(path: str, owned: str) -> ConflictError:
    return ConflictError(
        f"{path} reads {owned}, which is gone",
        hint=f"restore it, or take the module of the kit: fbb update --take {path}",
    )


def _lacks(owned: str, names: Collection[str], text: str) -> ConflictError:
    return ConflictError(
        f"{owned} lacks what the new kit imports from it: {', '.join(sorted(names))}",
        hint=f"add it there, as the kit has it:\n{text}",
    )
