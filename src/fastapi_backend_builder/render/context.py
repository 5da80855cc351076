"""What the templates of a resource's files are filled with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from fastapi_backend_builder.render import migration, model, relations, samples, storage
from fastapi_backend_builder.render.access import Access
from fastapi_backend_builder.render.filters import (
    PAGE_NAMES,
    Case,
    Filter,
    cases,
    filters_of,
    invalid_of,
    own_values,
)
from fastapi_backend_builder.render.links import Link
from fastapi_backend_builder.render.literals import has_computed_default
from fastapi_backend_builder.render.nesting import Nest
from fastapi_backend_builder.render.related import Relation, relations_of
from fastapi_backend_builder.render.schema import SchemaField
from fastapi_backend_builder.render.search import search_case, searched_in
from fastapi_backend_builder.spec.arguments import SELF, member_name
from fastapi_backend_builder.spec.bulk import WRITES
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.names import Noun, default_table_name, snake_case
from fastapi_backend_builder.spec.operations import Operation
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.sides import is_of_itself
from fastapi_backend_builder.spec.types import FieldType
from fastapi_backend_builder.spec.wordlist import words

# What the generated functions call their own parameters and variables.
LOCAL_NAMES = words("""
    admin_client after asked before body changed client column count created data db defaults etag
    filters first found id ids include items method name number other pages params pytest response
    restored second shown taken target unknown url user_client uuid4 value values without
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
    """A model that a resource refers to: its module and the table, and what its rows are like.

    `owned` is whether they belong to users, `uuid` whether their ids are UUIDs, and `soft_delete`
    whether they are marked when they are deleted. `shown` is whether answers may show these, to
    whoever is signed in or to their owners, and `public` whether to everybody.
    """

    module: str
    table: str
    owned: bool = False
    shown: bool = False
    public: bool = False
    uuid: bool = False
    soft_delete: bool = False


