import pytest

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.documents import Value, read_document
from fastapi_backend_builder.spec.options import Options
from fastapi_backend_builder.spec.request import read_request
from fastapi_backend_builder.spec.resource import Resource


def request(text: str) -> list[Resource]:
    return list(read_request(read_document(text.encode()), "shop.yaml").values())


@pytest.mark.parametrize(
    ("mapping", "text"),
    [
        ("{name: title, type: str, max: 200, unique: true}", "title:str:max=200:unique"),
        ("{name: title, type: str, index: false}", "title:str"),
        ("{name: price, type: decimal=8.2, default: 0.10}", "price:decimal=8.2:default=0.10"),
        ("{name: done, type: bool, default: false}", "done:bool:default=false"),
        ("{name: answer, type: enum=no/yes, default: no}", "answer:enum=no/yes:default=no"),
        ("{name: day, type: date, default: 2026-01-31}", "day:date:default=2026-01-31"),
        ("{name: code, type: str, pattern: '[A-Z]{2}'}", "code:str:pattern=[A-Z]{2}"),
        (
            "{name: size, type: bigint, ge: 9223372036854775807}",
            "size:bigint:ge=9223372036854775807",
        ),
    ],
)
def test_a_mapping_is_the_same_field_as_its_text(mapping: str, text: str) -> None:
    (by_mapping,) = request(f"name: Book\nfields: [{mapping}]")
    (by_text,) = request(f"name: Book\nfields: ['{text}']")
    assert by_mapping == by_text == Resource.parse("Book", [text])


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ("- note:str:default=''", "note:str:default="),
        ('- note:str:default=""', "note:str:default="),
        ("- note:str:default='to do'", "note:str:default=to do"),
        ("- code:str:pattern='[A-Z]{2}'", "code:str:pattern=[A-Z]{2}"),
        ("- size:int:default='5':ge=\"1\"", "size:int:default=5:ge=1"),
        ("- note:str:default=it's", "note:str:default=it's"),
        ("- {name: note, type: str, default: ''}", "note:str:default="),
        ("""- {name: note, type: str, default: "''"}""", """note:str:default="''\""""),
    ],
)
def test_quotes_of_a_shell_are_no_part_of_a_value(fields: str, text: str) -> None:
    assert request(f"name: Book\nfields:\n{fields}") == [Resource.parse("Book", [text])]


def test_a_default_can_be_two_quotes() -> None:
    (book,) = request("""name: Book\nfields: [{name: note, type: str, default: "''"}]""")
    assert book.fields[0].default == "''"


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("only: [list, get]", Options(only="list,get")),
        ("roles: {list: public, create: editor}", Options(roles="list=public,create=editor")),
        ("only: [list, get]\nroles: {get: admin}", Options(only="list,get", roles="get=admin")),
    ],
)
def test_several_words_are_a_list_or_a_mapping(text: str, options: Options) -> None:
    assert request(f"name: Book\nfields: [a:str]\n{text}") == [
        Resource.parse("Book", ["a:str"], options)
    ]


def test_options_are_those_of_the_command_line() -> None:
    text = "name: Staff\nfields: [name:str]\nplural: staffers\nowned_by: User\nonly: list,get"
    options = Options(plural="staffers", owned_by="User", only="list,get")
    assert request(text) == [Resource.parse("Staff", ["name:str"], options)]


