"""The columns of a table as a migration makes them, in SQLAlchemy's own types."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from fastapi_backend_builder.render.literals import literal
from fastapi_backend_builder.spec.fields import Field, to_text
from fastapi_backend_builder.spec.names import MAX_IDENTIFIER_LENGTH
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.types import FieldType

# By whether the ids are UUIDs.
ID_TYPES = {False: 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")', True: "sa.Uuid()"}

COLUMN_TYPES = {
    FieldType.INT: "sa.Integer()",
    FieldType.BIGINT: "sa.BigInteger()",
    FieldType.FLOAT: "sa.Double()",
    FieldType.BOOL: "sa.Boolean()",
    FieldType.DATE: "sa.Date()",
    FieldType.DATETIME: "sa.DateTime(timezone=True)",
    FieldType.TIME: "sa.Time()",
    FieldType.UUID: "sa.Uuid()",
    FieldType.TEXT: "sa.Text()",
    FieldType.JSON: 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")',
    FieldType.BYTES: "sa.LargeBinary()",
    FieldType.ENUM: "sa.String(50)",
    FieldType.REF: ID_TYPES[False],
}


def column_type(field: Field) -> str:
    if field.type is FieldType.DECIMAL:
        return f"sa.Numeric({field.precision}, {field.scale})"
    return COLUMN_TYPES.get(field.value_type) or f"sa.String({field.max_length})"


def identifier(parts: Sequence[str]) -> str:
    """The name of a constraint; None, which means the project's convention, if it is too long."""
    name = "_".join(parts)
    return f"op.f({literal(name)})" if len(name) <= MAX_IDENTIFIER_LENGTH else "None"


def revision_id(resource: Resource, down_revision: str) -> str:
    """Twelve hexadecimal digits that follow from what is asked and what was there."""
    return _revision_id(_request(resource), down_revision)


def known_parent(resource: Resource, revisions: Iterable[tuple[str, str]]) -> str | None:
    """What the resource's own revision follows, if it is among these, each after its parent."""
    request = _request(resource)
    return next((parent for parent, id in revisions if id == _revision_id(request, parent)), None)


def _request(resource: Resource) -> str:
    owner = [f"owned by {resource.owner.target}"] if resource.owner else []
    kept = ["uuid"] * resource.uuid + ["soft delete"] * resource.soft_delete
    asked = map(to_text, (*resource.fields, *resource.links))
    return "\n".join([resource.noun.plural, *asked, *owner, *kept])


def _revision_id(request: str, down_revision: str) -> str:
    return sha256(f"{down_revision}\n{request}".encode()).hexdigest()[:12]
