"""Interrupt a write before each of its steps on the disk, and see what is left of the tree.

Run as a process of its own: the hook that counts the steps stays for the life of an interpreter.
Prints what was left after each step, per kind of interruption.
"""

import io
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi_backend_builder.apply.journal import Journal
from fastapi_backend_builder.apply.restore import recover
from fastapi_backend_builder.apply.undo import undo_plan
from fastapi_backend_builder.apply.write import write
from fastapi_backend_builder.errors import BuilderError
from fastapi_backend_builder.plan import Create, Delete, Edit, Plan
from fastapi_backend_builder.project import Project
from fastapi_backend_builder.project.template import template_files
from fastapi_backend_builder.recipes.add_resources import add_resources
from fastapi_backend_builder.spec.request import Place
from fastapi_backend_builder.spec.resource import Resource

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
# Enough of a project to plan for.
PLANNED_FOR = ("pyproject.toml", "app/api/", "app/models/", "app/db/migrations/", "tests/conftest")

Action = Callable[[Path], None]
Tree = dict[str, tuple[int, bytes | None]]


class Trap:
    """Springs before the n-th change of the disk, or in the middle of one."""

    def __init__(self) -> None:
        self.steps_left = -1
        self.spring: Callable[[], object] = lambda: None
        self.stays = False
        sys.addaudithook(self.see)
        io.open = partial(open_in_steps, self)  # type: ignore[assignment]
        os.fsync = lambda _: self.step()

    def set(self, step: int, spring: Callable[[], object], *, stays: bool = False) -> None:
        self.steps_left, self.spring, self.stays = step, spring, stays

    @property
    def sprung(self) -> bool:
        return self.steps_left < 0

    def see(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.steps_left >= 0 and _changes_disk(event, arguments):
            self.step()
        elif self.stays and self.sprung and _takes_room(event, arguments):
            self.spring()

    def step(self) -> None:
        if self.steps_left >= 0:
            self.steps_left -= 1
            if self.sprung:
                self.spring()


class Stream(io.FileIO):
    """A file that is written in two steps."""

    trap: Trap

    def write(self, content: Any) -> int:
        half = len(content) // 2
        super().write(content[:half])
        self.trap.step()
        return half + (super().write(content[half:]) or 0)


def open_in_steps(trap: Trap, file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
    if mode != "wb":
        return open(file, mode, *args, **kwargs)  # noqa: PTH123 - it stands in for it
    stream = Stream(file, mode)
    stream.trap = trap
    return stream


def _changes_disk(event: str, arguments: tuple[object, ...]) -> bool:
    changes = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"}
    return event in changes or _takes_room(event, arguments)


def _takes_room(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        return bool(int(str(arguments[2])) & (os.O_WRONLY | os.O_RDWR))
    return event == "os.mkdir"


Interruption = Callable[[Action, Path, Trap, int], bool]


def make_project(root: Path) -> None:
    put(root, FILES)
    (root / "app/main.py").chmod(0o640)


def make_changed_project(root: Path) -> None:
    make_project(root)
    change(root)


def make_real_project(root: Path) -> None:
    files = template_files()
    put(root, {path: files[path] for path in files if path.startswith(PLANNED_FOR)})


def put(root: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def change(root: Path) -> None:
    write(Plan("fbb change", CHANGES), root)


def create(root: Path) -> None:
    write(Plan("fbb new", CREATES), root)


def adding(names: Iterable[str]) -> tuple[Action, Action]:
    """Makes the project, and writes a plan that is made once."""
    plans: list[Plan] = []

    def prepare(root: Path) -> None:
        make_real_project(root)
        if not plans:
            asked = {Place(name): Resource.parse(name, ["title:str"]) for name in names}
            plans.append(add_resources(Project.find(root), asked, "fbb add resource"))

    return prepare, lambda root: write(plans[0], root)


def undoing(scenario: tuple[Action, Action]) -> tuple[Action, Action]:
    prepare, act = scenario

    def prepare_and_act(root: Path) -> None:
        prepare(root)
        act(root)

    return prepare_and_act, undo


def undo(root: Path) -> None:
    entry = Journal(root).latest()
    assert entry is not None
    write(undo_plan(entry, root), root, undoes=entry.number)


def tree(root: Path) -> Tree:
    """Mode and content of everything, the history too."""
    return {
        path.relative_to(root).as_posix(): (
            path.stat().st_mode,
            path.read_bytes() if path.is_file() else None,
        )
        for path in root.rglob("*")
    }


def fail() -> None:
    raise OSError(28, "No space left on device", "somewhere")


def interrupt() -> None:
    raise KeyboardInterrupt


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed(act: Action, root: Path, trap: Trap, step: int) -> bool:
    child = os.fork()
    if child == 0:
        trap.set(step, kill)
        act(root)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def raised(spring: Callable[[], object], *, stays: bool = False) -> Interruption:
    def interruption(act: Action, root: Path, trap: Trap, step: int) -> bool:
        trap.set(step, spring, stays=stays)
        with suppress(BuilderError, KeyboardInterrupt):
            act(root)
        sprung = trap.sprung
        trap.set(-1, spring)
        return sprung

    return interruption


INTERRUPTIONS: dict[str, Interruption] = {
    "killed": killed,
    "failed": raised(fail),
    "failed for good": raised(fail, stays=True),
    "interrupted": raised(interrupt),
}
MANY = adding(["Author", "Book"])
SCENARIOS: dict[str, tuple[Action, Action]] = {
    "new": (lambda _: None, create),
    "change": (make_project, change),
    "undo": (make_changed_project, undo),
    "add many": MANY,
    "undo of many": undoing(MANY),
}


def outcomes(kind: str, scenario: str, root: Path, trap: Trap) -> Iterator[str]:
    """What each interruption left: the old tree, the new tree, or a broken one."""
    prepare, act = SCENARIOS[scenario]
    fresh(root, prepare)
    old = tree(root)
    act(root)
    new = tree(root)
    fresh(root, prepare)
    for step in count():
        sprung = INTERRUPTIONS[kind](act, root, trap, step)
        recover(root)  # as the next command does
        left = tree(root)
        if not sprung:
            return
        if left == old:
            yield "old"
        else:
            yield "new" if files(left) == files(new) else "broken"
            fresh(root, prepare)


def fresh(root: Path, prepare: Action) -> None:
    shutil.rmtree(root, ignore_errors=True)
    prepare(root)


def files(tree: Tree) -> Tree:
    return {path: state for path, state in tree.items() if state[1] is not None}


def main() -> None:
    trap = Trap()
    with TemporaryDirectory() as name:
        root = Path(name) / "project"
        found = {
            f"{scenario}, {kind}": list(outcomes(kind, scenario, root, trap))
            for scenario in SCENARIOS
            for kind in INTERRUPTIONS
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
