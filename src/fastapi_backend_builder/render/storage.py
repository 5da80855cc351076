"""What the ids of a resource and the deleting of its rows make of its files."""

from dataclasses import dataclass

from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.names import shortened
from fastapi_backend_builder.spec.operations import Operation
from fastapi_backend_builder.spec.resource import Resource

# The id of no row, as JSON has it.
UNKNOWN_ID = "4711"
UNKNOWN_UUID = "00000000-0000-7000-8000-000000004711"


@dataclass(frozen=True, slots=True)
class Storage:
    """A resource, as the templates ask how its rows are kept."""

    resource: Resource

    @property
    def restores(self) -> bool:
        return self.resource.soft_delete and Operation.DELETE in self.resource.operations

    @property
    def id_type(self) -> str:
        return "UUID" if self.resource.uuid else "int"

    @property
    def id_in_path(self) -> str:
        return "UUID" if self.resource.uuid else "Id"

    @property
    def id_in_body(self) -> str:
        return "UUID" if self.resource.uuid else "Reference"

    @property
    def ids_in_query(self) -> str:
        return "Uuids" if self.resource.uuid else "Ids"

    @property
    def id_in_json(self) -> str:
        return "str" if self.resource.uuid else "int"

    @property
    def unknown_id(self) -> str:
        return UNKNOWN_UUID if self.resource.uuid else UNKNOWN_ID

    def id_of(self, row: str) -> str:
        """What JSON has as the id of a row."""
        return f"str({row}.id)" if self.resource.uuid else f"{row}.id"

    @property
    def restore_path(self) -> str:
        return f'"/{{{self.resource.noun.singular}_id}}/restore"'

    @property
    def model_bases(self) -> str:
        kinds = {
            "UuidModel": self.resource.uuid,
            "SoftDeleteModel": self.resource.soft_delete,
            "OwnedModel": self.resource.owner is not None,
        }
        return ", ".join([name for name, is_one in kinds.items() if is_one] or ["BaseModel"])

    @property
    def rows(self) -> str:
        """The function that selects those that a list is of."""
        if self.resource.owner:
            return "own"
        return "live" if self.resource.soft_delete else "select"

    @property
    def unique_while_live(self) -> list[Field]:
        """What no two rows share, but for deleted ones."""
        return [f for f in self.resource.fields if f.unique and self.resource.soft_delete]

    def live_index(self, field: Field) -> str:
        """What the index is called that makes it so."""
        return shortened(f"uq_{self.resource.noun.plural}_{field.column}")

    @property
    def unique(self) -> list[Field]:
        """What no two rows share, whatever has become of them."""
        return [f for f in self.resource.fields if f.unique and not self.resource.soft_delete]


def unknown_id_of(field: Field) -> str:
    """An id that a reference may hold, and of no row, as Python source."""
    return f'"{UNKNOWN_UUID}"' if field.uuid_target else UNKNOWN_ID


def target_id(field: Field, row: str) -> str:
    """What JSON has as the id of a row that is referred to."""
    return f"str({row}.id)" if field.uuid_target else f"{row}.id"
