"""Types of fields that know the limits of both databases."""

import base64
import binascii
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    EmailStr,
    Field,
    HttpUrl,
    PlainSerializer,
    TypeAdapter,
    WithJsonSchema,
)

_http_url = TypeAdapter(HttpUrl)


def _check_url(value: str) -> str:
    _http_url.validate_python(value)
    return value


def _check_naive(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("must have no timezone")
    return value


def _to_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("is out of range in UTC") from None


def fixed_scale(places: int) -> AfterValidator:
    """Give a decimal the places that its column keeps, so that it reads as it was answered."""
    unit = Decimal(1).scaleb(-places)
    # Adding zero turns -0 into 0.
    return AfterValidator(lambda value: value.quantize(unit) + 0)


def _decode(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error:
        raise ValueError("is not base64") from None


def _encode(value: bytes) -> str:
    return base64.b64encode(value).decode()


Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Int32 = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]
Int64 = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]

Moment = Annotated[AwareDatetime, AfterValidator(_to_utc)]
NaiveTime = Annotated[time, AfterValidator(_check_naive)]

Email = Annotated[EmailStr, Field(max_length=254)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=255)]
Url = Annotated[
    str,
    Field(max_length=2083),
    AfterValidator(_check_url),
    WithJsonSchema({"type": "string", "format": "uri", "maxLength": 2083}),
]
Base64 = Annotated[
    bytes,
    BeforeValidator(_decode),
    PlainSerializer(_encode, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "contentEncoding": "base64"}),
]
