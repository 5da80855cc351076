"""What the schemas of a resource are filled with."""

from fastapi_backend_builder.render.files.lists import ListContext
from fastapi_backend_builder.render.schema import SchemaField
from fastapi_backend_builder.spec.operations import Operation


class SchemasFile(ListContext):
    """The fields as requests and answers have them."""

    @property
    def schema_fields(self) -> list[SchemaField]:
        return [SchemaField(field, self.resource) for field in self.fields]

    @property
    def aliased(self) -> list[SchemaField]:
        """The constrained types that the schemas have a use for."""
        asked = {filter_.type for filter_ in self.filters if Operation.LIST in self.operations}
        return [
            item
            for item in self.schema_fields
            if item.alias and (item.alias in asked or (self.writes and not item.field.readonly))
        ]
