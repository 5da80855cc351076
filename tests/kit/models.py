"""Models for the tests alone, with tables that each test makes and takes back.

Their names are those of no resource.
"""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, String, Table, Text, func
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, validates

from kit.models.base import BaseModel, utc_now
from kit.models.types import BigId, ExactDecimal, Json


class Base(DeclarativeBase):
    type_annotation_map: ClassVar = BaseModel.type_annotation_map

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    embedded_rows: dict[str, Any] | None = None


class Color(StrEnum):
    RED = "red"
    BLUE = "blue"


class Sample(Base):
    """A column of every type."""

    __tablename__ = "_samples"

    text: Mapped[str | None] = mapped_column(Text)
    string: Mapped[str | None] = mapped_column(String(50))
    integer: Mapped[int | None]
    big: Mapped[int | None] = mapped_column(BigInteger)
    double: Mapped[float | None]
    decimal: Mapped[Decimal | None] = mapped_column(ExactDecimal(10, 2))
    boolean: Mapped[bool | None]
    day: Mapped[date | None]
    moment: Mapped[datetime | None]
    hour: Mapped[time | None]
    uuid: Mapped[UUID | None]
    json: Mapped[Any | None] = mapped_column(Json)
    blob: Mapped[bytes | None] = mapped_column(LargeBinary)
    color: Mapped[Color | None]


VALUES: dict[str, list[Any]] = {
    "text": ["", "Zürich ☂", "a" * 5000],
    "string": ["'; DROP TABLE samples; --", "%_\\"],
    "integer": [0, -(2**31), 2**31 - 1],
    "big": [-(2**63), 2**63 - 1],
    "double": [0.1, -1e300, 5e-324],
    "decimal": [Decimal("0.01"), Decimal("-99999999.99")],
    "boolean": [True, False],
    "day": [date(1, 1, 1), date(9999, 12, 31)],
    "moment": [datetime(2026, 1, 31, 9, 30, 0, 1, tzinfo=UTC), datetime(1, 1, 2, tzinfo=UTC)],
    "hour": [time(0, 0), time(23, 59, 59, 999999)],
    "uuid": [UUID(int=0), UUID(int=2**128 - 1)],
    "json": [{"a": [1, None, "ü"]}, [], 0, "", False],
    "blob": [b"", bytes(range(256))],
    "color": [Color.RED, Color.BLUE],
}


class Author(Base):
    __tablename__ = "_authors"

    name: Mapped[str] = mapped_column(String(50), unique=True)
    country: Mapped[str | None] = mapped_column(String(50), default="unknown")
    written: Mapped[int] = mapped_column(default=0, onupdate=1)
    shouted: Mapped[str | None] = mapped_column(default=func.upper("quiet"))
    books: Mapped[list["Book"]] = relationship(cascade="all, delete-orphan")


class Book(Base):
    __tablename__ = "_books"

    title: Mapped[str] = mapped_column(String(50))
    author_id: Mapped[int] = mapped_column(ForeignKey("_authors.id"))
    author: Mapped[Author] = relationship(lazy="raise", overlaps="books")


class Label(Base):
    __tablename__ = "_labels"

    name: Mapped[str] = mapped_column(String(50))


POEM_LABELS = Table(
    "_poem_labels",
    Base.metadata,
    Column("poem_id", ForeignKey("_poems.id"), primary_key=True),
    Column("label_id", ForeignKey("_labels.id"), primary_key=True),
)


class Poem(Base):
    """It refers to one, perhaps to one of its kind, and to many."""

    __tablename__ = "_poems"

    title: Mapped[str] = mapped_column(String(50))
    updated_at: Mapped[datetime] = mapped_column(default=utc_now)
    author_id: Mapped[int] = mapped_column(ForeignKey("_authors.id"))
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("_poems.id"))

    author: Mapped[Author] = relationship(lazy="raise")
    answers: Mapped["Poem | None"] = relationship(remote_side="Poem.id", lazy="raise")
    labels: Mapped[list[Label]] = relationship(secondary=POEM_LABELS, lazy="raise")


book_readers = Table(
    "_book_readers",
    Base.metadata,
    Column("book_id", ForeignKey("_books.id", ondelete="CASCADE"), primary_key=True),
    Column("reader_id", ForeignKey("_readers.id", ondelete="CASCADE"), primary_key=True),
)


class Reader(Base):
    """Deletions of what refers to it are left to the database."""

    __tablename__ = "_readers"

    books: Mapped[list[Book]] = relationship(
        secondary=book_readers, lazy="raise", passive_deletes=True
    )
    notes: Mapped[list["Note"]] = relationship(lazy="raise", passive_deletes="all")


class Note(Base):
    __tablename__ = "_notes"

    reader_id: Mapped[int] = mapped_column(ForeignKey("_readers.id", ondelete="CASCADE"))


class Strict(Base):
    """More than its columns: a value is checked when it is set."""

    __tablename__ = "_stricts"

    name: Mapped[str] = mapped_column(String(50))

    @validates("name")
    def _strip(self, _: str, value: str) -> str:
        return value.strip()


class Shelf(Base):
    """Loaded together with what it refers to."""

    __tablename__ = "_shelves"

    book_id: Mapped[int | None] = mapped_column(ForeignKey("_books.id"))
    book: Mapped[Book | None] = relationship(lazy="selectin")


class Setting(Base):
    """Its value can be changed in place."""

    __tablename__ = "_settings"

    value: Mapped[dict[str, Any]] = mapped_column(MutableDict.as_mutable(Json.copy()))


class Place(Base):
    """A row in a table of two keys."""

    __tablename__ = "_places"

    row: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(50))
