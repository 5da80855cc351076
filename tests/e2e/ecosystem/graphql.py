"""Strawberry: GraphQL under `/graphql`, with the session and the user of a request."""

import strawberry
from sqlalchemy import func, select
from strawberry.fastapi import GraphQLRouter

from app.dependencies import AsyncDbSession, CurrentUser
from app.main import app
from app.models.user import User


async def get_context(db: AsyncDbSession, user: CurrentUser) -> dict[str, object]:
    return {"db": db, "user": user}


@strawberry.type
class Query:
    @strawberry.field
    def me(self, info: strawberry.Info) -> str:
        email: str = info.context["user"].email
        return email

    @strawberry.field
    async def people(self, info: strawberry.Info) -> int:
        count: int = await info.context["db"].scalar(select(func.count()).select_from(User))
        return count


router = GraphQLRouter(strawberry.Schema(Query), context_getter=get_context)
app.include_router(router, prefix="/graphql")
