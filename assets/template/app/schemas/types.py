"""Types of fields that know the limits of both databases."""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, TypeVar, cast
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    EmailStr,
    Field,
    FiniteFloat,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    HttpUrl,
    PlainSerializer,
    Strict,
    TypeAdapter,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import DecimalSchema, no_info_after_validator_function

IdT = TypeVar("IdT", int, UUID)

BASE64 = r"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
CLOCK = r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$"
# The driver of PostgreSQL takes them for infinities, which have no timezone.
ENDS_OF_TIME = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
NUMBER = re.compile(r"[+-]?[\d.]*")

_http_url = TypeAdapter(HttpUrl)


@dataclass(frozen=True)
class Numeric:
    """A decimal as its column keeps it: with so many digits, and all of those after the point."""

    precision: int
    scale: int

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = cast(DecimalSchema, handler(source))
        schema["max_digits"] = self.precision
        schema["decimal_places"] = self.scale
        return no_info_after_validator_function(self._as_kept, schema)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        shown = handler(schema)
        if handler.mode == "serialization":
            return shown
        whole = self.precision - self.scale
        before = rf"\d{{1,{whole}}}" if whole else "0"
        after = rf"(\.\d{{1,{self.scale}}})?" if self.scale else ""
        number, text = shown["anyOf"]
        lowest = number.get("minimum", number.get("exclusiveMinimum", -1))
        sign = "-?" if lowest < 0 else ""
        limits = {"exclusiveMinimum": -(10**whole), "exclusiveMaximum": 10**whole}
        step = {"multipleOf": float(self._unit)}
        return {"anyOf": [limits | step | number, text | {"pattern": f"^{sign}{before}{after}$"}]}

    @property
    def _unit(self) -> Decimal:
        return Decimal(1).scaleb(-self.scale)

    def _as_kept(self, value: Decimal) -> Decimal:
        # Adding zero turns -0 into 0.
        return value.quantize(self._unit) + 0


def _refuse_number(value: Any) -> Any:
    """It would pass for seconds since 1970."""
    is_text = isinstance(value, str)
    if isinstance(value, int | float) or (is_text and NUMBER.fullmatch(value.strip())):
        raise ValueError("must be written as in ISO 8601")
    return value


def _check_url(value: str) -> str:
    _http_url.validate_python(value)
    return value


def _check_naive(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("must have no timezone")
    return value


def _to_utc(value: datetime) -> datetime:
    try:
        moment = value.astimezone(UTC)
    except OverflowError:
        raise ValueError("is out of range in UTC") from None
    if moment in ENDS_OF_TIME:
        raise ValueError("is out of range in UTC")
    return moment


def _once(ids: list[IdT]) -> list[IdT]:
    return sorted(set(ids))


def _decode(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error:
        raise ValueError("is not base64") from None


def _encode(value: bytes) -> str:
    return base64.b64encode(value).decode()


# FastAPI keeps the bounds of a document as floats: they can be 2**63, but not one less.
Id = Annotated[int, Field(ge=1, lt=2**63)]

# In a URL all is text; in a body, "1" and true are no numbers.
Reference = Annotated[Id, Strict()]
References = Annotated[list[Reference], Field(max_length=100), AfterValidator(_once)]
UuidReferences = Annotated[list[UUID], Field(max_length=100), AfterValidator(_once)]
Int32 = Annotated[int, Strict(), Field(ge=-(2**31), le=2**31 - 1)]
Int64 = Annotated[int, Strict(), Field(ge=-(2**63), lt=2**63)]
Float64 = Annotated[FiniteFloat, Strict()]
QueryInt32 = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]
QueryInt64 = Annotated[int, Field(ge=-(2**63), lt=2**63)]

# SQLite refuses to look for what is much longer.
TextPart = Annotated[str, Field(max_length=255)]

Day = Annotated[date, BeforeValidator(_refuse_number)]
Moment = Annotated[AwareDatetime, BeforeValidator(_refuse_number), AfterValidator(_to_utc)]
NaiveTime = Annotated[
    time,
    BeforeValidator(_refuse_number),
    AfterValidator(_check_naive),
    WithJsonSchema({"type": "string", "pattern": CLOCK}),
]

# Kept as accounts have it: one address is one value, however it is written.
Email = Annotated[EmailStr, AfterValidator(str.lower), Field(max_length=254)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=255)]
Url = Annotated[
    str,
    Field(max_length=2083),
    AfterValidator(_check_url),
    WithJsonSchema({"type": "string", "format": "iri", "pattern": "^https?://", "maxLength": 2083}),
]
Base64 = Annotated[
    bytes,
    BeforeValidator(_decode),
    PlainSerializer(_encode, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "contentEncoding": "base64", "pattern": BASE64}),
]
