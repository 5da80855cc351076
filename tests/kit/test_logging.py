"""The log has no secret in it, and no line that a client wrote."""

import json
import logging
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Settings
from app.core.permissions import Permission
from app.models.user import User
from kit.db.session import Database
from kit.logging import configure_logging, get_logger
from tests.factories.api_key import create_api_key
from tests.factories.settings import make_settings, production
from tests.factories.user import PASSWORD, start_session

pytestmark = pytest.mark.usefixtures("usual_logging")

REGISTER = "/api/v1/auth/register"


@pytest.fixture
def client_is_silent() -> Iterator[None]:
    """The client of the tests, which logs the URLs that it asks for."""
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    yield
    logging.getLogger("httpx2").setLevel(logging.NOTSET)


in_every_environment = pytest.mark.parametrize(
    "chosen",
    [make_settings(log_level="DEBUG"), production()],
    ids=["development", "production"],
)


@in_every_environment
@pytest.mark.usefixtures("client_is_silent")
class TestSecrets:
    async def test_signing_in_leaves_none(
        self,
        client: AsyncClient,
        user: User,
        chosen: Settings,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        configure_logging(chosen)
        form = {"username": user.email, "password": PASSWORD}
        answer = (await client.post("/api/v1/auth/login", data=form)).json()
        headers = {"Authorization": f"Bearer {answer['access_token']}", "Cookie": "a=biscuit"}
        await client.get("/api/v1/users/me?token=in-a-query", headers=headers)
        for email in ("ada@example.com", "nobody"):
            await client.post(REGISTER, json={"email": email, "password": PASSWORD})

        log = capsys.readouterr().err
        assert "request" in log
        for secret in (PASSWORD, "argon2", answer["access_token"], "biscuit", "in-a-query"):
            assert secret not in log

    async def test_what_stands_in_for_a_password_leaves_none(
        self,
        client: AsyncClient,
        db: AsyncSession,
        user: User,
        chosen: Settings,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        key = await create_api_key(db, user, [Permission.READ])
        refresh_token = (await start_session(db, user)).refresh_token
        configure_logging(chosen)
        await client.get("/api/v1/users/me", headers={"X-API-Key": key})
        for _ in "12":  # the second time there is a warning
            body = {"refresh_token": refresh_token}
            await client.post("/api/v1/auth/refresh", json=body)

        log = capsys.readouterr().err
        assert "came again" in log
        for secret in (key, *refresh_token.split(".")):
            assert secret not in log

    async def test_an_absent_database_leaves_none(
        self,
        user_client: AsyncClient,
        app: FastAPI,
        chosen: Settings,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        configure_logging(chosen)
        url = "postgresql://ada:hunter2@127.0.0.1:1/none"
        app.state.database = Database(make_settings(database_url=url))

        assert (await user_client.get("/api/v1/users/me")).status_code == 503
        assert "hunter2" not in capsys.readouterr().err

    def test_an_unexpected_error_leaves_none(
        self, chosen: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        configure_logging(chosen)
        password = PASSWORD

        try:
            raise RuntimeError(f"of {len(password)} characters")
        except RuntimeError:
            get_logger("app").exception("failed")

        log = capsys.readouterr().err
        assert "RuntimeError" in log
        assert PASSWORD not in log


@in_every_environment
@pytest.mark.parametrize(
    "value", ["a\r\nforged", "\x1b[31mred", "\0", "\x85a", "\u2028a", "\ud800"]
)
def test_a_value_stays_within_its_line(
    chosen: Settings, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging(chosen)
    get_logger("app").info("seen", value=value)

    (line,) = capsys.readouterr().err.splitlines()
    assert line.isprintable()
    if chosen.is_production:
        assert json.loads(line)["value"] == value


@pytest.mark.usefixtures("client_is_silent")
@pytest.mark.parametrize("path", ["/a%0D%0Aforged", "/a%1B%5B2J"])
async def test_a_path_stays_within_its_line(
    client: AsyncClient, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging(make_settings())

    await client.get(path)

    (line,) = capsys.readouterr().err.splitlines()
    assert line.isprintable()
