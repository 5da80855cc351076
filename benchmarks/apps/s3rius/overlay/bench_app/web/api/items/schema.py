from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class ItemDTO(BaseModel):
    """
    DTO for items.

    It returned when accessing items from the API.
    """

    id: int
    title: str
    description: str | None
    owner_id: int
    created_at: datetime
    updated_at: datetime

    model_config = ConfigDict(from_attributes=True)


class ItemInputDTO(BaseModel):
    """DTO for creating new item."""

    title: str = Field(max_length=255)
    description: str | None = None
    owner_id: int


class ItemPageDTO(BaseModel):
    """DTO for a page of items."""

    items: list[ItemDTO]
    total: int
