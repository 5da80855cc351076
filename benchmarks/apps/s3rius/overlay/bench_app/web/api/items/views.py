from typing import Annotated, Any

from bench_app.db.dao.item_dao import ItemDAO
from bench_app.db.models.item import Item
from bench_app.web.api.auth import get_current_user
from bench_app.web.api.items.schema import ItemDTO, ItemInputDTO, ItemPageDTO
from fastapi import APIRouter, Depends, HTTPException

router = APIRouter()

ItemDAODep = Annotated[ItemDAO, Depends()]


@router.get("/items", response_model=ItemPageDTO)
async def get_items(item_dao: ItemDAODep, page: int = 1, size: int = 20) -> dict[str, Any]:
    """
    Retrieve a page of the items from the database.

    :param item_dao: DAO for items.
    :param page: number of the page, defaults to 1.
    :param size: limit of items, defaults to 20.
    :return: the items of the page, and how many there are in all.
    """
    items = await item_dao.get_all_items(limit=size, offset=(page - 1) * size)
    return {"items": items, "total": await item_dao.count_items()}


@router.post("/items", response_model=ItemDTO)
async def create_item(new_item: ItemInputDTO, item_dao: ItemDAODep) -> Item:
    """
    Creates item in the database.

    :param new_item: new item.
    :param item_dao: DAO for items.
    :return: the item.
    """
    return await item_dao.create_item(**new_item.model_dump())


@router.get("/items/{item_id}", response_model=ItemDTO)
@router.get(
    "/secure/items/{item_id}",
    response_model=ItemDTO,
    dependencies=[Depends(get_current_user)],
)
async def get_item(item_id: int, item_dao: ItemDAODep) -> Item:
    """
    Retrieve specific item from the database.

    :param item_id: id of the item.
    :param item_dao: DAO for items.
    :return: the item.
    """
    item = await item_dao.get_item(item_id)
    if item is None:
        raise HTTPException(404, "Item not found")
    return item
