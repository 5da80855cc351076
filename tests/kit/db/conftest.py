"""A second session, beside `db`."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession


@pytest.fixture
async def other(app: FastAPI) -> AsyncIterator[AsyncSession]:
    async with app.state.database.async_session() as session:
        yield session
