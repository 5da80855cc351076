"""What every table has."""

import re
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, MetaData, func, inspect, text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship

from kit.models.types import BigId, PlainTime, UTCDateTime
from kit.models.uuid7 import uuid7

# Names that migrations and error messages can rely on.
NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def utc_now() -> datetime:
    return datetime.now(UTC)


def table_name(class_name: str) -> str:
    """The class name in snake case and plural: OrderItem -> order_items."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", class_name).lower()
    if re.search(r"[^aeiou]y$", words):
        return f"{words[:-1]}ies"
    return f"{words}es" if re.search(r"(s|x|z|ch|sh)$", words) else f"{words}s"


class BaseModel(DeclarativeBase):
    """A table named after its class, with an id and the times of its writing."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar = {
        datetime: UTCDateTime(),
        time: PlainTime,
        # Kept as text: a new member needs no migration.
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            length=50,
            values_callable=lambda enum: [member.value for member in enum],
        ),
    }

    id: Mapped[int] = mapped_column(BigId, primary_key=True, sort_order=-1)
    created_at: Mapped[datetime] = mapped_column(
        default=utc_now, server_default=func.now(), sort_order=1
    )
    updated_at: Mapped[datetime] = mapped_column(
        default=utc_now, onupdate=utc_now, server_default=func.now(), sort_order=1
    )

    # No column: the rows that an answer shows with this one, by relation, if the client asked for
    # any. A `Related` sets it, and the fields of a schema that are `embedded(...)` read it.
    embedded_rows: dict[str, Any] | None = None

    def __repr__(self) -> str:
        """Its class and its id: nothing that may be private, or would have to be loaded."""
        state = inspect(self)
        id = state.identity[0] if state.identity else state.dict.get("id")
        return f"{type(self).__name__}(id={id!r})"

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 - declared_attr makes it a class method
        return table_name(cls.__name__)


class OwnedModel(BaseModel):
    """A table whose rows belong to a user each, and go when the user goes."""

    __abstract__ = True

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))

    @declared_attr
    def user(cls) -> Mapped[Any]:  # noqa: N805 - declared_attr makes it a class method
        return relationship("User", foreign_keys=f"{cls.__name__}.user_id", lazy="raise")

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        # A list of one user's rows is read from it in the order of their ids.
        if hasattr(cls, "__table__"):
            Index(None, cls.__table__.c.user_id, cls.__table__.c.id)


class UuidModel(BaseModel):
    """A table whose ids are UUIDs, which are known before the row is and tell nobody how many."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(  # type: ignore[assignment]  # in place of the number
        primary_key=True, default=uuid7, sort_order=-1
    )


class SoftDeleteModel(BaseModel):
    """A table whose rows are marked when they are deleted, and can be restored."""

    __abstract__ = True

    deleted_at: Mapped[datetime | None] = mapped_column(sort_order=1)


def unique_while_live(name: str, *columns: str) -> Index:
    """An index that lets no two rows share a value, but for those that are marked as deleted."""
    is_live = text("deleted_at IS NULL")
    return Index(name, *columns, unique=True, sqlite_where=is_live, postgresql_where=is_live)
