"""The table between two models of which each row has many of the other: `tags:many=Tag`."""

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.fields import Field, to_text
from fastapi_backend_builder.spec.names import (
    MAX_IDENTIFIER_LENGTH,
    Noun,
    default_table_name,
)
from fastapi_backend_builder.spec.sides import is_of_itself


@dataclass(frozen=True, slots=True)
class LinkTable:
    """Its name, and its columns: the id of a row of the resource, and that of one it has."""

    name: str
    near: str
    far: str

    @classmethod
    def of(cls, noun: Noun, field: Field) -> "LinkTable":
        near, far = noun.singular, field.singular
        return cls(f"{noun.singular}_{field.name}", f"{near}_id", f"{far}_id")


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
        target = noun.plural if is_of_itself(noun, field) else default_table_name(str(field.target))
        keys = [f"{table.near}_{noun.plural}", f"{table.far}_{target}"]
        longest = f"fk_{table.name}_{max(keys, key=len)}"
        if len(longest) > MAX_IDENTIFIER_LENGTH:
            raise UsageError(
                f"the field '{field.name}' makes the name '{longest}', and PostgreSQL stops at "
                f"{MAX_IDENTIFIER_LENGTH} characters",
                hint="shorten the field's name",
            )
