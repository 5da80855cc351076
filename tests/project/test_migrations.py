"""Reading the head of the migrations."""

from collections.abc import Callable

import pytest

from fastapi_backend_builder.errors import ProjectError
from fastapi_backend_builder.project import Project

Make = Callable[[dict[str, str | bytes]], Project]
Head = Callable[..., str]


@pytest.fixture
def head(make_project: Make) -> Head:
    """The head of a project with the given migration files."""

    def head(*sources: str | bytes) -> str:
        folder = "app/db/migrations/versions"
        files = {f"{folder}/{number}.py": source for number, source in enumerate(sources)}
        return make_project({**files}).migration_head()

    return head


def migration(revision: str, down_revision: object) -> str:
    return f"revision = {revision!r}\ndown_revision = {down_revision!r}\n"


def test_the_head_is_what_none_follows(head: Head) -> None:
    assert head(migration("b", "a"), migration("c", "b"), migration("a", None)) == "c"


def test_annotations_are_read(head: Head) -> None:
    first = 'revision: str = "a"\ndown_revision: str | None = None\n'
    second = 'revision: str = "b"\ndown_revision: str | Sequence[str] | None = "a"\n'

    assert head(first, second) == "b"


@pytest.mark.parametrize(
    "source",
    [
        'revision: str = "a"\ndown_revision: str | None = None\nrevision = "b"\n',
        'revision = "a"\ndown_revision = None\nx = 1; revision = "b"\n',
        '"""\nrevision = "a"\ndown_revision = None\n"""\nrevision = "b"\n',
        '"""x"""\nx = """\nrevision = "a"\ndown_revision = None\n"""\nrevision = "b"\n',
        "x = '''\nrevision = \"a\"\ndown_revision = None\n'''\nrevision = \"b\"\n",
        'x = [\n"""\nrevision = "a"\ndown_revision = None\n""",\n]\nrevision = "b"\n',
        'down_revision = None\nrevision = ("b")\n',
        'revision = "b" \\\n""\ndown_revision = None\n',
        'revision = "b"  # ours\ndown_revision = None\n',
        'revision = "b"\ndown_revision: str; x = "a"\n',
        'revision = "b"\ndown_revision: str  # : str = "a"\n',
        '# it\'s the first\nrevision = "b"\ndown_revision = None\n',
    ],
)
def test_the_revision_is_what_the_file_says_when_it_runs(head: Head, source: str) -> None:
    assert head(source) == "b"


@pytest.mark.parametrize("quote", ["'", '"'])
def test_files_as_alembic_writes_them_are_read(head: Head, quote: str) -> None:
    first = (
        '"""first\n\nRevision ID: a\nRevises:\nCreate Date: 2026-01-31 09:30:00\n\n"""\n'
        "from typing import Sequence, Union\n\nfrom alembic import op\n\n\n"
        "# revision identifiers, used by Alembic.\n"
        "revision: str = 'a'\n"
        "down_revision: Union[str, Sequence[str], None] = None\n"
        "branch_labels: Union[str, Sequence[str], None] = None\n"
    )
    second = first.replace("= 'a'", "= 'b'").replace("= None", "= 'a'", 1)

    assert head(*(text.replace("'", quote) for text in (first, second))) == "b"


def test_a_merge_follows_several(head: Head) -> None:
    branches = [migration("a", None), migration("b", "a"), migration("c", "a")]

    assert head(*branches, migration("d", ("b", "c"))) == "d"


@pytest.mark.parametrize("broken", ["type Id = int\n", "def upgrade(:\n", "\0\n"])
def test_files_that_do_not_parse_are_still_read(head: Head, broken: str) -> None:
    merge = 'revision = "d"\ndown_revision: tuple[str, ...] = (\n    "b",\n    "c",\n)\n'
    branches = [migration("a", None), migration("b", "a"), migration("c", "a")]

    assert head(*branches, merge + broken) == "d"


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode() + b"# \xff\n",
    ],
    ids=["crlf", "bom", "not utf-8"],
)
def test_bytes_of_any_kind_are_read(head: Head, encode: Callable[[str], bytes]) -> None:
    assert head(encode(migration("a", None))) == "a"


def test_other_files_are_passed_by(make_project: Make) -> None:
    folder = "app/db/migrations/versions"
    files: dict[str, str | bytes] = {
        f"{folder}/a.py": migration("a", None),
        f"{folder}/__init__.py": "",
        f"{folder}/helpers.py": "x: int\n",
        f"{folder}/__pycache__/b.cpython-311.pyc": b"\x00",
        f"{folder}/b.sql": migration("b", "a"),
    }

    assert make_project(files).migration_head() == "a"


def test_no_migrations_says_how_to_make_the_first(head: Head) -> None:
    with pytest.raises(ProjectError, match="no migrations yet") as caught:
        head()

    assert caught.value.hint == 'make the first: alembic revision --autogenerate -m "create tables"'


def test_several_heads_are_named(head: Head) -> None:
    with pytest.raises(ProjectError, match="several heads: b, c") as caught:
        head(migration("a", None), migration("c", "a"), migration("b", "a"))

    assert caught.value.hint == "join them first: fbb merge heads"


def test_a_parent_that_is_not_there_is_named(head: Head) -> None:
    with pytest.raises(ProjectError, match="follows gone, which is not there"):
        head(migration("a", None), migration("b", "gone"))


def test_a_circle_is_an_error(head: Head) -> None:
    with pytest.raises(ProjectError, match="in a circle"):
        head(migration("a", "b"), migration("b", "a"))
