import pytest
from pydantic import SecretStr

from app.config import Settings
from app.models.user import Role
from kit.db.session import Database
from tests.factories.user import HASHED_PASSWORD, PASSWORD, create_user
from tests.manage.commands import EMAIL, Type, create_admin, stored

pytestmark = [pytest.mark.commits, pytest.mark.usefixtures("app")]


@pytest.fixture(autouse=True)
async def somebody(database: Database) -> None:
    async with database.async_session() as db:
        await create_user(db, email=EMAIL)


async def test_who_has_an_account_is_left_as_they_are(
    database: Database, type_in: Type, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in()

    assert await create_admin(EMAIL) == 1
    assert "--promote" in capsys.readouterr().err
    assert [user.role for user in await stored(database)] == [Role.USER]


@pytest.mark.parametrize("times", [1, 2])
async def test_who_is_promoted_keeps_the_password(
    database: Database, type_in: Type, times: int
) -> None:
    type_in()

    for _ in range(times):
        assert await create_admin(EMAIL.upper(), "--promote") == 0

    (user,) = await stored(database)
    assert (user.role, user.hashed_password) == (Role.ADMIN, HASHED_PASSWORD)


async def test_who_has_no_account_gets_one(database: Database, type_in: Type) -> None:
    type_in(PASSWORD, PASSWORD)

    assert await create_admin("grace@example.com", "--promote") == 0
    assert {user.email: user.role for user in await stored(database)} == {
        EMAIL: Role.USER,
        "grace@example.com": Role.ADMIN,
    }


async def test_who_has_not_confirmed_the_address_is_not_promoted_where_mail_is_sent(
    database: Database,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with_mail = settings.model_copy(update={"smtp_url": SecretStr("smtp://mail.example.com")})
    monkeypatch.setattr("app.manage.get_settings", lambda: with_mail)
    async with database.async_session() as db:
        await create_user(db, email="grace@example.com", email_verified_at=None)

    assert await create_admin("grace@example.com", "--promote") == 1
    assert "not confirmed" in capsys.readouterr().err
    assert {user.role for user in await stored(database)} == {Role.USER}


async def test_who_is_disabled_is_not_promoted(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    async with database.async_session() as db:
        await create_user(db, email="grace@example.com", is_active=False)

    assert await create_admin("grace@example.com", "--promote") == 1
    assert "disabled" in capsys.readouterr().err
    assert {user.role for user in await stored(database)} == {Role.USER}
