"""What narrows a field's values: the lengths of texts, the bounds of numbers."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from fastapi_backend_builder.spec.modifiers import BOUNDS, Modifiers
from fastapi_backend_builder.spec.numeric import Numeric, format_number
from fastapi_backend_builder.spec.pieces import Piece
from fastapi_backend_builder.spec.types import (
    DEFAULT_LENGTHS,
    FEWEST_UNIQUE,
    LENGTH_LIMITS,
    LOWEST_MAX,
    PATTERNED,
    FieldType,
    Number,
)

_LENGTH = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Lengths:
    """The shortest and the longest value, both included."""

    min: int | None = None
    max: int | None = None

    @classmethod
    def read(cls, type_: FieldType, modifiers: Modifiers) -> Self:
        least = 0 if type_ in PATTERNED else 1
        low = _read_length(type_, modifiers["min"], least) if "min" in modifiers else None
        lowest = LOWEST_MAX.get(type_, 1)
        high = _read_length(type_, modifiers["max"], lowest) if "max" in modifiers else None
        lengths = cls(low, high or DEFAULT_LENGTHS.get(type_))
        if lengths.min and lengths.max and lengths.min > lengths.max:
            raise modifiers["min"].error(
                f"the minimum {low} is above the maximum {lengths.max}",
                hint="lower min= or raise max=",
            )
        return lengths

    def check(self, default: Piece) -> None:
        """Refuse a default that is too short or too long."""
        length = len(default.text)
        if self.max and length > self.max:
            raise default.error(f"the default is longer than {self.max}", hint="raise max=")
        if self.min and length < self.min:
            raise default.error(f"the default is shorter than {self.min}", hint="lower min=")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The range of a number."""

    numeric: Numeric
    ge: Number | None = None
    gt: Number | None = None
    le: Number | None = None
    lt: Number | None = None

    @classmethod
    def read(cls, numeric: Numeric, modifiers: Modifiers) -> Self:
        given = {word: numeric.read(modifiers[word]) for word in BOUNDS if word in modifiers}
        bounds = cls(numeric, given.get("ge"), given.get("gt"), given.get("le"), given.get("lt"))
        if given and Decimal(bounds.lowest) > Decimal(bounds.highest):
            *_, last = given
            raise modifiers[last].error(
                "no number is within the bounds", hint="lower ge= or gt=, or raise le= or lt="
            )
        if given and "unique" in modifiers and bounds.count < FEWEST_UNIQUE:
            raise modifiers["unique"].error(
                f"the bounds let only {bounds.count:f} values through",
                hint=f"leave out unique, or make room for {FEWEST_UNIQUE} values",
            )
        return bounds

    @property
    def lowest(self) -> Number:
        """The least number that the bounds and the column let through."""
        if self.gt is not None:
            return self.numeric.after(self.gt)
        return self.numeric.limits[0] if self.ge is None else self.ge

    @property
    def highest(self) -> Number:
        """The greatest number that the bounds and the column let through."""
        if self.lt is not None:
            return self.numeric.before(self.lt)
        return self.numeric.limits[1] if self.le is None else self.le

    @property
    def count(self) -> Decimal:
        """How many numbers the bounds and the column let through; of floats, infinitely many."""
        width = Decimal(self.highest) - Decimal(self.lowest)
        if self.numeric.type is FieldType.FLOAT:
            return Decimal("inf") if width else Decimal(1)
        return width / self.numeric.step + 1

    def read_default(self, piece: Piece) -> Number:
        value = self.numeric.read(piece)
        if not Decimal(self.lowest) <= Decimal(value) <= Decimal(self.highest):
            low, high = format_number(self.lowest), format_number(self.highest)
            raise piece.error(
                f"the default {piece.text} is out of bounds", hint=f"use {low} to {high}"
            )
        return value


def _read_length(type_: FieldType, piece: Piece, lowest: int) -> int:
    limit = LENGTH_LIMITS[type_]
    length = int(piece.text) if _LENGTH.fullmatch(piece.text) else -1
    if not lowest <= length <= limit:
        longer = "; for more, use the type text" if type_ is FieldType.STR else ""
        raise piece.error(
            f"'{piece.text}' is not a length of {type_}", hint=f"use {lowest} to {limit}{longer}"
        )
    return length
