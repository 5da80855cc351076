"""A resource: a noun and its fields, consistent with each other."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.arguments import SELF
from fastapi_backend_builder.spec.bulk import refuse_bulk
from fastapi_backend_builder.spec.export import refuse_export
from fastapi_backend_builder.spec.fields import Field, parse_field, to_text
from fastapi_backend_builder.spec.links import refuse_unfit_links
from fastapi_backend_builder.spec.names import Noun, pascal_case
from fastapi_backend_builder.spec.nesting import read_parent
from fastapi_backend_builder.spec.operations import ALL, Operation, read_operations
from fastapi_backend_builder.spec.options import Options
from fastapi_backend_builder.spec.owner import read_owner, refuse_names_of_owner
from fastapi_backend_builder.spec.reserved import CLASS_SUFFIXES
from fastapi_backend_builder.spec.roles import (
    PUBLIC,
    Permission,
    Roles,
    permissions_of,
    read_roles,
)
from fastapi_backend_builder.spec.sides import refuse_endless, refuse_same_sides
from fastapi_backend_builder.spec.storage import has_uuid, refuse_names_of_soft_delete
from fastapi_backend_builder.spec.types import FieldType
from fastapi_backend_builder.spec.uniques import refuse_few

MAX_FIELDS = 100

NO_OPTIONS = Options()


@dataclass(frozen=True, slots=True)
class Resource:
    """What `add resource` was asked for.

    `owner` is a reference to the user whose a row is; `links` are relations of many rows to many,
    which are no columns. `uuid` is whether its ids are UUIDs, `soft_delete` whether deleted rows
    are marked and stay. `parent`, the first of the fields if there is one, is that to the row it is
    under. `sync` is for plain `def` code, on a Session; `export` for its list as a file, `bulk` for
    many rows in one request.
    """

    noun: Noun
    fields: tuple[Field, ...]
    owner: Field | None = None
    operations: tuple[Operation, ...] = ALL
    links: tuple[Field, ...] = ()
    uuid: bool = False
    soft_delete: bool = False
    parent: Field | None = None
    roles: Roles = ()
    sync: bool = False
    export: bool = False
    bulk: bool = False

    @classmethod
    def parse(
        cls,
        name: str,
        field_texts: Iterable[str],
        options: Options = NO_OPTIONS,
    ) -> Self:
        noun = Noun.parse(name, options.plural)
        asked = [parse_field(text, resource=noun.singular) for text in field_texts]
        fields = tuple(field for field in asked if field.type is not FieldType.MANY)
        links = tuple(field for field in asked if field.type is FieldType.MANY)
        owner = None if options.owned_by is None else read_owner(options.owned_by)
        operations = ALL if options.only is None else read_operations(options.only)
        uuid = has_uuid(options.id)
        _refuse_count(noun, asked, fields)
        parent = None if options.under is None else read_parent(options.under, noun, asked)
        fields = (parent, *fields) if parent else fields
        roles = () if options.roles is None else read_roles(options.roles, operations)
        resource = cls(
            noun=noun,
            fields=fields,
            owner=owner,
            operations=operations,
            links=links,
            uuid=uuid,
            soft_delete=options.soft_delete,
            parent=parent,
            roles=roles,
            sync=options.sync,
            export=options.export,
            bulk=options.bulk,
        )
        _refuse_conflicts(resource, asked)
        return resource

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields, and the owner before them."""
        return (self.owner, *self.fields) if self.owner else self.fields

    @property
    def attributes(self) -> tuple[Field, ...]:
        """The columns and the links."""
        return (*self.columns, *self.links)

    @property
    def public(self) -> list[Operation]:
        """What everybody may do, signed in or not."""
        return [operation for operation, who in self.roles if who == PUBLIC]

    @property
    def permissions(self) -> list[Permission]:
        return permissions_of(self.noun, self.roles)

    def with_uuid_targets(self, models: Collection[str]) -> Self:
        """The same, where the ids of these models are known to be UUIDs."""
        own = (SELF, self.noun.class_name) if self.uuid else ()
        targets = {*models, *own}

        def known(field: Field) -> Field:
            return replace(field, uuid_target=field.target in targets)

        owner, parent = (f and known(f) for f in (self.owner, self.parent))
        fields, links = (tuple(map(known, some)) for some in (self.fields, self.links))
        return replace(self, fields=fields, links=links, owner=owner, parent=parent)

    def has_index(self, field: Field) -> bool:
        """Whether it needs one beside what makes it unique."""
        # That has no deleted rows, which a foreign key has to find too.
        is_partial = self.soft_delete and field.unique and field.target is not None
        return field.index or is_partial

    def enum_class(self, field: Field) -> str:
        """The class that holds the values of an enum field: the `status` of Todo is TodoStatus."""
        return self.noun.class_name + pascal_case(field.name)


