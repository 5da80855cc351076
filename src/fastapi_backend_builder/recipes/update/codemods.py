"""What each version asks of the code that is the user's, as codemods."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from packaging.version import Version

from fastapi_backend_builder.project import Project
from fastapi_backend_builder.recipes.update.part import Part

# What it changes is applied, there already, or a manual step: see `Part`.
Codemod = Callable[[Project], Part]

# By version, each of a module of its own beside this one: {"0.2.0": v0_2_0.CODEMODS}.
CODEMODS: Mapping[str, Sequence[Codemod]] = {}


def codemods_between(old: Version, new: Version) -> Iterator[Codemod]:
    """Those of the versions after the old one, up to the new one, in their order."""
    for version in sorted(CODEMODS, key=Version):
        if old < Version(version) <= new:
            yield from CODEMODS[version]


def run_codemods(project: Project, codemods: Iterable[Codemod]) -> Part:
    """Each begins with what those before have left."""
    part = Part(project)
    for codemod in codemods:
        done = codemod(project.after(part.changes))
        part.changes += done.changes
        part.steps += done.steps
        part.notices += done.notices
    return part
