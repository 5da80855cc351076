from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, status
from sqlalchemy import func, select

from app.database import SessionDep
from app.items.models import Item
from app.items.schemas import ItemCreate, ItemPage, ItemRead, ItemUpdate

router = APIRouter(prefix="/items", tags=["items"])


@router.get("", response_model=ItemPage)
async def list_rows(
    session: SessionDep,
    page: Annotated[int, Query(ge=1)] = 1,
    size: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Any:
    rows = select(Item).order_by(Item.id).limit(size).offset((page - 1) * size)
    found = (await session.scalars(rows)).all()
    total = await session.scalar(select(func.count()).select_from(Item))
    return {"items": found, "total": total, "page": page, "size": size}


@router.post("", response_model=ItemRead, status_code=status.HTTP_201_CREATED)
async def create_row(session: SessionDep, data: ItemCreate) -> Any:
    row = Item(**data.model_dump())
    session.add(row)
    await session.commit()
    await session.refresh(row)
    return row


@router.get("/{row_id}", response_model=ItemRead)
async def get_row(session: SessionDep, row_id: int) -> Any:
    row = await session.get(Item, row_id)
    if row is None:
        raise HTTPException(status_code=404, detail="Not found")
    return row


@router.patch("/{row_id}", response_model=ItemRead)
async def update_row(session: SessionDep, row_id: int, data: ItemUpdate) -> Any:
    row = await session.get(Item, row_id)
    if row is None:
        raise HTTPException(status_code=404, detail="Not found")
    for name, value in data.model_dump(exclude_unset=True).items():
        setattr(row, name, value)
    await session.commit()
    await session.refresh(row)
    return row


@router.delete("/{row_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_row(session: SessionDep, row_id: int) -> None:
    row = await session.get(Item, row_id)
    if row is None:
        raise HTTPException(status_code=404, detail="Not found")
    await session.delete(row)
    await session.commit()
