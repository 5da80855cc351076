import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fastapi_backend_builder.apply.write import write
from fastapi_backend_builder.plan import Create, Edit, Plan


@pytest.fixture
def add(run: Callable[..., Any], project: Path) -> Callable[..., Any]:
    """Add a resource to the project."""
    return lambda *arguments: run("add", "resource", *arguments, "-C", project)


@pytest.fixture
def changed(tree: Callable[[dict[str, str]], Path]) -> Path:
    """A project to which one command added a model and edited the main module."""
    root = tree({"app/main.py": "app = 1\n"})
    model = Create("app/models/todo.py", b"class Todo: ...\n", "the model")
    main = Edit("app/main.py", b"app = 1\n", b"app = 2\n", "register it")
    write(Plan("fbb add resource Todo", (model, main)), root)
    return root


@pytest.fixture
def git(changed: Path) -> Callable[..., str]:
    """Run git in the project, which is on `main` without what the command did."""
    who = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]

    def run_git(*arguments: str) -> str:
        command = ["git", *who, *arguments]
        return subprocess.run(
            command, cwd=changed, check=True, capture_output=True, text=True
        ).stdout

    run_git("init", "-qb", "main")
    (changed / "app/main.py").write_text("app = 1\n")
    run_git("add", "app/main.py")
    run_git("commit", "-qm", "start")
    (changed / "app/main.py").write_text("app = 2\n")
    return run_git
