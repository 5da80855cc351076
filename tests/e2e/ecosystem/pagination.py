"""fastapi-pagination: a page of rows, on a route of the API."""

from fastapi_pagination import Page, add_pagination
from fastapi_pagination.ext.sqlalchemy import apaginate
from sqlalchemy import select

from app.api.v1.router import router
from app.dependencies import AsyncDbSession
from app.models.user import User
from app.schemas.user import UserResponse


@router.get("/people")
async def list_people(db: AsyncDbSession) -> Page[UserResponse]:
    page: Page[UserResponse] = await apaginate(db, select(User).order_by(User.id))
    return page


from app.main import app  # noqa: E402 - it includes the router

add_pagination(app)
