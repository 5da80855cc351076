"""Imports a project in a process of its own: a fork of one that has the libraries already.

Run as a script, it reads one request per line, and answers each with a line.
"""

import json
import os
import sys
from contextlib import chdir
from importlib import import_module
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.orm import configure_mappers

# What takes long to import, and is the same for all projects.
LIBRARIES = (
    *("aiosmtplib", "aiosqlite", "asyncpg", "email_validator"),
    *("fastapi.openapi.utils", "httpx2", "jwt", "multipart", "psycopg", "pydantic.v1"),
    *("pwdlib.hashers.argon2", "pydantic_settings", "pytest", "redis.asyncio"),
    *(
        "sqlalchemy.dialects.postgresql",
        "sqlalchemy.dialects.sqlite",
        "sqlalchemy.ext.asyncio",
        "sqlalchemy.ext.mutable",
        "starlette.middleware.cors",
        "starlette.middleware.trustedhost",
        "structlog",
    ),
)


FIXTURES = ("client", "db", "user_client", "admin_client", "user")


def look(request: dict[str, str]) -> dict[str, Any]:
    """What a project has, once all of it is imported."""
    with chdir(request["root"]):
        sys.path[:0] = [request["folder"], "."]
        app = getattr(import_module(f"{request['package']}.main"), request["application"])
        configure_mappers()
        scripts = ScriptDirectory.from_config(Config(toml_file="pyproject.toml"))
        plugins = map(import_module, ("tests.conftest", "kit.testing.fixtures"))
        known = {name for plugin in plugins for name in vars(plugin)}
        fixtures = [name for name in FIXTURES if name in known]
        for file in Path("tests/api").glob("test_*.py"):
            import_module(f"tests.api.{file.stem}")
        base = import_module(f"{request['package']}.models.base").BaseModel
        return {
            "paths": app.openapi()["paths"],
            "tables": sorted(base.metadata.tables),
            "heads": scripts.get_heads(),
            "fixtures": fixtures,
        }


def answer(line: str) -> None:
    try:
        found = look(json.loads(line))
    except BaseException as error:
        found = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(found), flush=True)


def main() -> None:
    for library in LIBRARIES:
        import_module(library)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            answer(line)
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
