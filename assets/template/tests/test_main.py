"""What differs between development and production."""

import re

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from starlette.types import Message

from app.config import Settings
from app.main import create_app
from kit.http.startup import StartupError
from tests.factories.settings import make_settings, production

DOCS = ["/docs", "/docs/oauth2-redirect", "/redoc", "/openapi.json"]


def app_with(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    monkeypatch.setattr("app.main.get_settings", lambda: settings)
    monkeypatch.setattr("app.main.configure_logging", lambda _: None)
    return create_app()


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        (make_settings(), 200),
        (production(), 404),
        (production(docs_in_production=True), 200),
    ],
    ids=["development", "production", "asked for"],
)
@pytest.mark.parametrize("path", DOCS)
async def test_production_has_docs_for_who_asks_for_them(
    settings: Settings, status: int, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    transport = ASGITransport(app_with(settings, monkeypatch))
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        assert (await client.get(path)).status_code == status


def test_the_document_can_be_written_without_docs(monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_with(production(), monkeypatch)

    assert "ProblemDetails" in app.openapi()["components"]["schemas"]


async def test_without_its_database_development_ends_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = app_with(make_settings(database_url="postgresql://u:p@127.0.0.1:1/none"), monkeypatch)
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "lifespan.startup"}

    async def send(message: Message) -> None:
        sent.append(message)

    with pytest.raises(StartupError):
        await app({"type": "lifespan", "app": app, "state": {}}, receive, send)

    (failed,) = sent
    assert failed["type"] == "lifespan.startup.failed"
    assert re.fullmatch("The database of DATABASE_URL does not answer: .+", failed["message"])