@pytest.mark.parametrize(
    ("text", "problem", "hint"),
    [
        ("", "shop.yaml: this is nothing", "write a mapping with the keys name, fields,"),
        ("a", "shop.yaml: this is a text", "write a mapping with the keys name, fields,"),
        ("- name: Book", "shop.yaml: this is a list", "write a mapping"),
        ("fields: []", "shop.yaml, name: this is nothing", "write a text"),
        ("name: 5", "shop.yaml, name: this is a number", "write a text"),
        ("name: Book", "shop.yaml: Book has no fields", "give at least one"),
        ("name: Books\nfields: [a:str]", "shop.yaml, name: 'Books' is a plural", "did you mean"),
        ("nmae: Book", "shop.yaml: unknown key 'nmae'", "did you mean 'name'? keys: name, fields"),
        (
            "name: Book\nowned-by: User",
            "shop.yaml: unknown key 'owned-by'",
            "did you mean 'owned_by'? keys:",
        ),
        (
            "name: Book\nfields: [a:str]\nonly: [5]",
            "shop.yaml, only[0]: this is a number",
            "write a text",
        ),
        (
            "name: Book\nfields: [a:str]\nonly: {list: true}",
            "shop.yaml, only: this is a mapping",
            "write a text or a list",
        ),
        ("name: Book\nfields: [a:str]\nonly: []", "shop.yaml, only: this is empty", "leave it out"),
        (
            "name: Book\nfields: [a:str]\nroles: {list: [public]}",
            "shop.yaml, roles.list: this is a list",
            "write a text",
        ),
        (
            "name: Book\nfields: [a:str]\nroles: {list: 'public,get=public'}",
            "shop.yaml, roles.list: 'public,get=public' is more than one word",
            "write each by itself",
        ),
        ("name: Book\nfields: a:str", "shop.yaml, fields: this is a text", "write a list"),
        (
            "name: Book\nfields: [5]",
            "shop.yaml, fields[0]: this is a number",
            "write name:type, or a mapping",
        ),
        (
            "name: Book\nfields: [a:str, b:strng]",
            "shop.yaml, fields[1]: unknown type 'strng' in 'b:strng'\n    b:strng\n      ^^^^^",
            "did you mean 'str'?",
        ),
        (
            "resources: [{name: Book, fields: [{name: a, type: str, max: 0}]}]",
            "shop.yaml, resources[0].fields[0] (Book): '0' is not a length of str in "
            "'a:str:max=0'\n    a:str:max=0\n              ^",
            "use 1 to 2000",
        ),
        (
            "name: Book\nfields: [{name: a, type: str, uniqe: true}]",
            "shop.yaml, fields[0]: unknown key 'uniqe'",
            "did you mean 'unique'? keys: name, type,",
        ),
        (
            "name: Book\nfields: [{name: a, type: str, unique: 1}]",
            "shop.yaml, fields[0].unique: this is a number",
            "write true or false",
        ),
        (
            "name: Book\nfields: [{name: a, type: 'str:unique'}]",
            "shop.yaml, fields[0].type: 'str:unique' has a colon",
            "no part of a field has one",
        ),
        (
            "name: Book\nfields: [{name: a, type: str, default: 'x:unique'}]",
            "shop.yaml, fields[0].default: 'x:unique' has a colon",
            "no part of a field has one",
        ),
        ("name: Book\nfields: [{type: str}]", "shop.yaml, fields[0].name: this is nothing", ""),
        ("resources: []", "shop.yaml, resources: 0 resources", "list 1 to 100"),
        ("resources: {}", "shop.yaml, resources: this is a mapping", "write a list"),
        (f"resources: [{'a, ' * 101}]", "shop.yaml, resources: 101 resources", "list 1 to 100"),
        (
            "resources: [{name: Book, fields: [a:str]}, {name: Invoice, fields: []}]",
            "shop.yaml, resources[1] (Invoice): Invoice has no fields",
            "give at least one",
        ),
        (
            "resources: [{name: Invoice, fields: [a:str], owned_by: User, only: [lst]}]",
            "shop.yaml, resources[0] (Invoice): 'lst' is no operation",
            "did you mean 'list'?",
        ),
        (
            "resources: [{name: Books, fields: [a:str]}]",
            "shop.yaml, resources[0].name (Books): 'Books' is a plural",
            "did you mean",
        ),
        ("resources: [{nmae: Book}]", "shop.yaml, resources[0]: unknown key 'nmae'", "did you"),
        ("resources: [a]", "shop.yaml, resources[0]: this is a text", "write a mapping"),
        ("resources: []\nname: Book", "shop.yaml: unknown key 'name'", "keys: resources"),
        (
            "name: Book\nfields: [a:str, a:int]",
            "shop.yaml: 'a:str' and 'a:int' both make 'a'",
            "rename",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, problem: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        request(text)
    assert caught.value.message.startswith(problem)
    assert (caught.value.hint or "").startswith(hint)


def test_a_key_is_no_way_around_the_parser() -> None:
    value: Value = {"name": "Book", "fields": [{"name": "a", "type": "str", "max=3:unique": True}]}
    with pytest.raises(UsageError, match="unknown key 'max=3:unique'"):
        read_request(value, "stdin")
