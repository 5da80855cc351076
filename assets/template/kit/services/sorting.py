"""The orders that a list can be had in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, UnaryExpression
from sqlalchemy.orm import InstrumentedAttribute

from kit.schemas.choices import Choices

MAX_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Key:
    """A column that rows are sorted by, up or down."""

    column: InstrumentedAttribute[Any]
    down: bool

    @property
    def order(self) -> UnaryExpression[Any]:
        return self.column.desc() if self.down else self.column.asc()

    def is_after(self, value: ColumnElement[Any]) -> ColumnElement[bool]:
        return self.column < value if self.down else self.column > value

    def is_not_before(self, value: ColumnElement[Any]) -> ColumnElement[bool]:
        return self.column <= value if self.down else self.column >= value


class Sorts(Choices):
    """By some of these columns, each up or down with a minus in front: `-year,title`."""

    def __init__(
        self, id: InstrumentedAttribute[Any], others: Iterable[InstrumentedAttribute[Any]]
    ) -> None:
        self._id = id
        self._columns = {column.key: column for column in (id, *others)}
        words = (f"{sign}{name}" for name in self._columns for sign in ("", "-"))
        super().__init__(words, min(MAX_COLUMNS, len(self._columns)))

    def keys(self, sort: str) -> list[Key]:
        """The last is the id, which no two rows share; unless it is named, it goes as the rest."""
        keys: list[Key] = []
        for word in self.read(sort):
            column = self._columns[word.removeprefix("-")]
            keys.append(Key(column, word.startswith("-")))
            if column is self._id:
                return keys
        return [*keys, Key(self._id, keys[-1].down)]
