import logging
from collections.abc import Iterator

import pytest
from fastapi import FastAPI

from tests.kit.models import Base


@pytest.fixture
def usual_logging() -> Iterator[None]:
    """What a test changes of the log ends with it."""
    root = logging.getLogger()
    before = root.handlers, root.level
    yield
    root.handlers, level = before
    root.setLevel(level)


@pytest.fixture
def fast_path(has_fast_path: bool) -> None:
    """For tests of what is otherwise different."""
    if not has_fast_path:
        pytest.skip("the fast path is off")


@pytest.fixture
async def tables(app: FastAPI) -> None:
    """The tables of `tests.kit.models`, for this test."""
    async with app.state.database.async_session() as session:
        connection = await session.connection()
        await connection.run_sync(Base.metadata.create_all)
        await session.commit()
