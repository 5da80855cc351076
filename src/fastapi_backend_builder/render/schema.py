"""The attributes of the schemas, and the constrained types that they share."""

from dataclasses import dataclass

from fastapi_backend_builder.render.literals import (
    default,
    has_computed_default,
    literal,
    raw_literal,
)
from fastapi_backend_builder.render.model import ANNOTATIONS
from fastapi_backend_builder.spec.fields import Field
from fastapi_backend_builder.spec.names import pascal_case
from fastapi_backend_builder.spec.patterns import anchored
from fastapi_backend_builder.spec.reserved import CLASS_SUFFIXES
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.types import DEFAULT_LENGTHS, FieldType, Number

# What a request may hold; the types of the same name are in the project's `schemas/types.py`.
ACCEPTED = {
    FieldType.INT: "Int32",
    FieldType.BIGINT: "Int64",
    FieldType.FLOAT: "Float64",
    FieldType.DECIMAL: "Decimal",
    FieldType.BOOL: "StrictBool",
    FieldType.DATE: "Day",
    FieldType.DATETIME: "Moment",
    FieldType.TIME: "NaiveTime",
    FieldType.UUID: "UUID",
    FieldType.JSON: "JsonValue",
    FieldType.BYTES: "Base64",
    FieldType.EMAIL: "Email",
    FieldType.URL: "Url",
    FieldType.SLUG: "Slug",
    FieldType.REF: "Reference",
}
SHOWN = ANNOTATIONS | {
    FieldType.JSON: "JsonValue",
    FieldType.BYTES: "Base64",
    FieldType.TIME: "NaiveTime",
}

# Where the names that schemas use come from, but for the project's own.
ORIGINS = {
    "Annotated": "typing",
    "Decimal": "decimal",
    "UTC": "datetime",
    "UUID": "uuid",
    "date": "datetime",
    "datetime": "datetime",
    "time": "datetime",
    "MISSING": "pydantic",
    "Field": "pydantic",
    "FiniteFloat": "pydantic",
    "JsonValue": "pydantic",
    "StrictBool": "pydantic",
}
BASES = ("CreateSchema", "FilterSchema", "ResponseSchema", "UpdateSchema")
PROJECT_TYPES = (
    *("Base64", "Day", "Email", "Float64", "Id", "Int32", "Int64", "Moment", "NaiveTime"),
    *("NonBlank", "Numeric", "QueryInt32", "QueryInt64", "Reference", "References", "Slug"),
    *("TextPart", "Url", "UuidReferences"),
)

# A number that wants its thousands apart.
LONG = 10_000


@dataclass(frozen=True, slots=True)
class SchemaField:
    """One field in the three schemas of its resource."""

    field: Field
    resource: Resource

    @property
    def alias(self) -> str | None:
        """The name of the constrained type, where the field has constraints."""
        if not self._constraints:
            return None
        name = pascal_case(self.field.name)
        taken = {*ORIGINS, *PROJECT_TYPES, *BASES, *self._class_names}
        # A single letter would look like a type variable.
        unclear = name in taken or len(name) == 1
        return f"{self.resource.noun.class_name}{name}" if unclear else name

    @property
    def alias_definition(self) -> str:
        return f"Annotated[{', '.join([self._plain, *self._constraints])}]"

    @property
    def create(self) -> str:
        value = ""
        if has_computed_default(self.field):
            value = f" = Field(default_factory={self._default})"
        elif self.field.has_default:
            value = f" = {self._default}"
        elif self.field.optional:
            value = " = None"
        return f"{self.field.column}: {self.accepted}{self._or_none}{value}"

    @property
    def update(self) -> str:
        return f"{self.field.column}: {self.accepted} | MISSING{self._or_none} = MISSING"

    @property
    def response(self) -> str:
        shown = SHOWN.get(self.field.value_type, "str")
        if self.field.type is FieldType.ENUM:
            shown = self.resource.enum_class(self.field)
        return f"{self.field.column}: {shown}{self._or_none}"

    @property
    def accepted(self) -> str:
        return self.alias or self._plain

    @property
    def _plain(self) -> str:
        if self.field.type is FieldType.ENUM:
            return self.resource.enum_class(self.field)
        plain = "NonBlank" if self.field.is_stripped else "str"
        return ACCEPTED.get(self.field.value_type, plain)

    @property
    def _or_none(self) -> str:
        return " | None" if self.field.optional else ""

    @property
    def _default(self) -> str:
        return default(self.field, self.resource.enum_class(self.field))

    @property
    def _constraints(self) -> list[str]:
        field = self.field
        lengths = {"min_length": self._min_length, "max_length": self._max_length}
        bounds = {"ge": field.ge, "gt": field.gt, "le": field.le, "lt": field.lt}
        given = [f"{name}={_length(value)}" for name, value in lengths.items() if value is not None]
        given += [f"{name}={_bound(value)}" for name, value in bounds.items() if value is not None]
        limits = ", ".join(given)
        if field.pattern is not None:
            pattern = f"pattern={raw_literal(anchored(field.pattern))}"
            limits = f"{limits}, {pattern}" if limits else pattern
        constraints = [f"Field({limits})"] if limits else []
        if field.type is FieldType.DECIMAL:
            constraints.append(f"Numeric({field.precision}, {field.scale})")
        return constraints

    @property
    def _min_length(self) -> int | None:
        """The length, unless the type says it already."""
        said = 1 if self.field.is_stripped else 0
        return None if (self.field.min_length or 0) <= said else self.field.min_length

    @property
    def _max_length(self) -> int | None:
        """The length, unless the type says it already."""
        known = self.field.type in ACCEPTED
        said = known and self.field.max_length == DEFAULT_LENGTHS.get(self.field.type)
        return None if said else self.field.max_length

    @property
    def _class_names(self) -> set[str]:
        enums = {self.resource.enum_class(f) for f in self.resource.fields if f.enum_values}
        own = self.resource.noun.class_name
        related = {f"{field.target}Response" for field in self.resource.fields if field.target}
        return {own, *(f"{own}{suffix}" for suffix in CLASS_SUFFIXES)} | enums | related


def _length(value: int) -> str:
    return f"{value:_}" if value >= LONG else str(value)


def _bound(value: Number) -> str:
    return str(int(value)) if value == int(value) else literal(value)
