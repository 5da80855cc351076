"""Every type with every flag and key, on both databases: columns, document, values at the edges."""

import json
import shlex
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from e2e import matrix
from e2e.processes import CHECKS, call, generated_tests, run_tests, serving
from sqlalchemy import create_engine, inspect

from fastapi_backend_builder.cli import main
from fastapi_backend_builder.spec.modifiers import FLAGS, KEYS
from fastapi_backend_builder.spec.types import FieldType

OPTIONS: list[dict[str, str]] = [{}, {"owned_by": "User"}, {"only": "list,get,create"}]
NOUNS = ("Analysis", "HTTPRequestLog", "News", "SSHKey", "TestResult", "Person")
# Links of many rows to many are no columns.
COLUMN_TYPES = [type_ for type_ in FieldType if type_ is not FieldType.MANY]
PLAIN = [f"{type_}_value:{matrix.TYPES.get(type_, type_)}:optional" for type_ in COLUMN_TYPES]
RELATIONS = ("ref", "many")
# Names that make those of constraints, indexes and tables longer than PostgreSQL has them.
LONG_NAMES: list[dict[str, Any]] = [
    {
        "name": "CustomerServiceCategory",
        "fields": ["title:str:unique", "related_customer_service_categories:many=self:as=alike"],
    },
    {
        "name": "CustomerServiceRequestConfirmation",
        "fields": [
            "external_reference_number_of_the_partner:int:unique",
            "customer_service_category:ref=CustomerServiceCategory:as=main_confirmations",
            "customer_service_categories:many=CustomerServiceCategory",
        ],
    },
    {
        "name": "CustomerServiceRequestNotification",
        "fields": ["external_reference_number_of_the_partner:int:unique"],
        "soft_delete": True,
    },
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("matrix")
    assert main(["new", "matrix", "-C", str(folder)]) == 0
    fields = [_named(field, n) for n, field in enumerate(matrix.fields())]
    resources: list[dict[str, Any]] = [
        {"name": noun, "fields": fields[n :: len(NOUNS)], **OPTIONS[n % len(OPTIONS)]}
        for n, noun in enumerate(NOUNS)
    ]
    resources += [{"name": "Sample", "fields": PLAIN}, *LONG_NAMES]
    (folder / "request.json").write_text(json.dumps({"resources": resources}))
    request = ["--from", str(folder / "request.json")]
    assert main(["add", "resource", *request, "-C", str(folder / "matrix")]) == 0
    return folder / "matrix"


def _named(field: str, number: int) -> str:
    """A field of its own name, which users know by a name of its own too."""
    kind = field.partition(":")[0].partition("=")[0]
    side = f":as={kind}_side_{number}" if kind in RELATIONS else ""
    return f"{kind}_{number}:{field}{side}"


def test_the_matrix_has_every_word() -> None:
    words = {word.partition("=")[0] for choice in matrix.CHOICES for word in choice if word}
    assert words | {"default", "as"} == {*FLAGS, *KEYS}


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_tests_of_its_resources_pass(project: Path, database: str) -> None:
    run_tests(project, "--database", database, *generated_tests(project))


@pytest.mark.parametrize("command", CHECKS)
def test_it_is_clean(project: Path, command: str) -> None:
    call(project, *shlex.split(command))


COLUMNS = {
    # In PostgreSQL and in SQLite.
    "str": ("VARCHAR(255)", "VARCHAR(255)"),
    "int": ("INTEGER", "INTEGER"),
    "bigint": ("BIGINT", "BIGINT"),
    "float": ("DOUBLE PRECISION", "DOUBLE"),
    "decimal": ("NUMERIC(9, 3)", "NUMERIC(9, 3)"),
    "bool": ("BOOLEAN", "BOOLEAN"),
    "date": ("DATE", "DATE"),
    "datetime": ("TIMESTAMP", "DATETIME"),
    "time": ("TIME", "TIME"),
    "uuid": ("UUID", "CHAR(32)"),
    "text": ("TEXT", "TEXT"),
    "json": ("JSONB", "JSON"),
    "bytes": ("BYTEA", "BLOB"),
    "email": ("VARCHAR(254)", "VARCHAR(254)"),
    "url": ("VARCHAR(2083)", "VARCHAR(2083)"),
    "slug": ("VARCHAR(255)", "VARCHAR(255)"),
    "enum": ("VARCHAR(50)", "VARCHAR(50)"),
    "ref": ("BIGINT", "INTEGER"),
}


def test_its_migrations_make_the_columns_of_its_types(project: Path, database_url: str) -> None:
    for command in ("upgrade head", "check", "downgrade base", "upgrade head"):
        call(project, "alembic", *command.split(), DATABASE_URL=database_url)

    engine = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
    columns = {column["name"]: column["type"] for column in inspect(engine).get_columns("samples")}
    engine.dispose()
    place = 0 if database_url.startswith("postgresql") else 1
    made = {type_: str(columns[column_of(type_)]) for type_ in COLUMN_TYPES}
    assert made == {type_: COLUMNS[type_][place] for type_ in COLUMN_TYPES}
    assert place or columns[column_of("datetime")].timezone is True


def column_of(type_: str) -> str:
    return f"{type_}_value_id" if type_ == FieldType.REF else f"{type_}_value"


# What the document says of a value that requests hold.
DOCUMENTED: dict[str, dict[str, Any]] = {
    "str": {"type": "string", "minLength": 1, "maxLength": 255},
    "int": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "bigint": {"type": "integer", "minimum": -(2**63), "exclusiveMaximum": 2**63},
    "float": {"type": "number"},
    "decimal": {"type": "string", "pattern": r"^-?(0|[1-9][0-9]{0,5})(\.[0-9]{1,3})?$"},
    "bool": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "time": {"type": "string"},
    "uuid": {"type": "string", "format": "uuid"},
    "text": {"type": "string", "minLength": 1, "maxLength": 100_000},
    "json": {"$ref": "#/components/schemas/JsonValue"},
    "bytes": {"type": "string", "contentEncoding": "base64"},
    "email": {"type": "string", "format": "email", "maxLength": 254},
    "url": {"type": "string", "format": "iri", "maxLength": 2083},
    "slug": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 255},
    "enum": {"$ref": "#/components/schemas/SampleEnumValue"},
    "ref": {"type": "integer", "minimum": 1, "exclusiveMaximum": 2**63},
}