def _refuse_conflicts(resource: Resource, asked: Sequence[Field]) -> None:
    """`asked` are the fields that were given, without the parent."""
    noun, fields, links = resource.noun, resource.fields, resource.links
    _refuse_all_readonly(resource)
    _refuse_duplicates((*fields, *links))
    _refuse_class_clashes(resource)
    if resource.owner:
        refuse_names_of_owner(asked)
        _refuse_open(resource)
    refuse_endless(noun, fields)
    refuse_few(noun, fields, resource.attributes)
    refuse_same_sides(noun, [f for f in (*fields, *links) if f.target], resource.attributes)
    refuse_unfit_links(noun, links)
    if resource.soft_delete:
        refuse_names_of_soft_delete(asked)
    if resource.export:
        refuse_export(asked, resource.operations)
    if resource.bulk:
        refuse_bulk(resource.operations, links)


def _refuse_count(noun: Noun, fields: Sequence[Field], columns: Sequence[Field]) -> None:
    if fields and not columns:
        raise UsageError(
            f"{noun.class_name} has links and no field of its own",
            hint=f"give one more at least, such as: {noun.singular}_name:str",
        )
    if not fields:
        raise UsageError(
            f"{noun.class_name} has no fields",
            hint=f"give at least one, such as: fbb add resource {noun.class_name} title:str",
        )
    if len(fields) > MAX_FIELDS:
        raise UsageError(
            f"{noun.class_name} has {len(fields)} fields",
            hint=f"use {MAX_FIELDS} at most; move some to a resource of their own",
        )


def _refuse_all_readonly(resource: Resource) -> None:
    writes = {Operation.CREATE, Operation.UPDATE} & set(resource.operations)
    if writes and all(field.readonly for field in (*resource.fields, *resource.links)):
        raise UsageError(
            f"no request could set a field of {resource.noun.class_name}: all are readonly",
            hint="leave readonly out of one at least, or write --only list,get",
        )


def _refuse_open(resource: Resource) -> None:
    if resource.public:
        raise UsageError(
            f"--owned-by makes rows of who is signed in, and '{resource.public[0]}' is public",
            hint="leave out one of the two, or let users do it",
        )


def _refuse_duplicates(fields: Sequence[Field]) -> None:
    owners: dict[str, Field] = {}
    for field in fields:
        for attribute in {field.name, field.column}:
            if other := owners.get(attribute):
                raise UsageError(
                    f"'{to_text(other)}' and '{to_text(field)}' both make '{attribute}'",
                    hint="rename one of the two",
                )
            owners[attribute] = field


def _refuse_class_clashes(resource: Resource) -> None:
    class_name = resource.noun.class_name
    taken = {f"{class_name}{suffix}": "the project" for suffix in CLASS_SUFFIXES}
    taken |= {f.target: f"'{to_text(f)}'" for f in resource.attributes if f.target}
    for field in resource.fields:
        if field.type is not FieldType.ENUM:
            continue
        enum_class = resource.enum_class(field)
        if user := taken.get(enum_class):
            raise UsageError(
                f"the enum of '{field.name}' would be the class {enum_class}, which {user} uses",
                hint=f"rename the field, for instance to '{field.name}_kind'",
            )
        taken[enum_class] = f"'{to_text(field)}'"
