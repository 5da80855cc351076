"""The values that the tests of a resource send, by what should come of them."""

from fastapi_backend_builder.render import samples
from fastapi_backend_builder.render.context import Context
from fastapi_backend_builder.render.literals import has_computed_default
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.operations import Operation
from fastapi_backend_builder.spec.types import FieldType


class ValuesContext(Context):
    """What each field is given, left without, or refuses."""

    @property
    def required(self) -> list[Field]:
        return [field for field in self.accepted if field.required]

    @property
    def defaulted(self) -> list[Field]:
        return [field for field in self.accepted if field.has_default]

    @property
    def literal_defaults(self) -> list[tuple[str, str]]:
        return [
            (field.column, samples.default_value(field))
            for field in self.fields
            if field.has_default and not (field.private or has_computed_default(field))
        ]

    @property
    def unique(self) -> list[Field]:
        return [field for field in self.accepted if field.unique]

    @property
    def unique_emails(self) -> list[Field]:
        return [field for field in self.unique if field.type is FieldType.EMAIL]

    @property
    def nullable(self) -> list[Field]:
        return [field for field in self.accepted if field.optional and not field.private]

    @property
    def not_null(self) -> list[Field]:
        return [field for field in self.accepted if not field.optional]

    @property
    def accepted(self) -> list[Field]:
        """What requests may hold."""
        return [field for field in self.fields if not field.readonly]

    @property
    def readonly(self) -> list[tuple[str, str]]:
        """What no request may hold, each with a value that would be good."""
        if not self.writes:
            return []
        own = [(field.column, self._good_value(field)) for field in self.fields if field.readonly]
        return own + [(field.column, "[1]") for field in self.resource.links if field.readonly]

    @property
    def invalid(self) -> list[tuple[str, str]]:
        return [(f.column, value) for f in self.accepted for value in samples.invalid_values(f)]

    @property
    def updates(self) -> list[tuple[str, str]]:
        return [_updated(field) for field in self.accepted if not (field.target or field.private)]

    @property
    def bulk_change(self) -> dict[str, str]:
        """What a test can change in many rows alike."""
        unique = {field.column for field in self.unique}
        return dict([update for update in self.updates if update[0] not in unique][:1])

    @property
    def private_updates(self) -> list[tuple[str, str]]:
        if Operation.UPDATE not in self.operations:
            return []
        return [_updated(field) for field in self.private if not field.target]

    def _good_value(self, field: Field) -> str:
        if self.nest and field == self.resource.parent:
            return self.nest.levels[-1].id_in_json
        return "None" if field.target else samples.body_values(field)[0]


def _updated(field: Field) -> tuple[str, str]:
    return field.column, samples.body_values(field)[1]
