"""The name of a relation's other side: `as=written_books`."""

import re

from fastapi_backend_builder.spec.names import MAX_NAME_LENGTH
from fastapi_backend_builder.spec.pieces import Piece
from fastapi_backend_builder.spec.reserved import field_conflict

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def read_other_side(piece: Piece) -> str:
    """What the model that is referred to calls the rows that refer to it."""
    name = piece.text
    if not _NAME.fullmatch(name) or len(name) > MAX_NAME_LENGTH:
        raise piece.error(
            f"'{name}' cannot name the other side",
            hint=f"use a-z, 0-9 and _, from a letter, {MAX_NAME_LENGTH} at most: as=written_books",
        )
    if conflict := field_conflict(name):
        raise piece.error(f"'{name}' is {conflict}", hint="choose another name for the other side")
    return name
