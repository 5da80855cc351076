"""The texts that a list is searched in."""

from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.types import FieldType

TEXTS = (FieldType.STR, FieldType.TEXT)


def searched_in(resource: Resource) -> list[Field]:
    """All that are shown."""
    return [field for field in resource.fields if field.type in TEXTS and not field.private]
