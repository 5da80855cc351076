"""What every table has."""

from kit.models.base import (
    BaseModel,
    OwnedModel,
    SoftDeleteModel,
    UuidModel,
    unique_while_live,
    utc_now,
)

__all__ = [
    "BaseModel",
    "OwnedModel",
    "SoftDeleteModel",
    "UuidModel",
    "unique_while_live",
    "utc_now",
]
