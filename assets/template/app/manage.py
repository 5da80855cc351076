"""Work on the server: `python -m app.manage create-admin ada@example.com`."""

import asyncio
import sys
from argparse import ArgumentParser
from collections.abc import Awaitable, Callable, Iterator, Sequence
from getpass import getpass
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import get_settings
from app.core.exceptions import AppError, ConflictError, InvalidError
from app.db.session import Database
from app.models.user import Role
from app.schemas.user import UserCreate
from app.services.user import UserService
from kit.db.availability import is_unavailable
from kit.db.constraints import is_refusal
from kit.schemas.types import Email

T = TypeVar("T")

FAILURES = (AppError, ValidationError, DBAPIError, UnicodeError, EOFError, KeyboardInterrupt)


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    try:
        done = create_admin(chosen.email, promotes=chosen.promote)
    except FAILURES as error:
        for problem in _problems(error):
            print(f"error: {problem}", file=sys.stderr)
        return 1
    print(done)
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m app.manage", description="Work on the server.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    create = commands.add_parser(
        "create-admin",
        help="make an administrator",
        description="Make an administrator. The password is asked for, or the first line of stdin.",
    )
    create.add_argument("email")
    create.add_argument(
        "--promote", action="store_true", help="who has an account keeps it and its password"
    )
    return parser


def create_admin(address: str, *, promotes: bool) -> str:
    """What was done, in a sentence."""
    email = TypeAdapter(Email).validate_python(address)
    if _run(lambda db: _promote(db, email, promotes=promotes)):
        return f"{email} is an administrator now"
    # Asked for between the transactions: a lock would make every request wait for who types.
    data = UserCreate(email=email, password=_read_password())
    _run(lambda db: _add(db, data))
    return f"{email} is a new administrator"


async def _promote(db: AsyncSession, email: str, *, promotes: bool) -> bool:
    """Whether somebody has that address, who is an administrator now."""
    users = UserService(db)
    user = await users.get_by_email(email)
    if user and not promotes:
        raise ConflictError(f"{email} has an account; --promote makes its owner an administrator")
    if user and not user.is_active:
        raise ConflictError(f"{email} is disabled: enable it first")
    if user and user.email_verified_at is None and get_settings().smtp_url:
        raise ConflictError(f"{email} is not confirmed: somebody else may have registered with it")
    if user:
        await users.change(user, {"role": Role.ADMIN})
    return user is not None


async def _add(db: AsyncSession, data: UserCreate) -> None:
    await UserService(db).create(data, role=Role.ADMIN)


def _run(work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    return asyncio.run(_in_transaction(work))


async def _in_transaction(work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    database = Database(get_settings())
    try:
        async with database.async_session() as db:
            result = await work(db)
            await db.commit()
            return result
    finally:
        await database.dispose()


def _read_password() -> str:
    """Never an argument, which every process of the machine can read."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass("Password: ")
    if getpass("Again: ") != password:
        raise InvalidError("the two passwords differ")
    return password


def _problems(error: BaseException) -> Iterator[str]:
    match error:
        case AppError():
            yield error.detail
        case ValidationError():
            for item in error.errors():
                field = ".".join(map(str, item["loc"])) or "email"
                yield f"{field}: {item['msg'].removeprefix('Value error, ')}"
        case DBAPIError() if is_unavailable(error):
            yield f"the database does not answer: {_first_line(error)}"
        case DBAPIError() if is_refusal(error):
            yield "somebody took the address meanwhile"
        case InterfaceError():
            yield _first_line(error)
        case DBAPIError():
            yield f"{_first_line(error)}: run `alembic upgrade head` first"
        case UnicodeError():
            yield "the password is not UTF-8"
        case _:
            yield "nothing was done"


def _first_line(error: DBAPIError) -> str:
    return str(error.driver_exception or error.orig).partition("\n")[0]


if __name__ == "__main__":
    sys.exit(main())
