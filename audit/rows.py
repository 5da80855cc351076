"""Makes users of each role and a row of each resource, in the project in the current folder."""

import asyncio
from importlib import import_module
from pkgutil import iter_modules

from app.config import get_settings
from app.db.session import Database
from app.models.user import Role
from tests.factories.user import create_user

from tests import factories


async def main() -> None:
    database = Database(get_settings())
    async with database.async_session() as db:
        for role in Role:
            await create_user(db, email=f"{role}@example.com", role=role)
        for _, name, _ in iter_modules(factories.__path__):
            module = import_module(f"tests.factories.{name}")
            if create := getattr(module, f"create_{name}", None):
                await create(db)
    await database.dispose()


asyncio.run(main())
