"""Registering a router in files of every shape that users give them."""

import ast
import difflib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from fastapi_backend_builder.edit import (
    AlreadyThere,
    Applied,
    Cannot,
    Outcome,
    register_router,
)

Run = Callable[[bytes], list[str]]
Variant = Callable[[bytes], bytes]

SNIPPET = "from app.api.v1.endpoints import todos\n\nrouter.include_router(todos.router)\n"
VARIANTS: dict[str, Variant] = {
    "crlf": lambda source: source.replace(b"\n", b"\r\n"),
    "bom": lambda source: b"\xef\xbb\xbf" + source,
    "latin-1": lambda source: "# coding: latin-1\n# é\n".encode("latin-1") + source,
    "no last newline": lambda source: source.rstrip(b"\n"),
    "blank lines at the end": lambda source: source + b"\n\n",
    "form feeds": lambda source: source.replace(b"\nrouter = ", b"\n\f\f\nrouter = "),
    "form feed before code": lambda source: source.replace(
        b"\nfrom fastapi ", b"\n\ffrom fastapi "
    ),
}


VARIED = ("guarded_only", "line_grows", "loop_over_named", "no_", "parenthesised_with")


def cases(kind: str, *prefixes: str) -> Sequence[object]:
    found = []
    for path in sorted((Path(__file__).parent / "routers").glob("*.txt")):
        if not path.name.startswith(prefixes or ""):
            continue
        before, _, rest = path.read_text().partition("==== ")
        verdict, _, after = rest.partition("\n")
        if verdict.startswith(kind):
            reason = verdict.removeprefix("cannot: ")
            expected: object = after.encode() if kind == "becomes" else reason
            if kind == "cannot":
                expected = Cannot(reason, after or SNIPPET)
            found.append(pytest.param(before.encode(), expected, id=path.stem))
    return found


def register(source: bytes) -> Outcome:
    return register_router(source, package="app.api.v1.endpoints", module="todos")


@pytest.mark.parametrize(("before", "after"), cases("becomes"))
def test_the_router_is_registered_in_the_style_of_the_file(before: bytes, after: bytes) -> None:
    outcome = register(before)

    assert isinstance(outcome, Applied), outcome
    assert outcome.source.decode() == after.decode()


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
@pytest.mark.parametrize(("before", "after"), cases("becomes", *VARIED))
def test_encoding_and_line_ends_stay(before: bytes, after: bytes, variant: Variant) -> None:
    assert register(variant(before)) == Applied(variant(after))


@pytest.mark.parametrize(("before", "after"), cases("becomes"))
def test_a_second_time_there_is_nothing_to_do(before: bytes, after: bytes) -> None:
    assert before != after
    assert register(after) == AlreadyThere()


@pytest.mark.parametrize(("before", "after"), cases("becomes"))
def test_running_the_file_includes_exactly_one_more(before: bytes, after: bytes, run: Run) -> None:
    included = run(after)
    assert included.count("todos") == 1

    included.remove("todos")
    expected = [] if is_broken(run, before) else run(before)
    assert not expected or included == expected


@pytest.mark.parametrize(("before", "after"), cases("becomes"))
def test_at_most_the_import_and_the_list_are_rewritten(before: bytes, after: bytes) -> None:
    diff = difflib.ndiff(before.decode().splitlines(True), after.decode().splitlines(True))

    assert sum(line.startswith("- ") for line in diff) <= 2


@pytest.mark.parametrize(("before", "verdict"), cases("already there"))
def test_what_is_there_in_any_style_is_seen(before: bytes, verdict: str, run: Run) -> None:
    assert register(before) == AlreadyThere()
    assert run(before).count("todos") == 1, verdict


@pytest.mark.parametrize(("before", "outcome"), cases("cannot"))
def test_what_is_unclear_is_left_to_a_person(before: bytes, outcome: Cannot) -> None:
    assert register(before) == outcome


