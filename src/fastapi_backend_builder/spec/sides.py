"""What a relation is called on its other side, and that no two are called alike there."""

from collections.abc import Iterable

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.arguments import SELF
from fastapi_backend_builder.spec.fields import Field, to_text
from fastapi_backend_builder.spec.names import Noun
from fastapi_backend_builder.spec.reserved import BASE_COLUMNS
from fastapi_backend_builder.spec.types import FieldType

# The one pair of names that everybody has for what refers to rows of its own table.
PARENT, CHILD, CHILDREN = "parent", "child", "children"


def is_of_itself(noun: Noun, field: Field) -> bool:
    return field.target in (SELF, noun.class_name)


def other_side(noun: Noun, field: Field) -> str:
    """What the model that is referred to calls these rows, or this one."""
    if field.other_side:
        return field.other_side
    if field.name == PARENT and is_of_itself(noun, field):
        return CHILD if field.unique else CHILDREN
    return noun.singular if field.unique else noun.plural


def refuse_endless(noun: Noun, fields: Iterable[Field]) -> None:
    """A row that must refer to one of its own kind cannot be the first."""
    for field in fields:
        if field.type is FieldType.REF and field.required and is_of_itself(noun, field):
            raise UsageError(
                f"'{to_text(field)}' is required, so no first {noun.class_name} could be made",
                hint=f"write {field.name}:ref={field.target}:optional",
            )


def refuse_same_sides(noun: Noun, fields: Iterable[Field], columns: Iterable[Field]) -> None:
    """`columns` are all attributes of the resource itself; `fields` refer to rows."""
    own = {name: to_text(f) for f in columns for name in (f.name, f.column)}
    own |= dict.fromkeys(BASE_COLUMNS, "every resource")
    taken = {(SELF, name): maker for name, maker in own.items()}
    for field in fields:
        target = SELF if is_of_itself(noun, field) else str(field.target)
        side = other_side(noun, field)
        if other := taken.get((target, side)):
            owner = noun.class_name if target == SELF else target
            clash = "on both sides" if other == to_text(field) else f"in {owner}, as '{other}' is"
            raise UsageError(
                f"'{to_text(field)}' would be called '{side}' {clash}",
                hint=f"give it a name there: {_with_name(field, f'{field.name}_{side}')}",
            )
        taken[target, side] = to_text(field)


def _with_name(field: Field, name: str) -> str:
    return f"{field.name}:{field.type}={field.target}:as={name}"
