"""What every schema of a kind has in common."""

from pydantic import BaseModel, ConfigDict


class CreateSchema(BaseModel):
    """The body of a POST: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class UpdateSchema(BaseModel):
    """The body of a PATCH: what is absent stays as it is, null clears."""

    model_config = ConfigDict(extra="forbid")


class ResponseSchema(BaseModel):
    """An answer, read from the attributes of a model."""

    model_config = ConfigDict(from_attributes=True)
