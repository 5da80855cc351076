"""Where in a sorted list a client has got to."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter
from sqlalchemy import ColumnElement, and_, bindparam, or_
from sqlalchemy.orm import InstrumentedAttribute

from app.core.exceptions import InvalidError
from app.schemas.types import Moment, NaiveTime

AFTER = "list_after"
AFTER_ID = "list_after_id"

# For what JSON has no form of its own.
JSON_FORMS = ConfigDict(
    ser_json_bytes="base64", val_json_bytes="base64", ser_json_inf_nan="constants"
)


class Cursor:
    """The last row that was seen: its value in the column sorted by, and its id.

    `sort` is the column's name, with a minus in front where the list goes down; `filters` stands
    for what narrows the list.
    """

    def __init__(
        self, sort: str, column: InstrumentedAttribute[Any], id: InstrumentedAttribute[Any]
    ) -> None:
        self._sort = sort
        self._column = column
        self._id = id
        # Another order's cursor is none of ours.
        content: Any = tuple[Literal[sort], _type(column), _type(id), str]  # type: ignore[valid-type,misc]
        self._content: TypeAdapter[Any] = TypeAdapter(content, config=JSON_FORMS)

    def write(self, row: object, filters: str) -> str:
        value, id = getattr(row, self._column.key), getattr(row, self._id.key)
        content = self._sort, value, id, filters
        return urlsafe_b64encode(self._content.dump_json(content)).rstrip(b"=").decode()

    def read(self, text: str, filters: str) -> dict[str, Any]:
        """The parameters of `rest`."""
        try:
            content = urlsafe_b64decode(text + "=" * (-len(text) % 4))
            _, value, id, its_filters = self._content.validate_json(content)
        except (binascii.Error, ValueError):
            raise _no_cursor() from None
        if its_filters != filters:
            raise _no_cursor()
        return {AFTER: value, AFTER_ID: id}

    @property
    def rest(self) -> ColumnElement[bool]:
        """What comes after the row. The first comparison is what an index is asked for."""
        value = bindparam(AFTER, type_=self._column.type)
        id = bindparam(AFTER_ID, type_=self._id.type)
        down = self._sort.startswith("-")
        further_id = self._id < id if down else self._id > id
        if self._column is self._id:
            return further_id
        if down:
            return and_(self._column <= value, or_(self._column < value, further_id))
        return and_(self._column >= value, or_(self._column > value, further_id))


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
