"""The plan as text for a person."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from textwrap import indent

from fastapi_backend_builder.plan import Change, Edit, ManualStep, Plan

MANY = 50  # More changes than these are told by folder.


def preview(plan: Plan, *, verbose: bool = False) -> list[str]:
    """One line per change or folder, then what is left to do by hand, then the notices."""
    whole = verbose or len(plan.changes) <= MANY
    return [*(map(_change, plan.changes) if whole else _by_folder(plan)), *remarks(plan)]


def remarks(plan: Plan) -> Iterable[str]:
    """What a diff of the plan does not show."""
    yield from map(_manual_step, plan.manual_steps)
    yield from (f"note: {notice}" for notice in plan.notices)


def action(change: Change) -> str:
    return type(change).__name__.lower()


def _by_folder(plan: Plan) -> Iterator[str]:
    """Files that come and go are counted in the folders of the project; edits are told each."""
    for word, folder, paths in by_folder(plan):
        if word == "edit":
            yield from (_change(change) for change in plan.changes if change.path in paths)
        else:
            yield f"{word:6} {folder or ', '.join(paths)}  {counted(len(paths), 'file')}"


def by_folder(plan: Plan) -> Iterator[tuple[str, str, list[str]]]:
    """What is done, in which folder of the project, and to which files; each edit for itself."""
    groups: dict[tuple[str, str], list[str]] = {}
    for change in plan.changes:
        if not isinstance(change, Edit):
            top, *inside = PurePosixPath(change.path).parts
            folder = f"{top}/" if inside else ""
            groups.setdefault((action(change), folder), []).append(change.path)
    for (word, folder), paths in sorted(groups.items(), key=lambda group: not group[0][1]):
        yield word, folder, paths
    edits = (change.path for change in plan.changes if isinstance(change, Edit))
    yield from (("edit", path, [path]) for path in edits)


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _change(change: Change) -> str:
    return f"{action(change):6} {change.path}  {change.reason}".rstrip()


def _manual_step(step: ManualStep) -> str:
    return f"manual {step.path}  {step.reason}\n{indent(step.snippet.rstrip(), '    ')}"