def test_the_snippet_is_valid_source() -> None:
    assert ast.parse(SNIPPET)


def test_mixed_line_ends_are_continued_as_they_are_around() -> None:
    source = (
        b"from fastapi import APIRouter\r\n"
        b"from app.api.v1.endpoints import auth\n"
        b"router = APIRouter()\n"
        b"router.include_router(auth.router)\r\n"
        b"x = 1\n"
    )

    outcome = register(source)

    assert isinstance(outcome, Applied)
    assert outcome.source.endswith(
        b"router.include_router(auth.router)\r\nrouter.include_router(todos.router)\r\nx = 1\n"
    )


def test_a_first_import_goes_above_the_decorators_of_a_first_class() -> None:
    source = b"@known\nclass Routers: ...\n\n\nr = Routers()\nr.include_router(todos.router)\n"

    outcome = register(source)

    assert outcome == Applied(b"from app.api.v1.endpoints import todos\n\n" + source)


def test_syntax_newer_than_the_interpreter_is_kept() -> None:
    source = b"from fastapi import APIRouter\n\ntype Id = int\nrouter = APIRouter()\n"

    outcome = register(source)

    assert isinstance(outcome, Applied)
    assert b"type Id = int\nrouter = APIRouter()\nrouter.include_router(" in outcome.source


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"\xff\xfe", "its encoding cannot be read"),
        (b"# coding: nonsense\n", "its encoding cannot be read"),
        (b"x = 1\ry = 2\r", "its line ends are not ones that can be kept"),
    ],
)
def test_bytes_that_cannot_be_kept_are_left_alone(source: bytes, reason: str) -> None:
    assert register(source) == Cannot(reason, SNIPPET)


def test_the_line_length_decides_when_an_import_is_wrapped() -> None:
    source = (
        b"from fastapi import APIRouter\n\nfrom app.api.v1.endpoints import auth, users\n\n"
        b"router = APIRouter()\nrouter.include_router(auth.router)\n"
    )

    outcome = register_router(
        source, package="app.api.v1.endpoints", module="todos", line_length=50
    )

    assert isinstance(outcome, Applied)
    assert b"import (\n    auth,\n    todos,\n    users,\n)\n" in outcome.source


def is_broken(run: Run, source: bytes) -> bool:
    try:
        run(source)
    except NameError:
        return True
    return False


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "from app.api.v1.endpoints import auth\n\nrouter = APIRouter()\n"
            "router.include_router(auth.router, tags=[])\n",
            "from app.api.v1.endpoints import auth, todos\n\nrouter = APIRouter()\n"
            "router.include_router(auth.router, tags=[])\n"
            "router.include_router(todos.public)\n",
        ),
        (
            "from app.api.v1.endpoints import todos\n\nrouter = APIRouter()\n"
            "router.include_router(todos.router)\n",
            "from app.api.v1.endpoints import todos\n\nrouter = APIRouter()\n"
            "router.include_router(todos.router)\n"
            "router.include_router(todos.public)\n",
        ),
    ],
)
def test_another_router_of_a_module_is_registered_beside_the_usual_one(
    before: str, after: str
) -> None:
    head = "from fastapi import APIRouter\n"
    request = {"package": "app.api.v1.endpoints", "module": "todos", "name": "public"}

    assert register_router((head + before).encode(), **request) == Applied((head + after).encode())
    assert register_router((head + after).encode(), **request) == AlreadyThere()


def test_in_a_loop_over_modules_there_is_no_place_for_it() -> None:
    source = (
        b"from fastapi import APIRouter\nfrom app.api.v1.endpoints import auth\n\n"
        b"router = APIRouter()\nfor m in [auth]:\n    router.include_router(m.router)\n"
    )
    request = {"package": "app.api.v1.endpoints", "module": "todos", "name": "public"}

    outcome = register_router(source, **request)

    assert isinstance(outcome, Cannot)
    assert "router.include_router(todos.public)" in outcome.snippet
