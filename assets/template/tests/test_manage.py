"""The commands for whoever is on the server."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from app.config import Settings
from app.core.security import verify_password
from app.db.session import Database
from app.manage import main
from app.models.user import Role, User
from tests.factories.settings import make_settings
from tests.factories.user import HASHED_PASSWORD, PASSWORD, create_user

pytestmark = [pytest.mark.commits, pytest.mark.usefixtures("app")]

EMAIL = "ada@example.com"

Pipe = Callable[[str], None]
Type = Callable[..., None]


@pytest.fixture(autouse=True)
def its_settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.manage.get_settings", lambda: settings)


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Pipe:
    """What its input is, where that is no terminal."""
    return lambda text: monkeypatch.setattr("sys.stdin", StringIO(text))


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch) -> Type:
    """Answers to its questions at a terminal; an exception is a key that ends them."""

    def type_in(*answers: str | type[BaseException]) -> None:
        left = iter(answers)

        def ask(_: str) -> str:
            answer = next(left)
            if isinstance(answer, str):
                return answer
            raise answer

        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        monkeypatch.setattr("app.manage.getpass", ask)

    return type_in


async def create_admin(*arguments: str) -> int:
    """In a thread, because it has an event loop of its own."""
    return await asyncio.to_thread(main, ["create-admin", *arguments])


async def stored(database: Database) -> list[User]:
    async with database.async_session(read_only=True) as db:
        return list(await db.scalars(select(User)))


class TestCreateAdmin:
    async def test_the_password_is_the_first_line_of_the_input(
        self, database: Database, pipe: Pipe
    ) -> None:
        pipe(f"{PASSWORD}\r\nmore\n")

        assert await create_admin("Ada@Example.com") == 0

        (user,) = await stored(database)
        assert (user.email, user.role, user.is_active) == (EMAIL, Role.ADMIN, True)
        assert await verify_password(PASSWORD, user.hashed_password)

    async def test_at_a_terminal_it_is_asked_for_twice(
        self, database: Database, type_in: Type
    ) -> None:
        type_in(PASSWORD, PASSWORD)

        assert await create_admin(EMAIL) == 0
        assert [user.role for user in await stored(database)] == [Role.ADMIN]

    @pytest.mark.parametrize(
        "answers", [(PASSWORD, PASSWORD + "!"), (KeyboardInterrupt,), (PASSWORD, EOFError)]
    )
    async def test_who_errs_or_gives_up_there_makes_nobody(
        self,
        database: Database,
        type_in: Type,
        answers: tuple[str | type[BaseException], ...],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        type_in(*answers)

        assert await create_admin(EMAIL) == 1
        assert await stored(database) == []
        assert PASSWORD not in "".join(capsys.readouterr())

    @pytest.mark.parametrize(
        ("password", "problem"),
        [
            ("", "8 characters"),
            ("seven77", "8 characters"),
            ("Sunshine1", "guessed first"),
            ("\0" * 9, "NUL"),
            ("x" * 129, "128 characters"),
            ("\ud800" * 9, "unicode"),
        ],
    )
    async def test_a_bad_password_is_refused_in_one_line_without_it(
        self,
        database: Database,
        pipe: Pipe,
        password: str,
        problem: str,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        pipe(password + "\n")

        assert await create_admin(EMAIL) == 1

        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith("error: password: ")
        assert problem in line
        assert not password or password not in line
        assert await stored(database) == []

    @pytest.mark.parametrize("address", ["", "ada", "ada@example.com\nBcc: eve@example.com"])
    async def test_a_bad_address_is_refused_before_the_password_is_asked_for(
        self, type_in: Type, address: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        type_in()

        assert await create_admin(address) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith("error: email: ")

    async def test_an_address_that_is_taken_meanwhile_stays_taken(
        self,
        database: Database,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        def read_while_somebody_registers() -> str:
            with database.session() as db:
                db.add(User(email=EMAIL, hashed_password=HASHED_PASSWORD))
                db.commit()
            return PASSWORD

        monkeypatch.setattr("sys.stdin.isatty", lambda: False)
        monkeypatch.setattr("sys.stdin.readline", read_while_somebody_registers)

        assert await create_admin(EMAIL) == 1
        assert "meanwhile" in capsys.readouterr().err
        assert [user.role for user in await stored(database)] == [Role.USER]

    async def test_a_password_is_no_argument(self) -> None:
        with pytest.raises(SystemExit) as refusal:
            await create_admin(EMAIL, PASSWORD)

        assert refusal.value.code == 2


class TestPromote:
    @pytest.fixture(autouse=True)
    async def somebody(self, database: Database, its_settings: None) -> None:
        async with database.async_session() as db:
            await create_user(db, email=EMAIL)

    async def test_who_has_an_account_is_left_as_they_are(
        self, database: Database, type_in: Type, capsys: pytest.CaptureFixture[str]
    ) -> None:
        type_in()

        assert await create_admin(EMAIL) == 1
        assert "--promote" in capsys.readouterr().err
        assert [user.role for user in await stored(database)] == [Role.USER]

    @pytest.mark.parametrize("times", [1, 2])
    async def test_who_is_promoted_keeps_the_password(
        self, database: Database, type_in: Type, times: int
    ) -> None:
        type_in()

        for _ in range(times):
            assert await create_admin(EMAIL.upper(), "--promote") == 0

        (user,) = await stored(database)
        assert (user.role, user.hashed_password) == (Role.ADMIN, HASHED_PASSWORD)

    async def test_who_has_no_account_gets_one(self, database: Database, type_in: Type) -> None:
        type_in(PASSWORD, PASSWORD)

        assert await create_admin("grace@example.com", "--promote") == 0
        assert {user.email: user.role for user in await stored(database)} == {
            EMAIL: Role.USER,
            "grace@example.com": Role.ADMIN,
        }


class TestDatabase:
    async def test_one_that_is_away_is_told_without_its_password(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        settings = make_settings(database_url="postgresql://ada:hunter2@127.0.0.1:1/none")
        monkeypatch.setattr("app.manage.get_settings", lambda: settings)

        assert await create_admin(EMAIL) == 1

        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith("error: the database does not answer: ")
        assert "hunter2" not in line

    async def test_one_without_tables_has_to_be_migrated(
        self,
        settings: Settings,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        empty = settings.model_copy(update={"database_url": without_tables(settings, tmp_path)})
        monkeypatch.setattr("app.manage.get_settings", lambda: empty)

        assert await create_admin(EMAIL) == 1

        (line,) = capsys.readouterr().err.splitlines()
        assert line.endswith("run `alembic upgrade head` first")


def without_tables(settings: Settings, folder: Path) -> str:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        return f"sqlite:///{folder}/empty.db"
    nowhere = url.update_query_dict({"search_path": "nowhere"})
    return nowhere.render_as_string(hide_password=False)


async def test_a_process_of_its_own_makes_one(settings: Settings, database: Database) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app.manage", "create-admin", EMAIL),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"DATABASE_URL": settings.database_url, "ENVIRONMENT": "development"},
    )
    output, errors = await process.communicate(PASSWORD.encode())

    assert (process.returncode, errors) == (0, b"")
    assert EMAIL in output.decode()
    assert [user.role for user in await stored(database)] == [Role.ADMIN]
