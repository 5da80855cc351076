"""Queries of authors, and authors to find."""

from typing import Any

from sqlalchemy import bindparam, func, select

from kit.db.compiled import Query
from tests.kit.models import Author

BY_NAME = Query(select(Author).where(Author.name == bindparam("name")))
NAMES = Query(select(Author.name).order_by(Author.id))
COUNT = Query(select(func.count()).select_from(Author))


def author(name: str = "Ada", **values: Any) -> Author:
    return Author(name=name, **values)
