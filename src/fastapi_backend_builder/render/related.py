"""What answers can show of the rows that a resource refers to: `?include=author`."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from fastapi_backend_builder.spec.arguments import SELF
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.operations import Operation
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.types import FieldType


@dataclass(frozen=True, slots=True)
class Related:
    """A relation that clients may ask for, and the class that it is shown as."""

    field: Field
    target: str

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def is_many(self) -> bool:
        return self.field.type is FieldType.MANY

    @property
    def response(self) -> str:
        return f"{self.target}Response"

    @property
    def attribute(self) -> str:
        """In the schema of answers."""
        or_none = " | None" if self.field.optional else ""
        shown = f"list[{self.response}]" if self.is_many else self.response
        return f'{self.name}: {shown} | MISSING{or_none} = embedded("{self.name}")'


def related_of(resource: Resource, visible: Collection[str]) -> list[Related]:
    """Those with `visible` models, and with the resource itself, if it has answers to show them."""
    reads = {Operation.LIST, Operation.GET} & set(resource.operations)
    return list(_related(resource, visible)) if reads else []


def _related(resource: Resource, visible: Collection[str]) -> Iterator[Related]:
    own = resource.noun.class_name
    for field in (*resource.fields, *resource.links):
        target = own if field.target == SELF else field.target
        is_in_path = field == resource.parent
        if target and not (field.private or is_in_path) and target in (own, *visible):
            yield Related(field, target)
