"""Requests for resources as data, which means what the same request means as a command line."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from typing import Any, TypeVar

from fastapi_backend_builder.errors import UsageError, at
from fastapi_backend_builder.spec.documents import Number, Value
from fastapi_backend_builder.spec.fields import parse_field
from fastapi_backend_builder.spec.modifiers import FLAGS, KEYS
from fastapi_backend_builder.spec.names import SPELLING, Noun
from fastapi_backend_builder.spec.options import Options
from fastapi_backend_builder.spec.pieces import quoted
from fastapi_backend_builder.spec.resource import Resource

Item = TypeVar("Item")

MAX_RESOURCES = 100

RESOURCES = "resources"
# Those that are a switch on the command line, beside those that have a text.
SWITCHES = frozenset(field.name for field in fields(Options) if field.type is bool)
# What can stand for an option beside the text that the command line has.
OTHER_SHAPES = {"only": "a text or a list", "roles": "a text or a mapping"}
OPTIONS = tuple(field.name for field in fields(Options))
RESOURCE_KEYS = ("name", "fields", *OPTIONS)
FIELD_KEYS = ("name", "type", *FLAGS, *KEYS)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a request something stands: `shop.yaml, resources[2].fields[0] (Invoice)`.

    `name` is that of the resource, where there are several. What is asked for by arguments stands
    at the place without a file.
    """

    file: str = ""
    path: str = ""
    name: str = ""

    def __getitem__(self, step: str | int) -> "Place":
        if isinstance(step, int):
            return replace(self, path=f"{self.path}[{step}]")
        return replace(self, path=f"{self.path}.{step}" if self.path else step)

    def __str__(self) -> str:
        name = f" ({self.name})" if self.name else ""
        return f"{self.file}, {self.path}{name}" if self.path else self.file

    def of(self, resource: Value) -> "Place":
        """The same with the name of the resource that stands there, as far as it has one."""
        match resource:
            case {"name": str(name)} if SPELLING.fullmatch(name):
                return replace(self, name=name)
        return self


# The resources that are asked for, by where that is.
Asked = Mapping[Place, Resource]


def read_request(value: Value, file: str) -> Asked:
    """The resources that are asked for: the one, or those under `resources`."""
    place = Place(file)
    if not (isinstance(value, dict) and RESOURCES in value):
        return {place: _resource(value, place)}
    _mapping(value, place, (RESOURCES,))
    listed = _list(value[RESOURCES], place[RESOURCES])
    with at(place[RESOURCES]):
        _refuse_count(listed)
    places = [place[RESOURCES][index].of(item) for index, item in enumerate(listed)]
    return {where: _resource(item, where) for where, item in zip(places, listed, strict=True)}


def _refuse_count(listed: list[Value]) -> None:
    if not 1 <= len(listed) <= MAX_RESOURCES:
        raise UsageError(f"{len(listed)} resources", hint=f"list 1 to {MAX_RESOURCES} of them")


def _resource(value: Value, place: Place) -> Resource:
    given = _mapping(value, place, RESOURCE_KEYS)
    name = _text(given.get("name"), place["name"])
    options = Options(**_options(given, place))
    with at(place["name"]):
        noun = Noun.parse(name, options.plural)
    texts = []
    for index, field in enumerate(_list(given.get("fields", []), place["fields"])):
        where = place["fields"][index]
        texts.append(_field_text(field, where))
        with at(where):
            parse_field(texts[-1], resource=noun.singular)
    with at(place):
        return Resource.parse(name, texts, options)


def _options(given: Mapping[str, Value], place: Place) -> dict[str, Any]:
    return {name: _option(name, given[name], place[name]) for name in OPTIONS if name in given}


def _option(name: str, value: Value, place: Place) -> str | bool:
    if name in SWITCHES:
        return _switch(value, place)
    match name, value:
        case "only", list():
            return _words(value, place)
        case "roles", dict():
            return _pairs(value, place)
    return _text(value, place, OTHER_SHAPES.get(name, "a text"))


def _words(listed: list[Value], place: Place) -> str:
    """Several words as on the command line: `[list, get]` is `list,get`."""
    return ",".join(_word(item, place[index]) for index, item in enumerate(_some(listed, place)))


def _pairs(mapping: dict[str, Value], place: Place) -> str:
    """Several pairs as on the command line: `{list: public}` is `list=public`."""
    pairs = _some(list(mapping.items()), place)
    return ",".join(f"{_word(key, place)}={_word(item, place[key])}" for key, item in pairs)


def _some(items: list[Item], place: Place) -> list[Item]:
    if not items:
        raise UsageError(f"{place}: this is empty", hint="leave it out, or name an operation")
    return items


def _word(value: Value, place: Place) -> str:
    text = _text(value, place)
    if set(",=") & set(text):
        raise UsageError(f"{place}: {text!r} is more than one word", hint="write each by itself")
    return text


def _field_text(value: Value, place: Place) -> str:
    """A field as on the command line."""
    if not isinstance(value, dict):
        return _text(value, place, "name:type, or a mapping with these")
    given = _mapping(value, place, FIELD_KEYS)
    parts = [_part(given.get(key), place[key]) for key in ("name", "type")]
    for key, item in given.items():
        if key in KEYS:
            parts.append(f"{key}={quoted(_part(item, place[key]))}")
        elif key in FLAGS and _switch(item, place[key]):
            parts.append(key)
    return ":".join(parts)


def _part(value: Value, place: Place) -> str:
    """What has no colon, which would begin another part."""
    match value:
        case bool():
            text = str(value).lower()
        case Number(text=text):
            pass
        case _:
            text = _text(value, place)
    if ":" in text:
        raise UsageError(
            f"{place}: {text!r} has a colon", hint="no part of a field has one; a time is 0930"
        )
    return text


def _mapping(value: Value, place: Place, keys: Collection[str]) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise _other_kind(value, place, f"a mapping with the keys {', '.join(keys)}")
    for key in value:
        if key not in keys:
            guesses = get_close_matches(key.lower().replace("-", "_"), keys, n=1)
            proposal = f"did you mean '{guesses[0]}'? " if guesses else ""
            raise UsageError(
                f"{place}: unknown key {key!r}", hint=f"{proposal}keys: {', '.join(keys)}"
            )
    return value


def _list(value: Value, place: Place) -> list[Value]:
    if not isinstance(value, list):
        raise _other_kind(value, place, "a list")
    return value


def _text(value: Value, place: Place, wanted: str = "a text") -> str:
    if not isinstance(value, str):
        raise _other_kind(value, place, wanted)
    return value


def _switch(value: Value, place: Place) -> bool:
    if not isinstance(value, bool):
        raise _other_kind(value, place, "true or false")
    return value


def _other_kind(value: Value, place: Place, wanted: str) -> UsageError:
    found = _KINDS[type(value)]
    return UsageError(f"{place}: this is {found}", hint=f"write {wanted}; see `fbb schema`")


_KINDS = {
    type(None): "nothing",
    bool: "true or false",
    Number: "a number",
    str: "a text",
    list: "a list",
    dict: "a mapping",
}
