"""What the project says of a resource's links."""

from collections.abc import Collection
from dataclasses import replace

from fastapi_backend_builder.project import Project
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.links import link_table_names
from fastapi_backend_builder.spec.names import Noun, plurals_of, singular_name, snake_case
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.sides import is_of_itself


def with_known_links(project: Project, resource: Resource, others: Collection[str]) -> Resource:
    """The same with the singulars of what it links to, and with tables whose names are free.

    `others` are tables that are asked for together with the resource.
    """
    noun = resource.noun
    singular = (_with_singular(project, noun, field) for field in resource.links)
    links = tuple(_with_free_table(project, noun, field, others) for field in singular)
    return replace(resource, links=links)


def _with_singular(project: Project, noun: Noun, field: Field) -> Field:
    if is_of_itself(noun, field):
        known = {noun.plural: noun.singular, **plurals_of(noun.class_name)}
    elif model := project.find_model(str(field.target)):
        name = model.class_name
        known = {model.table: snake_case(name), **plurals_of(name)}
    else:  # the setting refuses it
        return field
    return replace(field, singular=singular_name(field.name, known))


def _with_free_table(project: Project, noun: Noun, field: Field, others: Collection[str]) -> Field:
    names = link_table_names(noun, field)
    free = [n for n in names if n not in others and not _is_taken(project, noun, n)]
    return replace(field, link_table=(free or names)[0])


def _is_taken(project: Project, noun: Noun, table: str) -> bool:
    own_file = project.path("models", f"{noun.singular}.py")
    return (
        table == noun.plural
        or project.table_owner(table) not in (None, noun.class_name)
        or project.link_table_path(table) not in (None, own_file)
    )
