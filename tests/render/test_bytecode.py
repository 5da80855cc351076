"""Templates are compiled once, and again when they are others than those that were."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from fastapi_backend_builder.cli import main
from fastapi_backend_builder.render import environment
from fastapi_backend_builder.render.bytecode import CompiledTemplates

Render = Callable[[], str]


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that were compiled."""
    names: list[str] = []
    compile_one = Environment.compile

    def count(self: Environment, source: str, name: str, *rest: object) -> object:
        names.append(name)
        return compile_one(self, source, name, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", count)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return names


@pytest.fixture
def render(tmp_path: Path) -> Render:
    """Render a template of its own, as a new process would."""
    (tmp_path / "greeting.j2").write_text("Hello")

    def render_anew() -> str:
        found = Environment(  # noqa: S701 - a text
            loader=FileSystemLoader(tmp_path), bytecode_cache=CompiledTemplates()
        )
        return found.get_template("greeting.j2").render()

    return render_anew


def test_a_template_is_compiled_once(render: Render, compiled: list[str]) -> None:
    assert [render(), render()] == ["Hello", "Hello"]
    assert compiled == ["greeting.j2"]


def test_a_template_that_was_changed_is_compiled_anew(
    render: Render, compiled: list[str], tmp_path: Path
) -> None:
    render()
    (tmp_path / "greeting.j2").write_text("Goodbye")

    assert render() == "Goodbye"
    assert len(compiled) == 2


def test_code_of_another_jinja_is_not_used(
    render: Render, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    render()
    monkeypatch.setattr("fastapi_backend_builder.render.bytecode.__version__", "3.2.0")

    render()
    assert len(compiled) == 2


@pytest.mark.parametrize("content", [b"", b"j2", b"no code"])
def test_code_that_is_damaged_is_not_used(
    render: Render, compiled: list[str], tmp_path: Path, content: bytes
) -> None:
    render()
    (file,) = (tmp_path / "__pycache__").iterdir()
    file.write_bytes(file.read_bytes()[:20] + content)

    assert render() == "Hello"
    assert len(compiled) == 2


@pytest.mark.usefixtures("compiled")
def test_a_template_is_used_where_nothing_can_be_kept(render: Render, tmp_path: Path) -> None:
    (tmp_path / "__pycache__").write_text("a file, where the folder would be")

    assert render() == "Hello"


@pytest.mark.usefixtures("compiled")
def test_nothing_is_kept_where_python_keeps_nothing(
    render: Render, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    render()

    assert [file.name for file in tmp_path.iterdir()] == ["greeting.j2"]


def test_a_second_command_compiles_no_template(
    project: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "bytecode"))
    counts = []
    for name in ("Book", "Author"):
        environment._environment.cache_clear()
        assert main(["add", "resource", name, "title:str", "-C", str(project)]) == 0
        counts.append(len(compiled))

    first, both = counts
    assert first == both > 0
