"""Adding to sets, lists and dicts of every shape that users give them."""

from textwrap import dedent

import pytest

from fastapi_backend_builder.edit import AlreadyThere, Applied, Cannot, Outcome, add_entry, add_item

PERMISSION = "Permission.POSTS_WRITE"
EDITOR = "Role.EDITOR"


def text_of(outcome: Outcome) -> str:
    assert isinstance(outcome, Applied), outcome
    return outcome.source.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('PUBLIC = {"GET /a", "GET /c"}\n', 'PUBLIC = {"GET /a", "GET /b", "GET /c"}\n'),
        ('PUBLIC = {"GET /c", "GET /a"}', 'PUBLIC = {"GET /c", "GET /a", "GET /b"}'),
        ("PUBLIC = ['GET /a']  # open\n", "PUBLIC = ['GET /a', \"GET /b\"]  # open\n"),
        ('PUBLIC = {\n\t"GET /a",  # a\n}\n', 'PUBLIC = {\n\t"GET /a",  # a\n\t"GET /b",\n}\n'),
        ('PUBLIC = {\r\n    "GET /c"\r\n}', 'PUBLIC = {\r\n    "GET /b",\r\n    "GET /c"\r\n}'),
        (
            'PUBLIC: set[str] = frozenset({"GET /a"})\n',
            'PUBLIC: set[str] = frozenset({"GET /a", "GET /b"})\n',
        ),
    ],
)
def test_an_item_is_laid_out_as_those_beside_it(before: str, after: str) -> None:
    outcome = add_item(before.encode(), name="PUBLIC", item='"GET /b"')

    assert text_of(outcome) == after
    assert add_item(after.encode(), name="PUBLIC", item='"GET /b"') == AlreadyThere()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "P = {Role.EDITOR: frozenset({Permission.READ})}\n",
            "P = {Role.EDITOR: frozenset({Permission.READ, Permission.POSTS_WRITE})}\n",
        ),
        (
            """\
            P = {
                Role.USER: {Permission.READ},  # who reads
                Role.EDITOR: {
                    Permission.READ,  # and who writes
                },
            }
            """,
            """\
            P = {
                Role.USER: {Permission.READ},  # who reads
                Role.EDITOR: {
                    Permission.READ,  # and who writes
                    Permission.POSTS_WRITE,
                },
            }
            """,
        ),
    ],
)
def test_an_item_goes_into_the_entry_of_its_key(before: str, after: str) -> None:
    before, after = dedent(before), dedent(after)

    outcome = add_item(before.encode(), name="P", item=PERMISSION, key=EDITOR)

    assert text_of(outcome) == after
    assert add_item(after.encode(), name="P", item=PERMISSION, key=EDITOR) == AlreadyThere()


def test_what_holds_a_whole_enum_holds_the_item() -> None:
    source = b"P = {Role.EDITOR: frozenset(Permission)}\n"

    assert add_item(source, name="P", item=PERMISSION, key=EDITOR) == AlreadyThere()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("D = {A.B: 1}\n", "D = {A.B: 1, A.C: 2}\n"),
        ("D = {\n    A.B: 1,\n    # last\n}\n", "D = {\n    A.B: 1,\n    A.C: 2,\n    # last\n}\n"),
        ("D: dict[A, int] = {\n  A.B: 1\n}", "D: dict[A, int] = {\n  A.B: 1,\n  A.C: 2\n}"),
    ],
)
def test_an_entry_is_laid_out_as_those_beside_it(before: str, after: str) -> None:
    assert text_of(add_entry(before.encode(), name="D", key="A.C", value="2")) == after


def test_a_key_keeps_the_value_that_it_has() -> None:
    assert add_entry(b"D = {A . C: 3}\n", name="D", key="A.C", value="2") == AlreadyThere()


@pytest.mark.parametrize(
    "source",
    [
        "",
        "P = make()\n",
        "P = {}\n",
        "P = {Role.USER: {Permission.READ}}\n",
        "P = {Role.EDITOR: READER | {Permission.READ}}\n",
        "P = {Role.EDITOR: frozenset()}\n",
        "P = {Role.EDITOR: {Permission.READ}}\nP = dict(P)\n",
        "if x:\n    P = {Role.EDITOR: {Permission.READ}}\n",
        "P = {Role.EDITOR: {Permission.READ}\n",
    ],
)
def test_what_is_not_written_out_is_left_to_a_person(source: str) -> None:
    outcome = add_item(source.encode(), name="P", item=PERMISSION, key=EDITOR)

    assert isinstance(outcome, Cannot)
    assert "Role.EDITOR: {..., Permission.POSTS_WRITE}," in outcome.snippet


@pytest.mark.parametrize(
    "source", ["D = dict(a=1)\n", "D = {}\n", "E = {A.B: 1}\n", "D = {**E, A.B: 1}\n"]
)
def test_so_is_a_dict(source: str) -> None:
    outcome = add_entry(source.encode(), name="D", key="A.C", value="2")

    assert isinstance(outcome, Cannot)
    assert "A.C: 2," in outcome.snippet
