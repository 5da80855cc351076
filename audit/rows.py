"""Makes users of each role and rows of each resource, in the project in the current folder."""

import asyncio
from importlib import import_module
from itertools import count
from pkgutil import iter_modules
from typing import Any
from uuid import UUID

from app.config import get_settings
from app.db.session import Database
from app.models.base import OwnedModel, UuidModel
from app.models.user import Role
from sqlalchemy.ext.asyncio import AsyncSession
from tests.factories.user import create_user

from tests import factories

# What has a factory and is no resource.
OTHERS = {"api_key", "idempotency_key", "settings", "user"}
# More than one, as some are deleted before others are looked at. UUIDs are counted from 1.
ROWS = 3
# The row that others of the first user are under, far from the ids that are tried first, so that it
# is not deleted by chance. `hooks.py` knows it, too.
PARENT = 900_001


async def main() -> None:
    database = Database(get_settings())
    names = [name for _, name, _ in iter_modules(factories.__path__) if name not in OTHERS]
    services = {name: _service(name) for name in names}
    parents = {column.key for service in services.values() for column in _path(service)}
    async with database.async_session() as db:
        users = [await create_user(db, email=f"{role}@example.com", role=role) for role in Role]
        # What others are under comes before them.
        for name in sorted(names, key=lambda name: len(_path(services[name]))):
            await _create_rows(db, name, services[name], [user.id for user in users])
            if f"{name}_id" in parents:
                await _create_parents(db, name, services[name], [user.id for user in users])
    await database.dispose()


async def _create_rows(db: AsyncSession, name: str, service: Any, users: list[int]) -> None:
    ids = count(1)
    for number, user_id in enumerate(users):
        values = _values(service, number, user_id)
        for _ in range(ROWS if values or number == 0 or _has_uuids(service) else 0):
            known = {"id": UUID(int=next(ids))} if _has_uuids(service) else {}
            await _factory(name)(db, **values, **known)


async def _create_parents(db: AsyncSession, name: str, service: Any, users: list[int]) -> None:
    for number, user_id in enumerate(users):
        id = _parent(number, is_uuid=_has_uuids(service))
        await _factory(name)(db, **_values(service, number, user_id), id=id)


def _values(service: Any, number: int, user_id: int) -> dict[str, Any]:
    """Whose it is, and what it is under."""
    values: dict[str, Any] = {"user_id": user_id} if issubclass(service.model, OwnedModel) else {}
    for column in _path(service)[-1:]:
        values[column.key] = _parent(number, is_uuid=column.type.python_type is UUID)
    return values


def _parent(number: int, *, is_uuid: bool) -> int | UUID:
    return UUID(int=PARENT + number) if is_uuid else PARENT + number


def _has_uuids(service: Any) -> bool:
    return issubclass(service.model, UuidModel)


def _factory(name: str) -> Any:
    return getattr(import_module(f"tests.factories.{name}"), f"create_{name}")


def _service(name: str) -> Any:
    """The class of that module."""
    module = import_module(f"app.services.{name}")
    return next(found for found in vars(module).values() if _is_of(module.__name__, found))


def _is_of(module: str, found: object) -> bool:
    return isinstance(found, type) and found.__module__ == module


def _path(service: Any) -> tuple[Any, ...]:
    return getattr(service, "path", ())


asyncio.run(main())
