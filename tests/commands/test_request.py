"""`fbb add resource` with a request as data, and several resources in one plan."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from commands.snapshots import snapshot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from fastapi_backend_builder.errors import ExitCode, UsageError
from fastapi_backend_builder.spec.documents import read_document
from fastapi_backend_builder.spec.request import FIELD_KEYS, RESOURCE_KEYS, read_request
from fastapi_backend_builder.spec.request_schema import request_schema
from fastapi_backend_builder.spec.types import FieldType

Run = Callable[..., Any]

BOOK = "Book title:str:index author:ref=Author price:decimal=8.2:default=0.10 --owned-by User"
AUTHOR = "Author name:str:unique mentor:ref=self:optional country:ref=Country"
COUNTRY = "Country code:str:min=2:max=2:unique --only list,get"
LIBRARY = """
resources:
  - name: Book
    fields:
      - title:str:index
      - {name: author, type: ref=Author}
      - {name: price, type: decimal=8.2, default: 0.10}
    owned_by: User
  - {name: Author, fields: ["name:str:unique", "mentor:ref=self:optional", "country:ref=Country"]}
  - name: Country
    fields: [{name: code, type: str, min: 2, max: 2, unique: true}]
    only: list,get
"""


@pytest.fixture
def add_from(add: Run, tmp_path: Path) -> Run:
    """Add what a file asks for."""

    def add_from_file(text: str, *options: str) -> object:
        (tmp_path / "shop.yaml").write_text(text)
        return add("--from", tmp_path / "shop.yaml", *options)

    return add_from_file


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def type_into_stdin(text: str) -> None:
        stdin = SimpleNamespace(buffer=io.BytesIO(text.encode()))
        monkeypatch.setattr("sys.stdin", stdin)

    return type_into_stdin


def test_many_are_the_same_bytes_as_one_by_one_in_the_order_of_their_refs(
    add: Run, add_from: Run, run: Run, project: Path
) -> None:
    before = snapshot(project)
    assert add_from(LIBRARY).exit_code == ExitCode.OK
    together = snapshot(project)
    assert run("undo", "-C", project).exit_code == ExitCode.OK
    assert snapshot(project) == before

    for line in (COUNTRY, AUTHOR, BOOK):
        assert add(*line.split()).exit_code == ExitCode.OK

    assert snapshot(project) == together


def test_a_preview_of_many_writes_nothing_and_edits_each_file_once(
    add_from: Run, project: Path
) -> None:
    before = snapshot(project)

    planned = json.loads(add_from(LIBRARY, "--diff", "--json").stdout)
    patch = add_from(LIBRARY, "--diff").stdout
    pending = add_from(LIBRARY, "--check")

    assert snapshot(project) == before
    paths = [change["path"] for change in planned["changes"]]
    assert len(paths) == len(set(paths)) == 22
    assert patch == "".join(change["diff"] for change in planned["changes"])
    assert pending.exit_code == ExitCode.PENDING


def test_a_second_time_there_is_nothing_to_do(add: Run, add_from: Run) -> None:
    add_from(LIBRARY)
    add("Todo", "title:str")
    assert add_from(LIBRARY).stderr == "Nothing to do.\n"


def test_what_is_there_already_is_left_and_the_rest_is_added(add: Run, add_from: Run) -> None:
    add(*COUNTRY.split())
    made = json.loads(add_from(LIBRARY, "--json").stdout)
    assert {change["reason"] for change in made["changes"]} == {
        *("resource Author", "resource Book", "add Country.authors"),
        "include authors, include books",
    }


def test_undo_of_many_says_once_what_a_migrated_database_needs(
    add_from: Run, run: Run, project: Path
) -> None:
    add_from(LIBRARY)
    (path,) = project.glob("app/db/migrations/versions/*_create_countries.py")
    parent = re.findall(r"Revises: (\w+)", path.read_text())[0]

    said = run("undo", "-C", project).stderr

    assert re.findall("alembic downgrade .*`", said) == [f"alembic downgrade {parent}`"]


@pytest.mark.parametrize(
    ("text", "exit_code", "problem"),
    [
        (
            "resources: [{name: Book, fields: [a:str]}, {name: Shelf, fields: [b:strng]}]",
            ExitCode.USAGE,
            "shop.yaml, resources[1].fields[0] (Shelf): unknown type 'strng'",
        ),
        (
            "resources: [{name: Book, fields: [a:str]}, {name: Shelf, fields: [b:ref=Bok]}]",
            ExitCode.USAGE,
            "shop.yaml, resources[1] (Shelf): there is no model Bok to refer to",
        ),
        (
            "resources: [{name: Book, fields: [a:ref=Shelf]}, {name: Shelf, fields: [b:ref=Book]}]",
            ExitCode.USAGE,
            "shop.yaml, resources[0] (Book): these refer to each other in a circle: Book -> Shelf",
        ),
        (
            "resources: [{name: Book, fields: [a:str]}, {name: book, fields: [a:str]}]",
            ExitCode.USAGE,
            "shop.yaml, resources[1] (book): Book has the same singular as the Book before it",
        ),
        (
            "resources: [{name: Axis, fields: [a:str]}, {name: Axe, fields: [a:str]}]",
            ExitCode.USAGE,
            "shop.yaml, resources[1] (Axe): Axe has the same plural as the Axis before it: 'axes'",
        ),
        (
            "resources: [{name: OrderItem, fields: [a:str]}, {name: Orderitem, fields: [a:str]}]",
            ExitCode.CONFLICT,
            "shop.yaml, resources[1] (Orderitem): there is a model OrderItem already",
        ),
        (
            "resources: [{name: Book, fields: [a:str]}, {name: ApiKey, fields: [a:str]}]",
            ExitCode.CONFLICT,
            "shop.yaml, resources[1] (ApiKey): ApiKey is there already, in another form",
        ),
    ],
)
def test_if_one_is_wrong_nothing_is_written(
    add_from: Run, project: Path, text: str, exit_code: ExitCode, problem: str
) -> None:
    before = snapshot(project)

    result = add_from(text)

    assert result.exit_code == exit_code
    assert problem in result.stderr
    assert "hint: " in result.stderr
    assert snapshot(project) == before


@pytest.mark.parametrize("arguments", [["-"], ["--json", "-"], ["--from", "-"]])
def test_a_request_can_come_from_stdin(
    add: Run, type_in: Callable[[str], None], project: Path, arguments: list[str]
) -> None:
    type_in('{"name": "Book", "fields": ["title:str"]}')
    assert add(*arguments).exit_code == ExitCode.OK
    assert (project / "app/models/book.py").is_file()


def test_what_is_wrong_in_stdin_is_said_as_json_where_that_is_asked_for(
    add: Run, type_in: Callable[[str], None]
) -> None:
    type_in('{"name": "Book", "fields": ["title"]}')
    failure = json.loads(add("--json", "-").stdout)
    assert failure["message"].startswith("stdin, fields[0]: no type in 'title'")
    assert failure["exit_code"] == ExitCode.USAGE


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "missing argument 'NAME'"),
        (["-", "title:str"], "the whole request is in stdin, and 'title:str' is beside it"),
        (["-", "--only", "list"], "the whole request is in stdin, and '--only' is beside it"),
        (["Book", "--from", "a.yaml"], "the whole request is in a.yaml, and 'Book' is beside it"),
        (["--from", "/nowhere/a.yaml"], "/nowhere/a.yaml: cannot be read: No such file"),
        (["--from", "/"], "/: cannot be read: Is a directory"),
    ],
)
def test_there_is_one_request(add: Run, arguments: list[str], problem: str) -> None:
    result = add(*arguments)
    assert result.exit_code == ExitCode.USAGE
    assert problem in result.stderr


class TestTheSchema:
    """What `fbb schema` says of a request, and what the command says."""

    @pytest.fixture
    def schema(self, run: Run) -> Draft202012Validator:
        return Draft202012Validator(json.loads(run("schema").stdout))

    def test_it_is_one(self, schema: Draft202012Validator) -> None:
        Draft202012Validator.check_schema(schema.schema)

    @pytest.mark.parametrize(
        "text",
        [
            '{"name": "Book", "fields": ["title:str"]}',
            '{"name": "order-item", "fields": [{"name": "a", "type": "decimal=8.2", "ge": 0.5}]}',
            '{"name": "Staff", "fields": ["a:str:default="], "plural": "staffers"}',
            '{"name": "Book", "fields": [{"name": "a", "type": "bool", "default": true}]}',
            '{"name": "Book", "fields": ["title:str"], "only": ["list", "get"]}',
            '{"name": "Book", "fields": ["title:str"], "roles": {"list": "public"}}',
            '{"resources": [{"name": "Book", "fields": ["a:ref=self:optional"], "only": "get"}]}',
        ],
    )
    def test_both_take_what_is_good(self, schema: Draft202012Validator, text: str) -> None:
        assert accepted(text)
        assert schema.is_valid(json.loads(text))

    @pytest.mark.parametrize(
        "text",
        [
            "{}",
            '{"name": "Book"}',
            '{"name": "Book", "fields": []}',
            '{"name": "Book", "fields": "title:str"}',
            '{"name": "B k", "fields": ["title:str"]}',
            '{"name": "Book", "fields": ["title"]}',
            '{"name": "Book", "fields": ["title:strng"]}',
            '{"name": "Book", "fields": ["title:str:uniqe"]}',
            '{"name": "Book", "fields": ["title:str:unique=1"]}',
            '{"name": "Book", "fields": ["Title:str"]}',
            '{"name": "Book", "fields": [{"name": "a"}]}',
            '{"name": "Book", "fields": [{"name": "a", "type": "str", "unique": "yes"}]}',
            '{"name": "Book", "fields": [{"name": "a", "type": "str", "max": null}]}',
            '{"name": "Book", "fields": [{"name": "a", "type": "str", "default": "a:b"}]}',
            '{"name": "Book", "fields": [{"name": "a", "type": "str", "maximum": 3}]}',
            '{"name": "Book", "fields": ["title:str"], "only": ["lst"]}',
            '{"name": "Book", "fields": ["title:str"], "only": []}',
            '{"name": "Book", "fields": ["title:str"], "roles": {}}',
            '{"name": "Book", "fields": ["title:str"], "roles": {"show": "public"}}',
            '{"name": "Book", "fields": ["title:str"], "roles": {"list": ["public"]}}',
            '{"name": "Book", "fields": ["title:str"], "roles": {"list": "public,get=public"}}',
            '{"name": "Book", "fields": ["title:str"], "plurl": "books"}',
            '{"resources": []}',
            '{"resources": [{"name": "Book"}]}',
            '{"resources": [], "name": "Book"}',
        ],
    )
    def test_both_refuse_what_is_bad(self, schema: Draft202012Validator, text: str) -> None:
        assert not accepted(text)
        assert not schema.is_valid(json.loads(text))

    @settings(suppress_health_check=[HealthCheck.too_slow], derandomize=True, max_examples=150)
    @given(st.data())
    def test_the_schema_takes_all_that_the_command_takes(self, data: st.DataObject) -> None:
        request = data.draw(requests())
        if accepted(json.dumps(request)):
            Draft202012Validator(request_schema(dict.fromkeys(RESOURCE_KEYS, ""))).validate(request)


def accepted(text: str) -> bool:
    try:
        read_request(read_document(text.encode()), "stdin")
    except UsageError:
        return False
    return True


def requests() -> st.SearchStrategy[object]:
    """Some good ones, and more that are nearly so."""
    types = st.sampled_from([*FieldType, "enum=a/b", "ref=User", "decimal=8.2", "strng"])
    values = st.sampled_from([True, False, 1, 0.5, "1", "a", "", "cascade", "a:b", None])
    names = st.sampled_from(["a", "b_c", "d1", "A", "", "class"])
    keys = st.dictionaries(st.sampled_from(FIELD_KEYS[2:]), values, max_size=2)
    mapping = st.builds(lambda n, t, k: {"name": n, "type": t, **k}, names, types, keys)
    text = st.builds(lambda n, t, k: ":".join([n, t, *k]), names, types, keys)
    options = st.dictionaries(
        st.sampled_from([*RESOURCE_KEYS[2:], "other"]),
        st.sampled_from(["User", "list,get", "people", True, False, ["list"], {"get": "admin"}]),
        max_size=1,
    )
    fields = st.lists(mapping | text, min_size=1, max_size=2)
    nouns = st.sampled_from(["Book", "book-shelf", "Books", "5"])
    resource = st.builds(lambda n, f, o: {"name": n, "fields": f, **o}, nouns, fields, options)
    return resource | st.lists(resource, max_size=2).map(lambda items: {"resources": items})
