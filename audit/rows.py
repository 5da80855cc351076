"""Makes users of each role and rows of each resource, in the project in the current folder."""

import asyncio
from importlib import import_module
from pkgutil import iter_modules

from app.config import get_settings
from app.db.session import Database
from app.models.base import OwnedModel
from app.models.user import Role
from tests.factories.user import create_user

from tests import factories

# What has a factory and is no resource.
OTHERS = {"api_key", "idempotency_key", "settings"}
# More than one, as some are deleted before others are looked at.
ROWS = 3


async def main() -> None:
    database = Database(get_settings())
    async with database.async_session() as db:
        users = [await create_user(db, email=f"{role}@example.com", role=role) for role in Role]
        for _, name, _ in iter_modules(factories.__path__):
            if name in OTHERS:
                continue
            create = getattr(import_module(f"tests.factories.{name}"), f"create_{name}")
            for values in [{"user_id": user.id} for user in users] if _is_owned(name) else [{}]:
                for _ in range(ROWS):
                    await create(db, **values)
    await database.dispose()


def _is_owned(name: str) -> bool:
    return any(model.__module__ == f"app.models.{name}" for model in OwnedModel.__subclasses__())


asyncio.run(main())
