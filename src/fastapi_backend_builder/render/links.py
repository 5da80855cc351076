"""What the files of a resource say about its links: relations of many rows to many."""

from dataclasses import dataclass

from fastapi_backend_builder.render.migration import ID_TYPES
from fastapi_backend_builder.render.storage import target_id, unknown_id_of
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.links import LinkTable
from fastapi_backend_builder.spec.names import pascal_case
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.sides import is_of_itself, other_side

# What fits into a line.
LONGEST_JOIN = 70


@dataclass(frozen=True, slots=True)
class Link:
    """A `many` field; `target_table` is the table that it links to."""

    field: Field
    resource: Resource
    target_table: str

    @property
    def table(self) -> LinkTable:
        return LinkTable.of(self.resource.noun, self.field)

    @property
    def target(self) -> str:
        return self._class_name if self._is_of_itself else str(self.field.target)

    @property
    def keys(self) -> list[tuple[str, str]]:
        """The columns of the table of links, and the tables that they refer to."""
        return [(self.table.near, self.resource.noun.plural), (self.table.far, self.target_table)]

    @property
    def relation(self) -> str:
        arguments = [f"secondary={self.table.name}", *self._joins(self.table.near, self.table.far)]
        return self._relation(arguments, has_other_side=True)

    @property
    def one_sided_relation(self) -> str:
        """The same, where the target knows nothing of it."""
        return self._relation([f"secondary={self.table.name}"], has_other_side=False)

    @property
    def other_relation(self) -> str:
        """The attribute of the target."""
        side = other_side(self.resource.noun, self.field)
        arguments = [
            f'secondary="{self.table.name}"',
            *self._joins(self.table.far, self.table.near),
            *(f'back_populates="{self.field.name}"', 'lazy="raise"', "passive_deletes=True"),
        ]
        annotation = f'Mapped[list["{self._class_name}"]]'
        return f"{side}: {annotation} = relationship({', '.join(arguments)})"

    @property
    def column_types(self) -> list[tuple[str, str]]:
        """The columns of the table of links, and what their types are in a migration."""
        near, far = (ID_TYPES[uuid] for uuid in (self.resource.uuid, self.field.uuid_target))
        return [(self.table.near, near), (self.table.far, far)]

    @property
    def unknown_id(self) -> str:
        return unknown_id_of(self.field)

    def id_of(self, row: str) -> str:
        """What JSON has as the id of a row that is linked to, as Python."""
        return target_id(self.field, row)

    @property
    def id_type(self) -> str:
        return "UUID" if self.field.uuid_target else "int"

    @property
    def ids_in_body(self) -> str:
        return "UuidReferences" if self.field.uuid_target else "References"

    @property
    def id_in_query(self) -> str:
        return "UUID" if self.field.uuid_target else "Id"

    @property
    def test_class(self) -> str:
        return f"TestLinksTo{pascal_case(self.field.name)}"

    @property
    def _class_name(self) -> str:
        return self.resource.noun.class_name

    @property
    def _is_of_itself(self) -> bool:
        return is_of_itself(self.resource.noun, self.field)

    def _relation(self, arguments: list[str], *, has_other_side: bool) -> str:
        if has_other_side:
            arguments.append(f'back_populates="{other_side(self.resource.noun, self.field)}"')
        # Where answers hold the ids, all rows of a page are loaded with one statement more.
        loading = "raise" if self.field.private else "selectin"
        arguments += [f'lazy="{loading}"', f'order_by="{self.target}.id"', "passive_deletes=True"]
        if self._is_of_itself and not self.field.private:
            arguments.append("join_depth=1")  # or else SQLAlchemy would not begin
        annotation = f'Mapped[list["{self.target}"]]'
        return f"{self.field.name}: {annotation} = relationship({', '.join(arguments)})"

    def _joins(self, here: str, there: str) -> list[str]:
        """Which column is which, where both are ids of the same table."""
        if not self._is_of_itself:
            return []
        return [f"primaryjoin={self._is_in(here)}", f"secondaryjoin={self._is_in(there)}"]

    def _is_in(self, column: str) -> str:
        """That it is the id in the column, as Python; in two strings where one is long."""
        id, in_table = f"{self._class_name}.id", f"{self.table.name}.c.{column}"
        is_long = len(id) + len(in_table) > LONGEST_JOIN
        return f'"{id} == " "{in_table}"' if is_long else f'"{id} == {in_table}"'
