"""The JSON Schema of a request: what `spec.request` and the parsers behind it take."""

from collections.abc import Mapping

from fastapi_backend_builder.spec.fields import NAME
from fastapi_backend_builder.spec.modifiers import FLAGS, KEYS
from fastapi_backend_builder.spec.names import MAX_NAME_LENGTH, SPELLING
from fastapi_backend_builder.spec.operations import ALL
from fastapi_backend_builder.spec.request import MAX_RESOURCES, OPTIONS, RESOURCES, SWITCHES
from fastapi_backend_builder.spec.resource import MAX_FIELDS
from fastapi_backend_builder.spec.types import FieldType

Schema = dict[str, object]

_TYPE = rf"({'|'.join(FieldType)})(=[^:]*)?"
_OPERATION: Schema = {"type": "string", "enum": list(ALL)}
# What can also stand for the text that the command line has.
_OTHER_SHAPES: dict[str, Schema] = {
    "only": {"type": "array", "items": _OPERATION, "minItems": 1},
    "roles": {
        "type": "object",
        "propertyNames": _OPERATION,
        "additionalProperties": {"type": "string", "pattern": "^[^,=]+$"},
        "minProperties": 1,
    },
}
_MODIFIERS = rf"(:({'|'.join(FLAGS)}|({'|'.join(KEYS)})=[^:]*))*"


def request_schema(helps: Mapping[str, str]) -> Schema:
    """`helps` describes the options, by name."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `fbb add resource` takes as data",
        "anyOf": [{"$ref": "#/$defs/resource"}, {"$ref": "#/$defs/resources"}],
        "$defs": {
            "resources": _object(
                {RESOURCES: _list_of("resource", MAX_RESOURCES)}, required=[RESOURCES]
            ),
            "resource": _object(
                {
                    "name": {"type": "string", "pattern": f"^{SPELLING.pattern}$"},
                    "fields": _list_of("field", MAX_FIELDS),
                    **{name: _option(name, helps) for name in OPTIONS},
                },
                required=["name", "fields"],
            ),
            "field": {"anyOf": [_field_text(), _field_mapping()]},
            "value": {"type": ["string", "number", "boolean"], "pattern": "^[^:]*$"},
        },
    }


def _option(name: str, helps: Mapping[str, str]) -> Schema:
    shape = _OTHER_SHAPES.get(name)
    kind: Schema = {"type": "boolean" if name in SWITCHES else "string"}
    return {**({"anyOf": [kind, shape]} if shape else kind), "description": helps[name]}


def _field_text() -> Schema:
    return {
        "type": "string",
        "description": "name:type, then flags and keys, each behind a colon",
        "pattern": f"^{NAME.pattern}:{_TYPE}{_MODIFIERS}$",
    }


def _field_mapping() -> Schema:
    name = {"type": "string", "pattern": f"^{NAME.pattern}$", "maxLength": MAX_NAME_LENGTH}
    type_ = {"type": "string", "pattern": f"^{_TYPE}$"}
    flags: Schema = {flag: {"type": "boolean"} for flag in FLAGS}
    keys: Schema = {key: {"$ref": "#/$defs/value"} for key in KEYS}
    properties = {"name": name, "type": type_, **flags, **keys}
    return _object(properties, required=["name", "type"])


def _list_of(name: str, most: int) -> Schema:
    items = {"$ref": f"#/$defs/{name}"}
    return {"type": "array", "items": items, "minItems": 1, "maxItems": most}


def _object(properties: Schema, *, required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
