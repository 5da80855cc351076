"""What the templates of a resource's files are filled with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from fastapi_backend_builder.render import migration, model, samples
from fastapi_backend_builder.render.filters import (
    Case,
    Filter,
    cases,
    filters_of,
    invalid_of,
    own_values,
)
from fastapi_backend_builder.render.literals import has_computed_default
from fastapi_backend_builder.render.related import Relation, relations_of
from fastapi_backend_builder.render.schema import SchemaField
from fastapi_backend_builder.render.search import search_case, searched_in
from fastapi_backend_builder.spec.arguments import SELF, member_name
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.names import Noun, default_table_name, snake_case
from fastapi_backend_builder.spec.operations import Operation
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.types import FieldType
from fastapi_backend_builder.spec.wordlist import words

# What the generated functions call their own parameters and variables.
LOCAL_NAMES = words("""
    admin_client after before body changed client count created data db defaults etag filters first
    found id ids items method name number pages params pytest response second taken target url
    user_client uuid4 value values
    column include without
""")


REQUESTS = {
    Operation.LIST: ("GET", "URL"),
    Operation.CREATE: ("POST", "URL"),
    Operation.GET: ("GET", "UNKNOWN"),
    Operation.UPDATE: ("PATCH", "UNKNOWN"),
    Operation.DELETE: ("DELETE", "UNKNOWN"),
}

# Their values are not for sorting, or too long to go into a cursor.
UNSORTED = (FieldType.JSON, FieldType.BYTES, FieldType.TEXT, FieldType.URL)


@dataclass(frozen=True)
class Target:
    """A model that a resource refers to: its module, the table, and whether users own its rows.

    `shown` is whether answers may show these, to whoever is signed in or to their owners.
    """

    module: str
    table: str
    owned: bool = False
    shown: bool = False


@dataclass(frozen=True)
class Setting:
    """Where in a project a resource goes, and what is there already.

    `folder` is that of `package`; `targets` has the models that the resource refers to, but
    for itself, by the names of their classes.
    """

    package: str
    folder: str
    down_revision: str
    targets: Mapping[str, Target]


@dataclass(frozen=True)
class Context:
    """A resource and its setting, as the templates ask for it."""

    resource: Resource
    setting: Setting

    @property
    def noun(self) -> Noun:
        return self.resource.noun

    @property
    def fields(self) -> tuple[Field, ...]:
        return self.resource.fields

    @property
    def owner(self) -> Field | None:
        return self.resource.owner

    @property
    def operations(self) -> tuple[Operation, ...]:
        return self.resource.operations

    @property
    def requests(self) -> dict[Operation, tuple[str, str]]:
        """The method of each operation, and what tests call its URL."""
        return {operation: REQUESTS[operation] for operation in self.operations}

    @property
    def missing_requests(self) -> list[tuple[str, str]]:
        return [request for key, request in REQUESTS.items() if key not in self.operations]

    @property
    def writes(self) -> bool:
        """Whether requests hold values."""
        return bool({Operation.CREATE, Operation.UPDATE} & set(self.operations))

    @property
    def item_methods(self) -> list[str]:
        """The methods of one row's URL."""
        return [method for method, url in self.requests.values() if url == "UNKNOWN"]

    @property
    def columns(self) -> tuple[Field, ...]:
        return self.resource.columns

    @cached_property
    def revision(self) -> str:
        return migration.revision_id(self.resource, self.setting.down_revision)

    @property
    def table_name(self) -> str | None:
        """The name of the table, where it does not follow from that of the class."""
        regular = default_table_name(self.noun.class_name)
        return None if regular == self.noun.plural else self.noun.plural

    @property
    def enums(self) -> list[Field]:
        return [field for field in self.fields if field.type is FieldType.ENUM]

    @property
    def refs(self) -> list[Field]:
        return [field for field in self.fields if field.type is FieldType.REF]

    @property
    def accepted(self) -> list[Field]:
        """What requests may hold."""
        return [field for field in self.fields if not field.readonly]

    @property
    def accepted_refs(self) -> list[Field]:
        return [field for field in self.refs if not field.readonly]

    @property
    def private(self) -> list[Field]:
        return [field for field in self.fields if field.private]

    @property
    def bytes_mode(self) -> str:
        """How tests have private bytes written in JSON."""
        is_needed = any(field.type is FieldType.BYTES for field in self.private)
        return ', bytes_mode="base64"' if is_needed else ""

    @property
    def has_model_in_tests(self) -> bool:
        """Pytest would take a TestResult for tests, and their URL is that of the endpoints."""
        return not (self.noun.class_name.startswith("Test") or self.noun.class_name.isupper())

    @property
    def model_in_tests(self) -> str:
        mine = ", user_id=user.id" if self.owner else ""
        of_a_row = f"type(await create_{self.noun.singular}(db{mine}))"
        return self.noun.class_name if self.has_model_in_tests else of_a_row

    @property
    def readonly(self) -> list[tuple[str, str]]:
        """What no request may hold, each with a value that would be good."""
        if not self.writes:
            return []
        return [
            (field.column, "None" if field.target else samples.body_values(field)[0])
            for field in self.fields
            if field.readonly
        ]

    @property
    def required_refs(self) -> list[Field]:
        return [field for field in self.refs if not field.optional]

    @property
    def owned_refs(self) -> list[Field]:
        """What refers to rows that belong to a user, where its own do too."""
        return [field for field in self.accepted_refs if self.owner and self._is_owned(field)]

    @property
    def plain(self) -> list[Field]:
        return [field for field in self.fields if field.type is not FieldType.REF]

    @property
    def schema_fields(self) -> list[SchemaField]:
        return [SchemaField(field, self.resource) for field in self.fields]

    @property
    def aliased(self) -> list[SchemaField]:
        """The constrained types that the schemas have a use for."""
        asked = {filter_.type for filter_ in self.filters if Operation.LIST in self.operations}
        return [
            item
            for item in self.schema_fields
            if item.alias and (item.alias in asked or (self.writes and not item.field.readonly))
        ]

    @property
    def related(self) -> dict[str, str]:
        """The modules of the other models that the relations name, by class."""
        named = {field.target for field in self.refs}
        targets = sorted(self.setting.targets.items())
        return {name: target.module for name, target in targets if name in named}

    @cached_property
    def relations(self) -> list[Relation]:
        """What answers show where `?include=` asks for it."""
        targets = self.setting.targets.items()
        visible = [name for name, it in targets if it.shown and (self.owner or not it.owned)]
        return relations_of(self.resource, visible)

    @property
    def response(self) -> str:
        """The class of answers to a read."""
        return f"{self.noun.class_name}{'WithRelated' if self.relations else 'Response'}"

    @property
    def has_json(self) -> bool:
        return any(field.type is FieldType.JSON for field in self.fields)

    @property
    def variable(self) -> str:
        """What the generated functions call one row."""
        singular = self.noun.singular
        return "row" if singular in LOCAL_NAMES else singular

    @property
    def item_path(self) -> str:
        return f'"/{{{self.noun.singular}_id}}"'

    @property
    def item_url(self) -> str:
        return f'f"{{URL}}/{{{self.variable}.id}}"'

    def table(self, field: Field) -> str:
        if field.target in (SELF, self.noun.class_name):
            return self.noun.plural
        return self.setting.targets[str(field.target)].table

    def column(self, field: Field) -> str:
        return model.column(field, self.resource, self.table(field) if field.target else "")

    def relation(self, field: Field) -> str:
        return model.relation(field, self.resource)

    def factory(self, field: Field) -> str:
        return f"create_{self.factory_module(field)}"

    def make_target(self, field: Field, owner: str) -> str:
        """The call that makes a row to refer to: the owner's, where it can be."""
        arguments = f"db, user_id={owner}" if field in self.owned_refs else "db"
        return f"{self.factory(field)}({arguments})"

    def factory_module(self, field: Field) -> str:
        target = self.noun.class_name if field.target == SELF else str(field.target)
        return snake_case(target)

    def factory_value(self, field: Field) -> str:
        return samples.factory_value(field, self.resource.enum_class(field))

    @property
    def factory_counts(self) -> bool:
        """Whether rows need a number to differ."""
        return any("number" in self.factory_value(f) for f in self.plain if f.unique)

    @property
    def invalid(self) -> list[tuple[str, str]]:
        return [(f.column, value) for f in self.accepted for value in samples.invalid_values(f)]

    @property
    def updates(self) -> list[tuple[str, str]]:
        return [_updated(field) for field in self.accepted if not (field.target or field.private)]

    @property
    def private_updates(self) -> list[tuple[str, str]]:
        if Operation.UPDATE not in self.operations:
            return []
        return [_updated(field) for field in self.private if not field.target]

    @property
    def optional_unique_refs(self) -> list[Field]:
        return [field for field in self.accepted_refs if field.optional and field.unique]

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
    def filters(self) -> list[Filter]:
        return filters_of(self.resource)

    @cached_property
    def searched(self) -> list[Field]:
        """The texts that `?q=` looks into."""
        return searched_in(self.resource)

    @property
    def search_case(self) -> tuple[str, str] | None:
        return search_case(self.searched)

    @property
    def times(self) -> list[str]:
        """The filters that every resource has, unless a column is called like this."""
        columns = {field.column for field in self.columns}
        return [name for name in ("created_at_ge", "created_at_lt") if name not in columns]

    @property
    def filter_cases(self) -> list[Case]:
        return cases(self.filters)

    @property
    def own_values(self) -> dict[str, list[str]]:
        return own_values(self.filters)

    @property
    def invalid_filters(self) -> list[tuple[str, str]]:
        return invalid_of(self.filters)

    @property
    def optional_refs(self) -> list[Field]:
        return [field for field in self.refs if field.optional]

    @property
    def defaulted(self) -> list[Field]:
        return [field for field in self.accepted if field.has_default]

    @property
    def literal_defaults(self) -> list[tuple[str, str]]:
        return [
            (field.column, samples.default_value(field))
            for field in self.fields
            if field.has_default and not (field.private or has_computed_default(field))
        ]

    @property
    def required(self) -> list[Field]:
        return [field for field in self.fields if field.required]

    @property
    def unique(self) -> list[Field]:
        return [field for field in self.accepted if field.unique]

    @property
    def nullable(self) -> list[Field]:
        return [field for field in self.accepted if field.optional and not field.private]

    @property
    def not_null(self) -> list[Field]:
        return [field for field in self.accepted if not field.optional]

    def _is_owned(self, field: Field) -> bool:
        if field.target in (SELF, self.noun.class_name):
            return self.owner is not None
        return self.setting.targets[str(field.target)].owned


def _updated(field: Field) -> tuple[str, str]:
    return field.column, samples.body_values(field)[1]


def quoted_columns(fields: Iterable[Field]) -> str:
    """A list of the columns' names, as Python."""
    return "[" + ", ".join(f'"{field.column}"' for field in fields) + "]"


def with_article(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


FILTERS = {
    "article": with_article,
    "body_value": lambda field: samples.body_values(field)[0],
    "columns": quoted_columns,
    "column_type": migration.column_type,
    "identifier": migration.identifier,
    "member": member_name,
    "on_delete": model.on_delete,
}
