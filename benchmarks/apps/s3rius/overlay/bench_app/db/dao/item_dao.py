from typing import Annotated

from bench_app.db.dependencies import get_db_session
from bench_app.db.models.item import Item
from fastapi import Depends
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

# The generated dependency commits at its end; the scope puts that before the answer.
SessionDep = Annotated[AsyncSession, Depends(get_db_session, scope="function")]


class ItemDAO:
    """Class for accessing the table of items."""

    def __init__(self, session: SessionDep) -> None:
        self.session = session

    async def create_item(self, title: str, description: str | None, owner_id: int) -> Item:
        """
        Add single item to session.

        :return: the item, with what the database has given it.
        """
        item = Item(title=title, description=description, owner_id=owner_id)
        self.session.add(item)
        await self.session.flush()
        return item

    async def get_item(self, item_id: int) -> Item | None:
        """
        Get specific item.

        :param item_id: id of the item.
        :return: the item, if there is one.
        """
        return await self.session.get(Item, item_id)

    async def get_all_items(self, limit: int, offset: int) -> list[Item]:
        """
        Get all items with limit/offset pagination.

        :param limit: limit of items.
        :param offset: offset of items.
        :return: list of items.
        """
        rows = await self.session.execute(
            select(Item).order_by(Item.id).limit(limit).offset(offset),
        )
        return list(rows.scalars().fetchall())

    async def count_items(self) -> int:
        """
        Count all items.

        :return: how many there are.
        """
        return (await self.session.execute(select(func.count()).select_from(Item))).scalar_one()
