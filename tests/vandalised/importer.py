"""Imports a project in a process of its own: a fork of one that has the libraries already.

Run as a script, it reads one request per line, and answers each with a line.
"""

import json
import os
import sys
from contextlib import chdir
from importlib import import_module
from typing import Any

LIBRARIES = (
    "aiosmtplib aiosqlite alembic.command alembic.script asyncpg email_validator fastapi.openapi.utils"
    " jwt multipart psycopg pwdlib.hashers.argon2 pydantic_settings redis.asyncio"
    " sqlalchemy.dialects.postgresql sqlalchemy.dialects.sqlite sqlalchemy.ext.asyncio structlog"
).split()


def look(request: dict[str, str]) -> dict[str, Any]:
    """The paths of the API and the heads of the migrations."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from sqlalchemy.orm import configure_mappers

    with chdir(request["root"]):
        sys.path[:0] = [request["folder"], "."]
        app = getattr(import_module(f"{request['package']}.main"), request["application"])
        configure_mappers()
        scripts = ScriptDirectory.from_config(Config(toml_file="pyproject.toml"))
        return {"paths": app.openapi()["paths"], "heads": scripts.get_heads()}


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
