"""The names of the kit that projects may use are those of its README."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fastapi_backend_builder.project.definitions import bound_names
from fastapi_backend_builder.project.template import template_files

REPOSITORY = Path(__file__).parents[2]
GUIDES = [
    "SKILL.md",
    "assets/template/README.md",
    "assets/template/AGENTS.md",
    *(path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "references").glob("*.md")),
]
# With everything that has a name of its own in the kit.
RESOURCES = (
    "Tag name:str:unique",
    "Post title:str:max=9 n:int big:bigint x:float d:decimal=9.2 day:date at:datetime t:time "
    "u:uuid data:bytes:optional meta:json:optional link:url mail:email slug:slug:unique:optional "
    "author:ref=User parent:ref=self:optional tags:many=Tag --soft-delete --export",
    "Note text:text --owned-by User --bulk",
    "Remark text:text --under Post --owned-by User",
    "Job name:str --sync --owned-by User",
    "Sheet name:str --id uuid --bulk --roles list=public,create=editor",
)
Name = tuple[str, str]


@pytest.fixture(scope="module")
def public() -> set[Name]:
    rows = re.findall(
        r"^\| `(kit[\w.]*)` \| ([^|]*) \|", template_files()["kit/README.md"].decode(), re.M
    )
    return {(module, name) for module, names in rows for name in re.findall(r"`(\w+)`", names)}


def imported(source: str) -> Iterator[Name]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "kit":
            yield from ((str(node.module), alias.name) for alias in node.names)


def test_they_are_there(public: set[Name]) -> None:
    missing = [f"{module}.{name}" for module, name in public if name not in names_of(module)]

    assert not missing


def names_of(module: str) -> set[str]:
    files, path = template_files(), module.replace(".", "/")
    source = files.get(f"{path}.py") or files[f"{path}/__init__.py"]
    return set(bound_names(source.decode()) or ())


def test_a_new_project_uses_no_others(public: set[Name]) -> None:
    used = {
        name
        for path, source in template_files().items()
        if path.startswith(("app/", "tests/")) and path.endswith(".py")
        for name in imported(source.decode())
    }
    assert used - public - {("kit.models", "idempotency_key")} == set()


def test_generated_code_uses_no_others(
    public: set[Name], run: Callable[..., Any], project: Path
) -> None:
    for resource in RESOURCES:
        assert run("add", "resource", *resource.split(), "-C", project).exit_code == 0
    sources = [
        path.read_text() for room in ("app", "tests") for path in (project / room).rglob("*.py")
    ]

    used = {name for source in sources for name in imported(source)}

    assert used - public - {("kit.models", "idempotency_key")} == set()


@pytest.mark.parametrize("guide", GUIDES)
def test_no_guide_uses_others(public: set[Name], guide: str) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (REPOSITORY / guide).read_text(), re.DOTALL)
    lines = re.findall(r"^from kit.*?(?:\([^)]*\)|$)", "\n".join(blocks), re.M)

    assert set(imported("\n".join(lines))) <= public
