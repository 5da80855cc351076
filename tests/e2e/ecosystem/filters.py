"""fastapi-filter: a query that narrows rows, beside our own."""

from typing import Annotated

from fastapi_filter import FilterDepends
from fastapi_filter.contrib.sqlalchemy import Filter
from sqlalchemy import select

from app.api.v1.router import router
from app.dependencies import AsyncDbSession
from app.models.user import User
from app.schemas.user import UserResponse


class UserFilter(Filter):
    email__ilike: str | None = None
    order_by: list[str] = ["id"]  # noqa: RUF012 - a field

    class Constants(Filter.Constants):
        model = User


@router.get("/people")
async def list_people(
    db: AsyncDbSession, narrowed: Annotated[UserFilter, FilterDepends(UserFilter)]
) -> list[UserResponse]:
    rows = await db.scalars(narrowed.sort(narrowed.filter(select(User))))
    return [UserResponse.model_validate(row) for row in rows]


from app.main import app  # noqa: E402 - it includes the router

__all__ = ["app"]