@dataclass(frozen=True)
class Setting:
    """Where in a project a resource goes, and what is there already.

    `folder` is that of `package`; `targets` has the models that the resource refers to, but
    for itself, by the names of their classes; `nest` is what its rows are under. `names_tables`
    is whether a table gets its name from that of its class. `roles` has what the members of the
    project's roles are called, by their values. `one_sided` are the relations that those models
    know nothing of.
    """

    package: str
    folder: str
    down_revision: str
    targets: Mapping[str, Target]
    nest: Nest | None = None
    names_tables: bool = True
    roles: Mapping[str, str] = field(default_factory=dict)
    one_sided: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Context:
    """A resource and its setting, as the templates ask for it."""

    resource: Resource
    setting: Setting

    @property
    def noun(self) -> Noun:
        return self.resource.noun

    @property
    def storage(self) -> storage.Storage:
        return storage.Storage(self.resource)

    @property
    def fields(self) -> tuple[Field, ...]:
        return self.resource.fields

    @property
    def owner(self) -> Field | None:
        return self.resource.owner

    @property
    def nest(self) -> Nest | None:
        return self.setting.nest

    @property
    def is_personal(self) -> bool:
        """Whether it depends on who asks which rows there are."""
        return bool(self.owner or (self.nest and self.nest.owned))

    @property
    def service_bases(self) -> str:
        """What deletes stands before what says whose the rows are, and where."""
        scope = ("Owned" if self.is_personal else "") + ("Nested" if self.nest else "")
        names = ["SoftDeleteService"] if self.resource.soft_delete else []
        names += ["LinkedService"] if self.writes_links else []
        names += [f"{scope}Service"] if scope else []
        return ", ".join(f"{name}[{self.noun.class_name}]" for name in names or ["BaseService"])

    @property
    def prefix(self) -> str:
        return self.nest.prefix if self.nest else f"/{self.noun.path}"

    @property
    def url(self) -> str:
        """That of the list in tests, as Python."""
        return self.nest.url if self.nest else f'"/api/v1{self.prefix}"'

    @property
    def arguments(self) -> str:
        """What endpoints make a service with."""
        user = ["user"] if self.is_personal else []
        return ", ".join(["db", *user, *(self.nest.parameters if self.nest else [])])

    @property
    def access(self) -> Access:
        return Access(self.resource, self.setting.roles)

    def parameters(self, operation: Operation, *, retried: bool = False) -> str:
        """The same as parameters of an endpoint, and who may call it.

        A request that makes something can be `retried` under its key.
        """
        has_key = retried or operation == Operation.CREATE
        is_public = operation in self.resource.public
        db = f"db: {'Idempotent' if has_key and not is_public else 'Async'}DbSession"
        ids = [level.parameter for level in self.nest.levels] if self.nest else []
        if who := self.access.type(operation):
            return ", ".join([f"{'user' if self.is_personal else '_'}: {who}", db, *ids])
        user = ["user: CurrentUser"] if self.is_personal else []
        return ", ".join([db, *user, *ids])

    @property
    def public_routes(self) -> Iterator[tuple[str, str]]:
        """What everybody may ask for: the method, and the path behind the prefix."""
        one, resource = f"/{{{self.noun.singular}_id}}", self.resource
        for operation in resource.public:
            method, url = self.requests[operation]
            yield method, one if url == "UNKNOWN" else ""
            if operation is Operation.LIST and resource.export:
                yield method, "/export"
            if operation in WRITES and resource.bulk:
                yield method, "/bulk"
            if operation is Operation.DELETE and resource.soft_delete:
                yield "POST", f"{one}/restore"

    @property
    def export_parameters(self) -> str:
        """Those before the filters: the session only for who has to look a path up."""
        if self.nest:
            return f"{self.parameters(Operation.LIST)}, "
        who = self.access.type(Operation.LIST) or ("CurrentUser" if self.owner else None)
        return f"{'user' if self.owner else '_'}: {who}, " if who else ""

    @property
    def indexes(self) -> list[list[str]]:
        """The columns of each; those of what a list is chosen by have the order of lists too."""
        chosen = (self.owner, self.resource.parent)
        return [
            [field.column, "id"] if field in chosen else [field.column]
            for field in self.columns
            if field in chosen or self.resource.has_index(field)
        ]

    @property
    def table_arguments(self) -> list[str]:
        """What the model says of its table as a whole."""
        parent = self.resource.parent
        return [
            *([f'Index(None, "{parent.column}", "id")'] if parent else []),
            *(
                f'unique_while_live("uq_{self.noun.plural}_{f.column}", "{f.column}")'
                for f in self.storage.unique_while_live
            ),
        ]

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
        usual = self.setting.names_tables and regular == self.noun.plural
        return None if usual else self.noun.plural

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
        of_a_row = f"type(await create_{self.noun.singular}({self.mine}))"
        return self.noun.class_name if self.has_model_in_tests else of_a_row

    @property
    def mine(self) -> str:
        """What tests make a row with that is the user's, and under what the URL names."""
        return self.mine_but_for(None)

    def mine_but_for(self, field: Field | None) -> str:
        owner = ["user_id=user.id"] if self.owner else []
        levels = self.nest.levels[-1:] if self.nest and field != self.resource.parent else ()
        return ", ".join(["db", *owner, *(f"{at.column}={at.constant}" for at in levels)])

    @property
    def readonly(self) -> list[tuple[str, str]]:
        """What no request may hold, each with a value that would be good."""
        if not self.writes:
            return []
        own = [(field.column, self._good_value(field)) for field in self.fields if field.readonly]
        return own + [(field.column, "[1]") for field in self.resource.links if field.readonly]

    @property
    def required_refs(self) -> list[Field]:
        return [field for field in self.accepted_refs if not field.optional]

    @property
    def owned_refs(self) -> list[Field]:
        """What refers to rows that belong to a user, where its own do too."""
        return [f for f in self.accepted_refs if self.is_personal and self._is_owned(f)]

    @property
    def deletable_refs(self) -> list[Field]:
        """What refers to rows that may be marked as deleted."""
        return [field for field in self.accepted_refs if self._is_marked(field)]

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
        named = {field.target for field in (*self.refs, *self.resource.links)}
        targets = sorted(self.setting.targets.items())
        return {name: target.module for name, target in targets if name in named}

    @cached_property
    def relations(self) -> list[Relation]:
        """What answers show where `?include=` asks for it."""
        targets = self.setting.targets.items()
        visible = [name for name, target in targets if self._shows(target)]
        return relations_of(self.resource, visible)

    def _shows(self, target: Target) -> bool:
        """Whether all who read the rows may see these, too."""
        is_read_by_all = {Operation.LIST, Operation.GET} & set(self.resource.public)
        is_visible = target.public or not is_read_by_all
        return target.shown and is_visible and bool(self.owner or not target.owned)

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
    def restore_url(self) -> str:
        return f'f"{{URL}}/{{{self.variable}.id}}/restore"'

    @property
    def item_url(self) -> str:
        return f'f"{{URL}}/{{{self.variable}.id}}"'

    def table(self, field: Field) -> str:
        if field.target in (SELF, self.noun.class_name):
            return self.noun.plural
        return self.setting.targets[str(field.target)].table

    def column(self, field: Field) -> str:
        return model.column(field, self.resource, self.table(field) if field.target else "")

    @property
    def relationships(self) -> list[str]:
        """The attributes of the model that hold rows, of its own table on both sides."""
        of_refs = [line for field in self.refs for line in self._relation(field)]
        return of_refs + [line for link in self.links for line in self._link_relation(link)]

    def _link_relation(self, link: Link) -> Iterator[str]:
        is_known = link.field.name not in self.setting.one_sided
        yield link.relation if is_known else link.one_sided_relation
        if is_of_itself(self.noun, link.field):
            yield link.other_relation

    @property
    def links(self) -> list[Link]:
        return [Link(field, self.resource, self.table(field)) for field in self.resource.links]

    @property
    def tested_links(self) -> list[Link]:
        """Those that some operation shows or changes."""
        operations = set(self.operations)
        return [
            link
            for link in self.links
            if Operation.DELETE in operations
            or (self.writes and not link.field.readonly)
            or (Operation.GET in operations and not link.field.private)
            or (Operation.LIST in operations and link.table.far in self.link_filters)
        ]

    @property
    def writes_links(self) -> bool:
        return bool(self.links) and not set(self.operations) <= {Operation.LIST, Operation.GET}

    @property
    def link_filters(self) -> dict[str, str]:
        """Whether rows are linked to one: what no column, filter or page has taken the name of."""
        taken = {f.column for f in self.columns} | {f.name for f in self.filters} | PAGE_NAMES
        return {
            link.table.far: link.id_in_query
            for link in self.links
            if not (link.field.private or link.table.far in taken)
        }

    def _relation(self, field: Field) -> Iterator[str]:
        both = field.name not in self.setting.one_sided
        yield relations.relation(field, self.resource, has_other_side=both)
        if is_of_itself(self.noun, field):
            yield relations.other_relation(field, self.resource)

    def factory(self, field: Field) -> str:
        return f"create_{self.factory_module(field)}"

    def make_target(self, field: Field, user: str | None, *values: str) -> str:
        """The call that makes a row to refer to: the user's, where it can be."""
        is_users = (
            field in self.owned_refs or self._is_owners_parent(field) or self.is_owned_link(field)
        )
        mine = [f"user_id={user}"] if is_users and user else []
        level = self.nest.levels[-1:] if self.nest and self.is_link_within(field) else ()
        place = [f"{at.column}={at.constant}" for at in level]
        return f"{self.factory(field)}({', '.join(['db', *mine, *place, *values])})"

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
    def bulk_change(self) -> dict[str, str]:
        """What a test can change in many rows alike."""
        unique = {field.column for field in self.unique}
        return dict([update for update in self.updates if update[0] not in unique][:1])

    @property
    def private_updates(self) -> list[tuple[str, str]]:
        if Operation.UPDATE not in self.operations:
            return []
        return [_updated(field) for field in self.private if not field.target]

    @property
    def given_unique_refs(self) -> list[Field]:
        """Those that a factory leaves out, or makes to a row that is not the user's."""
        not_users = [] if self.owner else self.owned_refs
        return [f for f in self.accepted_refs if f.unique and (f.optional or f in not_users)]

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
        return [field for field in self.accepted if field.required]

    @property
    def unique(self) -> list[Field]:
        return [field for field in self.accepted if field.unique]

    @property
    def nullable(self) -> list[Field]:
        return [field for field in self.accepted if field.optional and not field.private]

    @property
    def not_null(self) -> list[Field]:
        return [field for field in self.accepted if not field.optional]

    def _is_owners_parent(self, field: Field) -> bool:
        return bool(self.owner) and field == self.resource.parent and self._is_owned(field)

    def _good_value(self, field: Field) -> str:
        if self.nest and field == self.resource.parent:
            return self.nest.levels[-1].id_in_json
        return "None" if field.target else samples.body_values(field)[0]

    def is_owned_link(self, field: Field) -> bool:
        """Whether it links rows of a user to the user's own."""
        return self.is_personal and field in self.resource.links and self._is_owned(field)

    def is_link_within(self, field: Field) -> bool:
        """Whether it links rows to others under the same one."""
        is_nested_link = self.nest is not None and field in self.resource.links
        return is_nested_link and is_of_itself(self.noun, field)

    @property
    def needs_user_in_tests(self) -> bool:
        """Whether rows that tests make are the user's, or refer to such."""
        links = map(self.is_owned_link, self.resource.links)
        return bool(self.owner or self.owned_refs or any(links))

    def _is_owned(self, field: Field) -> bool:
        if field.target in (SELF, self.noun.class_name):
            return self.owner is not None
        return self.setting.targets[str(field.target)].owned

    def _is_marked(self, field: Field) -> bool:
        if field.target in (SELF, self.noun.class_name):
            return self.resource.soft_delete
        return self.setting.targets[str(field.target)].soft_delete


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
    "other_value": lambda field: samples.body_values(field)[1],
    "columns": quoted_columns,
    "column_type": migration.column_type,
    "identifier": migration.identifier,
    "member": member_name,
    "on_delete": model.on_delete,
    "snake": snake_case,
    "target_id": storage.target_id,
    "unknown_id": storage.unknown_id_of,
}
