"""The model's attributes."""

from fastapi_backend_builder.render.literals import default
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.types import FieldType, OnDelete

ANNOTATIONS = {
    FieldType.INT: "int",
    FieldType.BIGINT: "int",
    FieldType.FLOAT: "float",
    FieldType.DECIMAL: "Decimal",
    FieldType.BOOL: "bool",
    FieldType.DATE: "date",
    FieldType.DATETIME: "datetime",
    FieldType.TIME: "time",
    FieldType.UUID: "UUID",
    FieldType.JSON: "Any",
    FieldType.BYTES: "bytes",
    FieldType.REF: "int",
}

# In SQL; without one, what is referred to stays.
ON_DELETE = {OnDelete.CASCADE: "CASCADE", OnDelete.SET_NULL: "SET NULL"}

# Where the names that a model uses come from.
ORIGINS = {
    "TYPE_CHECKING": "typing",
    "Any": "typing",
    "Decimal": "decimal",
    "StrEnum": "enum",
    "UTC": "datetime",
    "UUID": "uuid",
    "date": "datetime",
    "datetime": "datetime",
    "time": "datetime",
    "BigInteger": "sqlalchemy",
    "Column": "sqlalchemy",
    "ForeignKey": "sqlalchemy",
    "Index": "sqlalchemy",
    "String": "sqlalchemy",
    "Table": "sqlalchemy",
    "Text": "sqlalchemy",
    "Mapped": "sqlalchemy.orm",
    "mapped_column": "sqlalchemy.orm",
    "relationship": "sqlalchemy.orm",
}


def column(field: Field, resource: Resource, target_table: str) -> str:
    """The attribute of a column; a `ref` points to `target_table`."""
    annotation = _annotation(field, resource)
    arguments = [*_type_argument(field, target_table), *_options(field, resource)]
    attribute = f"{field.column}: Mapped[{annotation}]"
    return f"{attribute} = mapped_column({', '.join(arguments)})" if arguments else attribute


def on_delete(field: Field) -> str:
    """The argument of a foreign key, where it has one."""
    action = ON_DELETE.get(field.on_delete)
    return f', ondelete="{action}"' if action else ""


def _annotation(field: Field, resource: Resource) -> str:
    plain = ANNOTATIONS.get(field.value_type, "str")
    if field.type is FieldType.ENUM:
        plain = resource.enum_class(field)
    return f"{plain} | None" if field.optional else plain


def _type_argument(field: Field, target_table: str) -> list[str]:
    match field.type:
        case FieldType.REF:
            return [f'ForeignKey("{target_table}.id"{on_delete(field)})']
        case FieldType.DECIMAL:
            return [f"ExactDecimal({field.precision}, {field.scale})"]
        case FieldType.JSON:
            return ["Json"] if field.optional else ["Json", "nullable=False"]
        case FieldType.STR | FieldType.SLUG | FieldType.EMAIL | FieldType.URL:
            return [f"String({field.max_length})"]
    plain = {FieldType.BIGINT: ["BigInteger"], FieldType.TEXT: ["Text"]}
    return plain.get(field.type, [])


def _options(field: Field, resource: Resource) -> list[str]:
    options = []
    if field.has_default:
        options.append(f"default={default(field, resource.enum_class(field))}")
    if field.unique and not resource.soft_delete:
        options.append("unique=True")
    if resource.has_index(field):
        options.append("index=True")
    return options
