"""The table between two models of which each row has many of the other: `tags:many=Tag`."""

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.fields import Field, to_text
from fastapi_backend_builder.spec.names import Noun, shortened


@dataclass(frozen=True, slots=True)
class LinkTable:
    """Its name, and its columns: the id of a row of the resource, and that of one it has."""

    name: str
    near: str
    far: str

    @classmethod
    def of(cls, noun: Noun, field: Field) -> "LinkTable":
        name = field.link_table or link_table_names(noun, field)[0]
        return cls(name, f"{noun.singular}_id", f"{field.singular}_id")


def link_table_names(noun: Noun, field: Field) -> tuple[str, str]:
    """What the table is called, and what it is called where that name is taken."""
    usual, other = f"{noun.singular}_{field.name}", f"{noun.singular}_{field.singular}_links"
    return shortened(usual), shortened(other)


# What makes the table, in the module of the model.
CONSTRUCTORS = frozenset({"Column", "Table"})


def refuse_unfit_links(noun: Noun, links: Iterable[Field]) -> None:
    for field in links:
        table = LinkTable.of(noun, field)
        for name in CONSTRUCTORS & {noun.class_name, str(field.target)}:
            raise UsageError(
                f"'{to_text(field)}' makes a table, whose code has a meaning for {name}",
                hint="say which kind it is, such as DiningTable",
            )
        if table.near == table.far:
            raise UsageError(
                f"both columns of the table {table.name} would be '{table.near}'",
                hint=f"call the field something else, such as related_{field.name}",
            )
