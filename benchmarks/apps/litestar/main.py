"""Litestar with Advanced Alchemy's services, as the documentation of both has it."""

import os
from datetime import datetime
from typing import Annotated, Any

from advanced_alchemy.base import BigIntAuditBase
from advanced_alchemy.extensions.litestar import (
    AsyncSessionConfig,
    EngineConfig,
    SQLAlchemyAsyncConfig,
    SQLAlchemyPlugin,
    providers,
)
from advanced_alchemy.filters import FilterTypes
from advanced_alchemy.repository import SQLAlchemyAsyncRepository
from advanced_alchemy.service import OffsetPagination, SQLAlchemyAsyncRepositoryService
from litestar import Controller, Litestar, get, post
from litestar.connection import ASGIConnection
from litestar.params import Dependency
from litestar.security.jwt import JWTAuth, Token
from msgspec import Meta, Struct
from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column


class User(BigIntAuditBase):
    __tablename__ = "users"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    hashed_password: Mapped[str] = mapped_column(String(255))
    full_name: Mapped[str | None] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(String(50))
    is_active: Mapped[bool]


class Item(BigIntAuditBase):
    __tablename__ = "items"

    title: Mapped[str] = mapped_column(String(255))
    description: Mapped[str | None] = mapped_column(Text)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)


class ItemCreate(Struct):
    title: Annotated[str, Meta(max_length=255)]
    owner_id: int
    description: str | None = None


class ItemRead(Struct):
    id: int
    title: str
    description: str | None
    owner_id: int
    created_at: datetime
    updated_at: datetime


class ItemService(SQLAlchemyAsyncRepositoryService[Item]):
    class Repo(SQLAlchemyAsyncRepository[Item]):
        model_type = Item

    repository_type = Repo


class ItemController(Controller):
    path = "/items"
    dependencies = providers.create_service_dependencies(
        ItemService,
        "items_service",
        filters={"pagination_type": "limit_offset", "sort_field": "id", "sort_order": "asc"},
    )

    @get()
    async def list_items(
        self,
        items_service: ItemService,
        filters: Annotated[list[FilterTypes], Dependency(skip_validation=True)],
    ) -> OffsetPagination[ItemRead]:
        results, total = await items_service.list_and_count(*filters)
        return items_service.to_schema(results, total, filters=filters, schema_type=ItemRead)

    @post()
    async def create_item(self, items_service: ItemService, data: ItemCreate) -> ItemRead:
        item = await items_service.create(data)
        return items_service.to_schema(item, schema_type=ItemRead)

    @get("/{item_id:int}")
    async def get_item(self, items_service: ItemService, item_id: int) -> ItemRead:
        item = await items_service.get(item_id)
        return items_service.to_schema(item, schema_type=ItemRead)


class SecureItemController(Controller):
    path = "/secure/items"
    dependencies = providers.create_service_dependencies(ItemService, "items_service")

    @get("/{item_id:int}")
    async def get_item(self, items_service: ItemService, item_id: int) -> ItemRead:
        item = await items_service.get(item_id)
        return items_service.to_schema(item, schema_type=ItemRead)


@get("/health")
async def health() -> dict[str, str]:
    return {"status": "ok"}


database = SQLAlchemyAsyncConfig(
    connection_string=os.environ["DATABASE_URL"],
    engine_config=EngineConfig(pool_size=10, max_overflow=0),
    session_config=AsyncSessionConfig(expire_on_commit=False),
    before_send_handler="autocommit",
)


async def retrieve_user(
    token: Token, connection: ASGIConnection[Any, Any, Any, Any]
) -> User | None:
    session = database.provide_session(connection.app.state, connection.scope)
    user = await session.get(User, int(token.sub))
    return user if user is not None and user.is_active else None


jwt_auth = JWTAuth[User](
    retrieve_user_handler=retrieve_user,
    token_secret=os.environ["SECRET_KEY"],
    exclude=["^/items", "^/health", "^/schema"],
)

app = Litestar(
    [ItemController, SecureItemController, health],
    plugins=[SQLAlchemyPlugin(config=database)],
    on_app_init=[jwt_auth.on_app_init],
)
