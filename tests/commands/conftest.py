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
