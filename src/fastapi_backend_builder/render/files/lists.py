"""What a list of rows can be narrowed, searched and sorted by."""

from functools import cached_property

from fastapi_backend_builder.render.context import Context
from fastapi_backend_builder.render.filters import PAGE_NAMES, Filter, filters_of
from fastapi_backend_builder.render.search import searched_in
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.types import FieldType

# Their values are not for sorting, or too long to go into a cursor.
UNSORTED = (FieldType.JSON, FieldType.BYTES, FieldType.TEXT, FieldType.URL)


class ListContext(Context):
    """What schemas, service and tests say of it alike."""

    @property
    def sortable(self) -> list[Field]:
        """What lists can be sorted by: each is shown, has an index, and a value in every row."""
        return [
            field
            for field in self.plain
            if (field.index or field.unique)
            and not (field.optional or field.private)
            and field.type not in UNSORTED
        ]

    @cached_property
    def searched(self) -> list[Field]:
        """The texts that `?q=` looks into."""
        return searched_in(self.resource)

    @cached_property
    def filters(self) -> list[Filter]:
        return filters_of(self.resource)

    @property
    def link_filters(self) -> dict[str, str]:
        """Whether rows are linked to one: what no column, filter or page has taken the name of."""
        taken = {f.column for f in self.columns} | {f.name for f in self.filters} | PAGE_NAMES
        return {
            link.table.far: link.id_in_query
            for link in self.links
            if not (link.field.private or link.table.far in taken)
        }

    @property
    def times(self) -> list[str]:
        """The filters that every resource has, unless a column is called like this."""
        columns = {field.column for field in self.columns}
        return [name for name in ("created_at_ge", "created_at_lt") if name not in columns]