def test_its_document_describes_its_types(project: Path) -> None:
    code = "import json; from app.main import app; print(json.dumps(app.openapi()))"
    document = json.loads(call(project, sys.executable, "-c", code).splitlines()[-1])
    schemas = document["components"]["schemas"]

    for type_ in COLUMN_TYPES:
        described = schemas["SampleCreate"]["properties"][column_of(type_)]["anyOf"]
        assert any(DOCUMENTED[type_].items() <= choice.items() for choice in described), type_
        assert {"type": "null"} in described
    assert schemas["SampleEnumValue"]["enum"] == ["draft", "in-progress", "None"]


LONG = "https://example.com/"
# At the edges of each type; a pair is what is sent and what comes back, where these differ.
EDGES: dict[str, list[Any]] = {
    "str": ["😀" * 255, "None", (" a b\t", "a b"), ("\u202e\x01\r\n", "\u202e\x01")],
    "int": [-(2**31), 2**31 - 1, 0],
    "bigint": [-(2**63), 2**63 - 1, 2**53 + 1],
    "float": [5e-324, 1.7976931348623157e308, -1.7976931348623157e308, 0.1, 0],
    "decimal": ["999999.999", "-999999.999", ("0.1", "0.100"), ("-0", "0.000"), (1, "1.000")],
    "bool": [True, False],
    "date": ["0001-01-01", "9999-12-31", "2024-02-29"],
    "datetime": [
        "0001-01-01T00:00:01Z",
        "9999-12-31T23:59:59Z",
        ("2026-01-31T00:00:00+05:30", "2026-01-30T18:30:00Z"),
    ],
    "time": ["00:00:00", "23:59:59.999999", ("09:30", "09:30:00")],
    "uuid": ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
    "text": ["x" * 100_000, ("\n a\n\tb\n", "a\n\tb")],
    "json": [None, True, 0, -1.5, "", "null", [], {}, {"a": [{"": None}]}, 2**53, [[[1]]]],
    "bytes": ["", b64encode(bytes(range(256))).decode()],
    "email": ["a@b.co", f"{'a' * 64}@{'b' * 63}.{'c' * 63}.com"],
    "url": [LONG + "a" * (2083 - len(LONG)), "http://a.b/?q=%20#x"],
    "slug": ["a", "0-" * 127 + "a"],
    "enum": ["draft", "in-progress", "None"],
    "ref": [1, None],
}


def test_values_at_the_edges_come_back_as_they_were(project: Path, database_url: str) -> None:
    cases = [(column_of(type_), value) for type_ in COLUMN_TYPES for value in EDGES[type_]]
    with serving(project, DATABASE_URL=database_url) as client:
        client.register()
        url = f"/api/v1/samples/{client.post('/api/v1/samples', {}).body['id']}"
        for column, case in cases:
            sent, shown = case if isinstance(case, tuple) else (case, case)
            changed = client.request("PATCH", url, json_body={column: sent})
            assert changed.status == 200, (column, sent, changed)
            assert changed.body[column] == client.get(url).body[column] == shown
            assert type(changed.body[column]) is type(shown) or column == "float_value"
