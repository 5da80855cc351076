"""Names that cannot be used, why, and what to call the thing instead."""

import builtins
import keyword

from fastapi_backend_builder.spec.wordlist import words

PYTHON_KEYWORDS = frozenset(word.lower() for word in (*keyword.kwlist, *keyword.softkwlist))

# The interpreter adds these for people at a prompt; programs do not use them.
_PROMPT_HELPERS = words("copyright credits exit help license quit")

# Classes, modules and variables are named after the resource and would hide the builtin.
PYTHON_BUILTINS = (
    frozenset(name.lower() for name in dir(builtins) if not name.startswith("_")) - _PROMPT_HELPERS
)

# Attributes of every SQLAlchemy model.
MODEL_ATTRIBUTES = words("awaitable_attrs embedded_rows metadata registry type_annotation_map")

# Names that the generated project gives to its own modules, classes and variables.
PROJECT_NAMES = words("""
    acyclic addall anyid api app asasync auth base bulk changeall common config conftest core
    createschema
    createuser currentuser cursor database db dbsession dependency embedded endpoint engine error
    etags factory filtering filters filterschema finish health idempotency identity ifmatch limit
    linked linkedservice listing live logging main me migration model nested nestedservice own
    ownaccount owned ownedmodel ownednested ownednestedservice ownedservice page pageparams
    paginated paginatedresponse pagination permission references related removeall requires
    responseschema role router schema security service session sessions settings signedin slugof
    slugs softdelete softdeletemodel softdeleteservice sorting sync synclinked syncnested
    syncowned syncownednested syncsoftdelete test token types under uniqueslug updateschema uuid7
    uuidmodel withetag
""")

# Names that the generated modules import from the standard library, FastAPI, Pydantic
# and SQLAlchemy.
IMPORTED_NAMES = words("""
    annotated any apirouter asyncclient asyncsession basemodel biginteger boolean configdict csv
    date datetime decimal declarativebase depends enum exists fastapi field foreignkey func
    httpexception index integer json largebinary literal mapped mappedcolumn missing numeric query
    randbelow relationship request response select self status strenum string text time timedelta
    timezone tojsonablepython tokenbytes tokenhex utcnow uuid
""")

# Parameters of the generated functions, which a row's variable would hide.
PARAMETERS = words("data db filters pagination params")

# Windows has no files of these names, with any ending.
DEVICES = words("aux con nul prn") | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}

# The operations of a service, which are the names of its methods.
OPERATIONS = words("create delete get insert list read remove update")

# SQL key words (PostgreSQL documentation, appendix C): the reserved ones.
POSTGRESQL_RESERVED = words("""
    all analyse analyze and any array as asc asymmetric authorization binary both case cast
    check collate collation column concurrently constraint create cross current_catalog
    current_date current_role current_schema current_time current_timestamp current_user default
    deferrable desc distinct do else end except false fetch for foreign freeze from full grant
    group having ilike in initially inner intersect into is isnull join lateral leading left
    like limit localtime localtimestamp natural not notnull null offset on only or order outer
    overlaps placing primary references returning right select session_user similar some
    symmetric system_user table tablesample then to trailing true union unique user using
    variadic verbose when where window with
""")

# What PostgreSQL keeps of each row itself.
SYSTEM_COLUMNS = words("cmax cmin ctid tableoid xmax xmin")

# Tables of the databases themselves begin like this, and one belongs to Alembic.
SYSTEM_TABLES = ("pg_", "sqlite_", "alembic_version")

# Columns that the base model gives to every resource.
BASE_COLUMNS = words("id created_at updated_at")

# Methods and settings of pydantic.BaseModel; Pydantic also keeps the prefixes for itself.
SCHEMA_ATTRIBUTES = words("""
    construct copy dict fields from_orm json model_computed_fields model_config model_construct
    model_copy model_extra model_fields model_fields_set model_json_schema
    model_parametrized_name model_post_init model_rebuild parse_file parse_obj parse_raw schema
    schema_json update_forward_refs validate
""")
SCHEMA_PREFIXES = ("model_dump", "model_validate")

# A field with such a name hides the type or function from the lines below it in the class body.
CLASS_BODY_NAMES = words("""
    bool bytes date datetime dict embedded float func int list mapped_column relationship set str
    time tuple utc_now uuid
""")

# Ruff refuses it in the project (E741): it looks like a one.
AMBIGUOUS = words("l")

# The constructor of a model and the factory of its tests take the columns as keyword arguments,
# beside these parameters.
CALL_PARAMETERS = words("db self")

