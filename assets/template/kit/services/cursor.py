"""Where in a sorted list a client has got to."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter
from sqlalchemy import ColumnElement, and_, bindparam, or_
from sqlalchemy.orm import InstrumentedAttribute

from kit.errors import InvalidError
from kit.schemas.types import Moment, NaiveTime
from kit.services.sorting import Key

AFTER = "list_after"

# For what JSON has no form of its own.
JSON_FORMS = ConfigDict(
    ser_json_bytes="base64", val_json_bytes="base64", ser_json_inf_nan="constants"
)


class Cursor:
    """The last row that was seen: its values in the columns sorted by, of which the id is the last.

    `sort` is what the client calls the order; `filters` stands for what narrows the list.
    """

    def __init__(self, sort: str, keys: Sequence[Key]) -> None:
        self._sort = sort
        self._keys = keys
        self._names = [f"{AFTER}_{number}" for number in range(len(keys))]
        types = (_type(key.column) for key in keys)
        # Another order's cursor is none of ours.
        content: Any = tuple[(Literal[sort], *types, str)]  # type: ignore[valid-type]
        self._content: TypeAdapter[Any] = TypeAdapter(content, config=JSON_FORMS)

    def write(self, row: object, filters: str) -> str:
        values = (getattr(row, key.column.key) for key in self._keys)
        content = self._content.dump_json((self._sort, *values, filters))
        return urlsafe_b64encode(content).rstrip(b"=").decode()

    def read(self, text: str, filters: str) -> dict[str, Any]:
        """The parameters of `rest`."""
        try:
            content = urlsafe_b64decode(text + "=" * (-len(text) % 4))
            _, *values, its_filters = self._content.validate_json(content)
        except (binascii.Error, ValueError):
            raise _no_cursor() from None
        if its_filters != filters:
            raise _no_cursor()
        return dict(zip(self._names, values, strict=True))

    @property
    def rest(self) -> ColumnElement[bool]:
        """What comes after the row. The first comparison is what an index is asked for."""
        *others, last = (
            (key, bindparam(name, type_=key.column.type))
            for key, name in zip(self._keys, self._names, strict=True)
        )
        condition = last[0].is_after(last[1])
        for key, value in reversed(others):
            condition = and_(key.is_not_before(value), or_(key.is_after(value), condition))
        return condition


def _no_cursor() -> InvalidError:
    return InvalidError(
        "The cursor is none of this list with these filters in this order",
        field="cursor",
        location="query",
    )


def _type(column: InstrumentedAttribute[Any]) -> Any:
    """What a forged cursor must at least be."""
    python_type = column.type.python_type
    if python_type is datetime:
        return Moment
    if python_type is time:
        return NaiveTime
    if python_type is Decimal:
        return Annotated[Decimal, Field(max_digits=column.type.precision)]
    return python_type
