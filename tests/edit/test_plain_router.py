"""Router files of the plain form get the same answer as from the syntax tree."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fastapi_backend_builder.edit import Applied, Outcome
from fastapi_backend_builder.edit.plain_router import register_plainly
from fastapi_backend_builder.edit.router import register
from fastapi_backend_builder.project.template import template_files

PACKAGE = "app.api.v1.endpoints"
DOCSTRING = '"""The routes of version 1."""\n\n'
MODULES = (
    *("auth", "users", "users2", "users10", "order_lines", "averylongnameofendpoints", "Zoo"),
    *("router", "Router", "SignedIn", "app", "match", "_"),
)
NOT_NAMES = ("class", "None", "2d")
SNIPPETS = (
    *("\n", "\r\n", "\f", "\t", " ", "\\\n", "#", "# noqa", "é", "\ufeff", "\0", ";", ",", "."),
    *('"', '"""', "'", "(", ")", "pass\n", "x = 1\n", "router = Router()\n", "import auth\n"),
    *("if True:\n    ", "def f():\n    ", " as other", "prefix='/x'", "# coding: latin-1\n"),
)
ROUTERS = st.sampled_from(("router", "router", "public"))


@st.composite
def plain_files(draw: st.DrawFn) -> str:
    modules = st.lists(st.sampled_from((*MODULES, *NOT_NAMES)), min_size=1, max_size=6)
    names = draw(modules)
    names = sorted(names) if draw(st.booleans()) else names
    called = names if draw(st.booleans()) else draw(modules)
    closed = draw(st.booleans())
    wrapped = "(\n" + "".join(f"    {name},\n" for name in names) + ")"
    return (
        f"{draw(st.sampled_from((DOCSTRING, '')))}"
        f"from {PACKAGE} import {draw(st.sampled_from((wrapped, ', '.join(names))))}\n"
        "from kit.routing import Router\n"
        + ("from app.dependencies import SignedIn\n" if closed else "")
        + f"\nrouter = Router({'dependencies=[SignedIn]' if closed else ''})\n"
        + "".join(f"router.include_router({name}.{draw(ROUTERS)})\n" for name in called)
    )


@st.composite
def files_with_something_else(draw: st.DrawFn) -> str:
    file = draw(plain_files())
    start = draw(st.integers(0, len(file)))
    end = draw(st.integers(start, min(start + 3, len(file))))
    return file[:start] + draw(st.sampled_from(("", *SNIPPETS))) + file[end:]


def outcomes(
    source: bytes, module: str, line_length: int, name: str = "router"
) -> tuple[Outcome | None, Outcome]:
    request = {"package": PACKAGE, "module": module, "name": name, "line_length": line_length}
    return register_plainly(source, **request), register(source, **request)


@settings(deadline=None, max_examples=60)
@given(plain_files(), st.sampled_from(MODULES), st.sampled_from((50, 60, 100)), ROUTERS)
def test_a_plain_file_is_edited_as_by_its_tree(
    source: str, module: str, line_length: int, name: str
) -> None:
    plain, by_tree = outcomes(source.encode(), module, line_length, name)

    assert plain in (None, by_tree)


@settings(deadline=None, max_examples=60)
@given(files_with_something_else(), st.sampled_from(MODULES))
def test_a_file_with_something_else_is_edited_as_by_its_tree(source: str, module: str) -> None:
    plain, by_tree = outcomes(source.encode(), module, line_length=100)

    assert plain in (None, by_tree)


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent / "routers").glob("*.txt")), ids=lambda path: path.stem
)
def test_a_file_of_any_shape_is_edited_as_by_its_tree(path: Path) -> None:
    source = path.read_text().partition("==== ")[0].encode()
    plain, by_tree = outcomes(source, "todos", line_length=100)

    assert plain in (None, by_tree)


def test_the_router_of_a_new_project_is_plain_and_stays_so() -> None:
    source = template_files()["app/api/v1/router.py"]
    for number in range(20):
        outcome = register_plainly(
            source, package=PACKAGE, module=f"resources{number}", line_length=100
        )
        assert isinstance(outcome, Applied)
        source = outcome.source