# What follows a resource's name in the names of its other classes: TodoCreate, TodoService.
CLASS_SUFFIXES = words(
    "BulkUpdate Create ExportFilters Filters Response Service Update WithRelated"
)

BETTER_NOUNS = {
    "case": "SupportCase",
    "class": "SchoolClass",
    "data": "SensorReading",
    "date": "ReleaseDate",
    "error": "SyncError",
    "field": "FormField",
    "filter": "SavedFilter",
    "index": "StockIndex",
    "limit": "SpendingLimit",
    "list": "TodoList",
    "live": "LiveEvent",
    "listing": "HouseListing",
    "map": "RegionMap",
    "model": "CarModel",
    "page": "WebPage",
    "property": "HouseProperty",
    "query": "SavedQuery",
    "reference": "BookReference",
    "request": "SupportRequest",
    "role": "TeamRole",
    "service": "CityService",
    "session": "TrainingSession",
    "set": "WorkoutSet",
    "setting": "UserSetting",
    "settings": "UserSetting",
    "status": "OrderStatus",
    "test": "LabTest",
    "text": "PageText",
    "type": "ProductType",
    "types": "ProductType",
    "update": "StatusUpdate",
}

BETTER_FIELDS = {
    "all": "is_complete",
    "asc": "is_ascending",
    "check": "check_result",
    "class": "category",
    "column": "column_name",
    "copy": "body",
    "created_at": "opened_at",
    "date": "due_date",
    "datetime": "starts_at",
    "db": "database_name",
    "default": "is_default",
    "desc": "description",
    "end": "ends_at",
    "from": "sender",
    "global": "is_global",
    "group": "group_name",
    "id": "external_id",
    "json": "payload",
    "limit": "max_count",
    "list": "items",
    "metadata": "details",
    "offset": "skip_count",
    "order": "position",
    "primary": "is_primary",
    "references": "sources",
    "schema": "schema_name",
    "table": "table_name",
    "time": "start_time",
    "to": "recipient",
    "unique": "is_unique",
    "updated_at": "edited_at",
    "user": "username",
    "uuid": "external_id",
    "when": "happens_at",
}

_NOUN_REASONS = (
    (PYTHON_KEYWORDS, "a Python keyword"),
    (PYTHON_BUILTINS, "a Python builtin"),
    (MODEL_ATTRIBUTES, "an attribute of every SQLAlchemy model"),
    (PROJECT_NAMES, "a name that the project itself uses"),
    (IMPORTED_NAMES, "a name that the project imports"),
    (OPERATIONS, "the name of an operation"),
    (DEVICES, "the name of a device on Windows"),
)

_FIELD_REASONS = (
    (BASE_COLUMNS, "a column that every resource already has"),
    (frozenset(keyword.kwlist), "a Python keyword"),
    (MODEL_ATTRIBUTES, "an attribute of every SQLAlchemy model"),
    (SCHEMA_ATTRIBUTES, "an attribute of every Pydantic model"),
    (CALL_PARAMETERS, "a parameter of what makes a row"),
    (CLASS_BODY_NAMES, "a name that the model's own code needs"),
    (AMBIGUOUS, "too easily taken for a one"),
    (SYSTEM_COLUMNS, "a column that PostgreSQL has in every table"),
)


def _reason(word: str, reasons: tuple[tuple[frozenset[str], str], ...]) -> str | None:
    return next((reason for words, reason in reasons if word in words), None)


def noun_conflict(class_name: str) -> str | None:
    """What the name of a resource, in any spelling, already stands for in the code."""
    if class_name.lower() in PARAMETERS:
        return "a parameter of the project's functions"
    return _reason(class_name.lower(), _NOUN_REASONS)


def plural_conflict(plural: str) -> str | None:
    """What the plural of a resource already stands for, in the code or as a table."""
    if plural.startswith(SYSTEM_TABLES):
        return "a table of the database's own"
    return _reason(plural.replace("_", ""), _NOUN_REASONS) or sql_conflict(plural)


def sql_conflict(name: str) -> str | None:
    """What the name of a table or column already stands for in SQL."""
    return "a reserved word of PostgreSQL" if name in POSTGRESQL_RESERVED else None


def field_conflict(name: str) -> str | None:
    """What the name of a field already stands for in the model and its schemas."""
    if name.startswith(SCHEMA_PREFIXES):
        return "an attribute of every Pydantic model"
    return _reason(name, _FIELD_REASONS)


def better_field(name: str, resource: str) -> str:
    return BETTER_FIELDS.get(name, f"{resource}_{name}")
