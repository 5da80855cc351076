"""A list as a file, as its endpoint gives it."""

from collections.abc import AsyncIterator
from typing import Annotated

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from app.models.user import User
from app.schemas.user import UserResponse
from app.services.user import UserService
from kit.http.error_handlers import add_error_handlers
from kit.http.export import AsFile, FileMaker
from kit.http.files import StreamedFile


@pytest.fixture
async def exporting(app: FastAPI) -> AsyncIterator[AsyncClient]:
    small = FastAPI()
    small.state.database = app.state.database
    add_error_handlers(small)

    @small.get("/users")
    async def export(as_file: Annotated[FileMaker, AsFile(UserService.listing)]) -> StreamedFile:
        return as_file("users", UserResponse)

    async with AsyncClient(transport=ASGITransport(small), base_url="http://test") as client:
        yield client


async def test_csv_begins_with_a_byte_order_mark_for_who_asks(
    exporting: AsyncClient, user: User
) -> None:
    plain = await exporting.get("/users")
    marked = await exporting.get("/users", params={"bom": "true"})

    assert user.email in plain.text
    assert marked.content == b"\xef\xbb\xbf" + plain.content


async def test_json_has_no_byte_order_mark(exporting: AsyncClient) -> None:
    response = await exporting.get("/users", params={"format": "jsonl", "bom": "true"})

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "bom"
