"""Each name that generated code uses is refused as a name of the user's, or does no harm as one."""

import ast
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any

import pytest
from render.bindings import attributes, bound, clashes

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.project.template import template_files
from fastapi_backend_builder.render.context import Context
from fastapi_backend_builder.render.resource import render_resource
from fastapi_backend_builder.render.setting import Setting, Target
from fastapi_backend_builder.spec.names import snake_case
from fastapi_backend_builder.spec.options import Options
from fastapi_backend_builder.spec.resource import Resource

# Together they have every import and every part of the templates.
PLAIN = """
a1:str:unique:index a2:enum=x/y:default=x:index a3:decimal=8.2:ge=0:unique a4:date:default=today
a5:datetime:default=now a6:int:unique a7:json:optional a8:ref=User a9:ref=self:optional
b1:str:private:unique b2:int:default=0:readonly b3:bytes:optional:private b4:uuid:unique b5:time
b6:float b7:bigint b8:email:unique b9:url c1:slug:unique c2:text:min=3 c3:bool c4:str:pattern=[a-z]+
c5:ref=User:optional:unique:on_delete=set_null:as=c5s c6:str:max=5 c7:date:unique c8:datetime:unique
a10:slug:unique:readonly a11:slug:readonly a12:str:unique:readonly a13:int:unique:readonly
a14:uuid:readonly a15:bytes:readonly a16:datetime:readonly a17:date:readonly a18:decimal:readonly
a19:enum=x/y:readonly
"""
OWN = re.compile("qqqq|zzzz|[abc][0-9]", re.IGNORECASE)
OWNED = "a1:str:unique a2:ref=Other a3:ref=self:optional:unique"
TARGETS = {
    "User": Target("app.models.user", "users"),
    "Other": Target("app.models.other", "o", True),
}
# With what makes the imports that an ordinary noun could be called like.
FEW = "a1:str:unique a2:enum=x/y:default=x a3:ref=self:optional:unique a4:str:private"
MODELS = ("ApiKey", "IdempotencyKey", "User", "UserSession")
KINDS = ("str:max=5:unique", "enum=x/y:default=x", "date:default=today", "ref=User:as={}s")


def render(noun: str, fields: Iterable[str], **options: Any) -> dict[str, str]:
    resource = Resource.parse(noun, fields, Options(**options))
    targets = {
        name: TARGETS[name] for name in TARGETS if any(f.target == name for f in resource.columns)
    }
    return render_resource(Context(resource, Setting("app", "app", "abc", targets)))


def harm(files: dict[str, str]) -> list[str]:
    twice = [f"{path}: {name}" for path, text in files.items() for name in clashes(text)]
    there = template_files()
    return sorted([*twice, *(path for path in files if path in there)])


@pytest.fixture(scope="module")
def used() -> set[str]:
    """The names in the files of resources, and those of the template's files.

    What tests are called is a sentence, and no name of anything.
    """
    files = {
        **render("Qqqq", PLAIN.split()),
        **render("Zzzz", OWNED.split(), owned_by="User"),
        **render("Qqqqq", PLAIN.split(), soft_delete=True, id="uuid", export=True),
        **render("Zzzzz", PLAIN.split(), sync=True, bulk=True, export=True),
    }
    names = {name for text in files.values() for name in bound(text) if "test_" not in name}
    stems = {PurePosixPath(path).stem.removeprefix("test_") for path in template_files()}
    return names | stems


def test_what_is_rendered_has_no_name_twice() -> None:
    assert harm(render("Qqqq", PLAIN.split())) == []
    assert harm(render("Zzzz", OWNED.split(), owned_by="User")) == []


def test_no_name_does_harm_as_a_resource(used: set[str]) -> None:
    names = {*used, *map(snake_case, used)}
    nouns = sorted(name for name in names if not OWN.search(name) and is_free(name, FEW))
    assert {noun: found for noun in nouns if (found := harm(render(noun, FEW.split())))} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_no_name_does_harm_as_a_field(used: set[str], kind: str) -> None:
    fields = sorted(
        {f"{snake_case(name)}:{kind.format(f'of_{snake_case(name)}')}" for name in used}
    )
    free = [field for field in fields if is_free("Qqqq", field)]
    assert len(free) > 100
    for some in batched(free, 40):
        assert harm(render("Qqqq", some)) == []


@pytest.mark.parametrize("path", ["app/models/base.py", "app/schemas/base.py"])
def test_what_all_of_them_have_is_refused_as_a_field(path: str) -> None:
    classes = [
        node for node in ast.parse(template_files()[path]).body if isinstance(node, ast.ClassDef)
    ]
    names = {name for node in classes for name in attributes(node) if not name.startswith("_")}
    assert [
        name for name in names if is_free("Qqqq", f"{name}:json", owned_by="User", soft_delete=True)
    ] == []


def is_free(noun: str, fields: str, **options: Any) -> bool:
    """Whether it is not refused; what the project itself keeps is refused by what is there."""
    with suppress(UsageError):
        resource = Resource.parse(noun, fields.split(), Options(**options))
        return resource.noun.class_name not in MODELS
    return False


def batched(items: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
