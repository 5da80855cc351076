"""The attributes of a relation on both sides; neither is loaded unless a query asks."""

from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.sides import is_of_itself, other_side


def relation(field: Field, resource: Resource, *, has_other_side: bool) -> str:
    """The attribute that holds the row a `ref` points to."""
    noun = resource.noun
    target = noun.class_name if is_of_itself(noun, field) else field.target
    optional = " | None" if field.optional else ""
    arguments = ['lazy="raise"']
    if has_other_side:
        arguments.insert(0, f'back_populates="{other_side(noun, field)}"')
    if _has_others(field, resource):
        arguments.insert(0, f"foreign_keys=[{field.column}]")
    if is_of_itself(noun, field):
        arguments.insert(0, f'remote_side="{target}.id"')
    return f'{field.name}: Mapped["{target}{optional}"] = relationship({", ".join(arguments)})'


def other_relation(field: Field, resource: Resource) -> str:
    """The attribute of the model that a `ref` points to: what refers to it."""
    name = resource.noun.class_name
    annotation = f'"{name} | None"' if field.unique else f'list["{name}"]'
    # What becomes of the rows is the database's matter.
    arguments = [f'back_populates="{field.name}"', 'lazy="raise"', 'passive_deletes="all"']
    if _has_others(field, resource):
        arguments.insert(0, f'foreign_keys="{name}.{field.column}"')
    side = other_side(resource.noun, field)
    return f"{side}: Mapped[{annotation}] = relationship({', '.join(arguments)})"


def _has_others(field: Field, resource: Resource) -> bool:
    """Whether more columns of the resource refer to the same table."""
    if is_of_itself(resource.noun, field):
        return [is_of_itself(resource.noun, f) for f in resource.columns].count(True) > 1
    return [f.target for f in resource.columns].count(field.target) > 1
