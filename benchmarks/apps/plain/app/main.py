"""A FastAPI application as the documentation of FastAPI and of SQLAlchemy has it."""

from typing import Any

from fastapi import Depends, FastAPI, HTTPException

from app.database import SessionDep
from app.items.models import Item
from app.items.router import router as items
from app.items.schemas import ItemRead
from app.users import get_current_user

app = FastAPI()
app.include_router(items)


@app.get("/secure/items/{row_id}", dependencies=[Depends(get_current_user)])
async def get_secure_row(session: SessionDep, row_id: int) -> ItemRead:
    row: Any = await session.get(Item, row_id)
    if row is None:
        raise HTTPException(status_code=404, detail="Not found")
    return ItemRead.model_validate(row)


@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "ok"}
