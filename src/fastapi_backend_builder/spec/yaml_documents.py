"""YAML 1.2 as plain values: its core schema, without anchors, aliases and tags."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.documents import MAX_DEPTH, Number, Value, too_deep, twice

_NULLS = ("", "~", "null", "Null", "NULL")
_BOOLS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")

# What the parser of YAML hands out, one after another.
Event = Any
Events = Iterator[Event]


def read_yaml(text: str) -> Value:
    """The one document of the text."""
    try:
        return _document(yaml.parse(text, Loader=yaml.BaseLoader))
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        problem = " ".join(str(error).split())
        raise UsageError(f"no YAML: {problem}", hint="look at what stands there") from error


def _document(events: Events) -> Value:
    value: Value = None
    count = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            count += 1
            value = _value(next(events), events, MAX_DEPTH)
    if count > 1:
        raise UsageError(f"{count} documents in one", hint="list all under resources:")
    return value


def _value(event: Event, events: Events, depth: int) -> Value:
    _refuse_extras(event)
    if not depth:
        raise too_deep()
    match event:
        case yaml.ScalarEvent():
            return _scalar(event)
        case yaml.SequenceStartEvent():
            return list(_items(events, yaml.SequenceEndEvent, depth))
    return _mapping(events, depth)


def _items(events: Events, end: type[Event], depth: int) -> Iterator[Value]:
    while not isinstance(event := next(events), end):
        yield _value(event, events, depth - 1)


def _mapping(events: Events, depth: int) -> dict[str, Value]:
    found: dict[str, Value] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        _refuse_extras(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise UsageError(f"a key is no text{_where(event)}", hint="write key: value")
        if event.value in found:
            raise twice(event.value, _where(event))
        found[event.value] = _value(next(events), events, depth - 1)
    return found


def _scalar(event: Event) -> Value:
    text: str = event.value
    if event.style is not None:  # It is quoted.
        return text
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    return Number(text) if _NUMBER.fullmatch(text) else text


def _refuse_extras(event: Event) -> None:
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise UsageError(
            f"an anchor or alias{_where(event)}", hint="write it out; quote a text with & or *"
        )
    if event.tag is not None:
        raise UsageError(f"a tag{_where(event)}", hint="leave it out; quote a text with !")


def _where(event: Event) -> str:
    return f" in line {event.start_mark.line + 1}"
