import asyncio
import os
import subprocess
import sys

import pytest

from app.config import Settings
from app.core.security import verify_password
from app.models.user import Role, User
from kit.db.session import Database
from tests.factories.user import HASHED_PASSWORD, PASSWORD
from tests.manage.commands import EMAIL, Pipe, Type, create_admin, stored

pytestmark = [pytest.mark.commits, pytest.mark.usefixtures("app")]


async def test_the_password_is_the_first_line_of_the_input(database: Database, pipe: Pipe) -> None:
    pipe(f"{PASSWORD}\r\nmore\n")

    assert await create_admin("Ada@Example.com") == 0

    (user,) = await stored(database)
    assert (user.email, user.role, user.is_active) == (EMAIL, Role.ADMIN, True)
    assert await verify_password(PASSWORD, user.hashed_password)


async def test_at_a_terminal_it_is_asked_for_twice(database: Database, type_in: Type) -> None:
    type_in(PASSWORD, PASSWORD)

    assert await create_admin(EMAIL) == 0
    assert [user.role for user in await stored(database)] == [Role.ADMIN]


@pytest.mark.parametrize(
    "answers", [(PASSWORD, PASSWORD + "!"), (KeyboardInterrupt,), (PASSWORD, EOFError)]
)
async def test_who_errs_or_gives_up_there_makes_nobody(
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
    type_in: Type, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in()

    assert await create_admin(address) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: email: ")


async def test_an_address_that_is_taken_meanwhile_stays_taken(
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


async def test_a_password_is_no_argument() -> None:
    with pytest.raises(SystemExit) as refusal:
        await create_admin(EMAIL, PASSWORD)

    assert refusal.value.code == 2


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
