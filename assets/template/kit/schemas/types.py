"""Types of fields that know the limits of both databases."""

import base64
import binascii
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
    PlainSerializer,
    Strict,
    WithJsonSchema,
    WrapValidator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import (
    DecimalSchema,
    StringSchema,
    no_info_after_validator_function,
    no_info_wrap_validator_function,
)

from kit.schemas.notations import (
    BASE64,
    CLOCK,
    NOT_WHITE,
    URL,
    check_url,
    refuse_name,
    refuse_number,
    refuse_time_of_day,
    written_as,
)

IdT = TypeVar("IdT", int, UUID)

# The driver of PostgreSQL takes them for infinities, which have no timezone.
ENDS_OF_TIME = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


@dataclass(frozen=True)
class Numeric:
    """A decimal as its column keeps it: with so many digits, and all of those after the point."""

    precision: int
    scale: int

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = cast(DecimalSchema, handler(source))
        schema["decimal_places"] = self.scale
        if self.precision > self.scale:  # else Pydantic would count the 0 before the point
            schema["max_digits"] = self.precision
        pattern = self._pattern(cast("float", schema.get("ge", schema.get("gt", -1))))
        kept = no_info_after_validator_function(self._as_kept, schema)
        return no_info_wrap_validator_function(written_as(pattern), kept)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        shown = handler(schema)
        if handler.mode == "serialization":
            return shown
        number, text = shown["anyOf"]
        lowest = number.get("minimum", number.get("exclusiveMinimum", -1))
        end = 10 ** (self.precision - self.scale)
        limits = {"exclusiveMinimum": -end, "exclusiveMaximum": end}
        step = {"multipleOf": float(self._unit)}
        return {"anyOf": [limits | step | number, text | {"pattern": self._pattern(lowest)}]}

    def _pattern(self, lowest: float) -> str:
        """How a text has it, that can be as low as this."""
        whole = self.precision - self.scale
        sign = "-?" if lowest < 0 else ""
        further = rf"[0-9]{{0,{whole - 1}}}" if whole > 1 else ""
        before = f"(0|[1-9]{further})" if whole else "0"
        after = rf"(\.[0-9]{{1,{self.scale}}})?" if self.scale else ""
        return f"^{sign}{before}{after}$"

    @property
    def _unit(self) -> Decimal:
        return Decimal(1).scaleb(-self.scale)

    def _as_kept(self, value: Decimal) -> Decimal:
        if abs(value) >= 10 ** (self.precision - self.scale):
            raise ValueError(f"must have no more than {self.precision} digits")
        # Adding zero turns -0 into 0.
        return value.quantize(self._unit) + 0


class Stripped:
    """Beside `str` in Annotated: without white space around it, and not empty then."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = cast(StringSchema, handler(source))
        return schema | {"strip_whitespace": True, "min_length": 1}

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """White space at the ends does not count for the length."""
        shown = handler(schema)
        least = shown["minLength"]
        rest = rf"[\s\S]{{{least - 2},}}{NOT_WHITE}" if least > 1 else ""
        return shown | {"pattern": f"{NOT_WHITE}{rest}"}


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

NonBlank = Annotated[str, Stripped()]

# SQLite refuses to look for what is much longer.
TextPart = Annotated[str, Field(max_length=255)]

Day = Annotated[date, BeforeValidator(refuse_time_of_day), BeforeValidator(refuse_number)]
Moment = Annotated[AwareDatetime, BeforeValidator(refuse_number), AfterValidator(_to_utc)]
NaiveTime = Annotated[
    time,
    BeforeValidator(refuse_number),
    AfterValidator(_check_naive),
    WrapValidator(written_as(CLOCK)),
    WithJsonSchema({"type": "string", "pattern": CLOCK}),
]

# Kept as accounts have it: one address is one value, however it is written.
Email = Annotated[
    EmailStr, AfterValidator(str.lower), Field(max_length=254), BeforeValidator(refuse_name)
]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=255)]
Url = Annotated[
    str,
    Field(max_length=2083),
    AfterValidator(check_url),
    WithJsonSchema({"type": "string", "format": "iri", "pattern": URL, "maxLength": 2083}),
]
Base64 = Annotated[
    bytes,
    BeforeValidator(_decode),
    PlainSerializer(_encode, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "contentEncoding": "base64", "pattern": BASE64}),
]
