"""An application whose guards are all up."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from app.main import create_app
from tests.factories.settings import make_settings
from tests.kit.http.guard.answers import LIMIT, ORIGIN


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, has_fast_path: bool) -> FastAPI:
    settings = make_settings(
        allowed_hosts=["api.example.com", "*.example.org"],
        cors_origins=[ORIGIN],
        max_body_size=LIMIT,
    )
    monkeypatch.setattr("app.main.get_settings", lambda: settings)
    return create_app(fast_path=has_fast_path)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="https://api.example.com") as client:
        yield client
