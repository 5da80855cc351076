"""Interrupt a write before each of its steps on the disk, and see what is left of the tree.

Run as a process of its own: the hook that counts the steps stays for the life of an interpreter.
Prints what was left after each step, per kind of interruption.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi_backend_builder.apply.journal import Journal
from fastapi_backend_builder.apply.restore import recover
from fastapi_backend_builder.apply.undo import undo_plan
from fastapi_backend_builder.apply.write import write
from fastapi_backend_builder.errors import BuilderError
from fastapi_backend_builder.plan import Create, Delete, Edit, Plan

CREATES = (
    Create("app/models/todo.py", b"class Todo: ...\n", "the model"),
    Create("scripts/seed", b"#!/bin/sh\n", "seeds", executable=True),
)
FILES = {"app/main.py": b"app = 1\n", "app/old.py": b"old = 1\n"}
CHANGES = (
    *CREATES,
    Edit("app/main.py", FILES["app/main.py"], b"app = 2\n", "new"),
    Delete("app/old.py", FILES["app/old.py"], "old"),
)

Action = Callable[[Path], None]
Tree = dict[str, tuple[int, bytes | None]]


class Trap:
    """Springs before the n-th change of the disk."""

    def __init__(self) -> None:
        self.steps_left = -1
        self.spring: Callable[[], object] = lambda: None
        sys.addaudithook(self.see)

    def set(self, step: int, spring: Callable[[], object]) -> None:
        self.steps_left, self.spring = step, spring

    def see(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.steps_left < 0 or not _changes_disk(event, arguments):
            return
        self.steps_left -= 1
        if self.steps_left < 0:
            self.spring()


def _changes_disk(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        return bool(int(str(arguments[2])) & (os.O_WRONLY | os.O_RDWR))
    return event in {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"}


Interruption = Callable[[Action, Path, Trap, int], bool]


def make_project(root: Path) -> None:
    for path, content in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    (root / "app/main.py").chmod(0o640)


def make_changed_project(root: Path) -> None:
    make_project(root)
    change(root)


def change(root: Path) -> None:
    write(Plan("fbb change", CHANGES), root)


def create(root: Path) -> None:
    write(Plan("fbb new", CREATES), root)


def undo(root: Path) -> None:
    entry = Journal(root).latest()
    assert entry is not None
    write(undo_plan(entry, root), root, undoes=entry.number)


def tree(root: Path) -> Tree:
    return {
        path.relative_to(root).as_posix(): (
            path.stat().st_mode,
            path.read_bytes() if path.is_file() else None,
        )
        for path in root.rglob("*")
        if ".fbb" not in path.parts
    }


def fail() -> None:
    raise OSError(28, "No space left on device", "somewhere")


def interrupt() -> None:
    raise KeyboardInterrupt


def killed(act: Action, root: Path, trap: Trap, step: int) -> bool:
    child = os.fork()
    if child == 0:
        trap.set(step, lambda: os._exit(9))
        act(root)
        os._exit(0)
    sprung = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    recover(root)
    return sprung


def raised(spring: Callable[[], object]) -> Interruption:
    def interruption(act: Action, root: Path, trap: Trap, step: int) -> bool:
        trap.set(step, spring)
        with suppress(BuilderError, KeyboardInterrupt):
            act(root)
        sprung = trap.steps_left < 0
        trap.steps_left = -1
        return sprung

    return interruption


INTERRUPTIONS: dict[str, Interruption] = {
    "killed": killed,
    "failed": raised(fail),
    "interrupted": raised(interrupt),
}
SCENARIOS: dict[str, tuple[Action, Action]] = {
    "new": (lambda _: None, create),
    "change": (make_project, change),
    "undo": (make_changed_project, undo),
}


def outcomes(kind: str, scenario: str, root: Path, trap: Trap) -> Iterator[str]:
    """What each interruption left: the old tree, the new tree, or a broken one."""
    prepare, act = SCENARIOS[scenario]
    fresh(root, prepare)
    old = tree(root)
    act(root)
    new = tree(root)
    for step in count():
        fresh(root, prepare)
        if not INTERRUPTIONS[kind](act, root, trap, step):
            return
        left = tree(root)
        yield "old" if left == old else "new" if files(left) == files(new) else "broken"


def fresh(root: Path, prepare: Action) -> None:
    shutil.rmtree(root, ignore_errors=True)
    prepare(root)


def files(tree: Tree) -> Tree:
    return {path: state for path, state in tree.items() if state[1] is not None}


def main() -> None:
    os.fsync = lambda fd: None  # noqa: ARG005 - it matters when the power fails, and takes most of the time
    trap = Trap()
    with TemporaryDirectory() as name:
        root = Path(name) / "project"
        found = {
            f"{scenario} {kind}": list(outcomes(kind, scenario, root, trap))
            for scenario in SCENARIOS
            for kind in INTERRUPTIONS
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
