"""A document of JSON or YAML as plain values, read more strictly than the formats ask for."""

import json
from dataclasses import dataclass
from typing import NoReturn

from fastapi_backend_builder.errors import UsageError

MAX_SIZE = 512 * 1024
MAX_DEPTH = 16


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written, so that none of its digits is lost."""

    text: str


Value = None | bool | str | Number | list["Value"] | dict[str, "Value"]


def read_document(content: bytes) -> Value:
    """JSON where it begins like it, else YAML 1.2 without anchors and tags.

    No key may stand twice in one mapping, and a plain `no` or `12:30` is a text.
    """
    if len(content) > MAX_SIZE:
        raise UsageError(f"more than {MAX_SIZE} bytes", hint="make several requests of it")
    text = _decoded(content)
    if text.lstrip()[:1] == "{":
        return _read_json(text)
    # Slow to load.
    from fastapi_backend_builder.spec.yaml_documents import read_yaml  # noqa: PLC0415

    return read_yaml(text)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"no UTF-8: {error}", hint="save it as UTF-8") from error


def _read_json(text: str) -> Value:
    try:
        value: Value = json.loads(
            text,
            parse_int=Number,
            parse_float=Number,
            parse_constant=_refuse_constant,
            object_pairs_hook=_distinct,
        )
    except json.JSONDecodeError as error:
        raise UsageError(
            f"no JSON: {error}", hint="what begins with { is read as JSON; any other text is YAML"
        ) from error
    except RecursionError:
        raise too_deep() from None
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise UsageError(f"{name} is no number in JSON", hint="write a number with digits")


def _distinct(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, value in pairs:
        if key in found:
            raise twice(key)
        found[key] = value
    return found


def twice(key: str, where: str = "") -> UsageError:
    return UsageError(f"the key {key!r} is given twice{where}", hint="leave one of the two out")


def too_deep() -> UsageError:
    return UsageError("too many levels", hint="see `fbb schema` for the shape of a request")
