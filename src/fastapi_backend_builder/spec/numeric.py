"""The numbers that a field of a number type can hold."""

import math
import re
import sys
from dataclasses import dataclass
from decimal import Decimal

from fastapi_backend_builder.spec.pieces import Piece
from fastapi_backend_builder.spec.types import INTEGER_LIMITS, FieldType, Number

_WHOLE = re.compile(r"-?[0-9]+")
_FRACTION = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_SCIENTIFIC = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Numeric:
    """How a number of this type is written, and which one comes next."""

    type: FieldType
    precision: int | None = None
    scale: int | None = None

    @property
    def limits(self) -> tuple[Number, Number]:
        """The least and the greatest number that the column takes."""
        if self.type in INTEGER_LIMITS:
            return INTEGER_LIMITS[self.type]
        if self.type is FieldType.FLOAT:
            return -sys.float_info.max, sys.float_info.max
        greatest = Decimal(10) ** self._whole_digits - self.step
        return -greatest, greatest

    def read(self, piece: Piece) -> Number:
        """Read a number that the column can hold exactly."""
        if self.type in INTEGER_LIMITS:
            return self._read_integer(piece)
        return (
            self._read_float(piece) if self.type is FieldType.FLOAT else self._read_decimal(piece)
        )

    def after(self, value: Number) -> Number:
        """The least number that is greater."""
        if isinstance(value, float):
            return math.nextafter(value, math.inf)
        return value + 1 if isinstance(value, int) else value + self.step

    def before(self, value: Number) -> Number:
        """The greatest number that is less."""
        if isinstance(value, float):
            return math.nextafter(value, -math.inf)
        return value - 1 if isinstance(value, int) else value - self.step

    @property
    def step(self) -> Decimal:
        """What lies between two neighbours, floats apart."""
        return Decimal(1).scaleb(-(self.scale or 0))

    @property
    def _whole_digits(self) -> int:
        return (self.precision or 0) - (self.scale or 0)

    def _read_integer(self, piece: Piece) -> int:
        if not _WHOLE.fullmatch(piece.text):
            raise piece.error(f"'{piece.text}' is not a whole number", hint="write it such as 10")
        lowest, highest = INTEGER_LIMITS[self.type]
        value = Decimal(piece.text)
        if not lowest <= value <= highest:
            raise piece.error(
                f"{piece.text} does not fit the type {self.type}", hint=f"use {lowest} to {highest}"
            )
        return int(value)

    def _read_decimal(self, piece: Piece) -> Decimal:
        if not _FRACTION.fullmatch(piece.text):
            raise piece.error(f"'{piece.text}' is not a decimal", hint="write it such as 9 or 9.99")
        value = Decimal(piece.text)
        if abs(value) >= Decimal(10) ** self._whole_digits or value != round(value, self.scale):
            raise piece.error(
                f"{piece.text} does not fit decimal={self.precision}.{self.scale}",
                hint=f"digits before the point: {self._whole_digits}, after it: {self.scale}",
            )
        return value

    def _read_float(self, piece: Piece) -> float:
        if not _SCIENTIFIC.fullmatch(piece.text):
            raise piece.error(
                f"'{piece.text}' is not a number", hint="write it such as 0.5 or 1e-9"
            )
        value = float(piece.text)
        if not math.isfinite(value):
            raise piece.error(f"{piece.text} is too large for a float", hint="stay below 1e308")
        return value


def format_number(value: Number) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)
