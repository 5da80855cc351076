"""What every schema of a kind has in common."""

from typing import Any

from pydantic import MISSING, AliasPath, BaseModel, ConfigDict, Field, field_validator


class RequestSchema(BaseModel):
    """What a client sends: unknown fields are refused, and what no database can hold."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    @field_validator("*")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        _check_text(value)
        return value


class CreateSchema(RequestSchema):
    """The body of a POST."""


class UpdateSchema(RequestSchema):
    """The body of a PATCH: what is absent stays as it is, null clears."""


class ResponseSchema(BaseModel):
    """An answer, read from the attributes of a model."""

    model_config = ConfigDict(from_attributes=True)


def embedded(relation: str) -> Any:
    """A field with what a row refers to, which is absent unless the client asked for it."""
    return Field(default=MISSING, validation_alias=AliasPath("embedded_rows", relation))


def _check_text(value: Any) -> None:
    """Refuse NUL, which PostgreSQL has no place for, and half a character, which nothing has."""
    match value:
        case str():
            value.encode()  # a UnicodeEncodeError is a ValueError
            if "\0" in value:
                raise ValueError("must not contain NUL")
        case list():
            for item in value:
                _check_text(item)
        case dict():
            for name, item in value.items():
                _check_text(name)
                _check_text(item)
