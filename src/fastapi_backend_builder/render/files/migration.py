"""What the migration of a resource is filled with."""

from fastapi_backend_builder.render.context import Context
from fastapi_backend_builder.spec.types import FieldType


class MigrationFile(Context):
    """The table as the database has it."""

    @property
    def indexes(self) -> list[list[str]]:
        """The columns of each; those of what a list is chosen by have the order of lists too."""
        chosen = (self.owner, self.resource.parent)
        return [
            [field.column, "id"] if field in chosen else [field.column]
            for field in self.columns
            if field in chosen or self.resource.has_index(field)
        ]

    @property
    def has_json(self) -> bool:
        return any(field.type is FieldType.JSON for field in self.fields)
