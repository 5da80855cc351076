"""The rows: the same users and items in the database of every application."""

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import urlencode

import jwt
from psycopg import sql

from benchmarks.apps import SECRET, App, Generated
from benchmarks.asking import post
from benchmarks.load import ROWS
from benchmarks.places import FOLDER
from benchmarks.postgres import Postgres
from benchmarks.processes import run
from benchmarks.servers import Program, Server

log = logging.getLogger(__name__)

USERS = 1000
TEMPLATE = "bench_peers"
EMAIL, PASSWORD = "bench@example.com", "difference engine"
COLUMNS = (
    "SELECT column_name FROM information_schema.columns"
    " WHERE table_name = 'users' AND column_name NOT IN ('id', 'email')"
)
CLONE = """
INSERT INTO users (email, {columns})
SELECT 'user' || number || '@example.com', {columns}
FROM users, generate_series(2, {count}) number WHERE id = 1
"""
FILL = """
INSERT INTO {table} (title, description, owner_id)
SELECT 'Item number ' || number, repeat('description text ', 6) || number, 1 + number % {users}
FROM generate_series(1, {rows}) number
"""


@cache
def prepare(app: App, postgres: Postgres) -> Program:
    """The program of an application, with its database; made once for each PostgreSQL."""
    log.info("preparing %s", app.name)
    program = app.program(postgres, app.source())
    if isinstance(app, Generated):
        _migrate(app, program, postgres)
    else:
        postgres.create(app.database, _peers_template(postgres))
    return program


@cache
def with_rows(app: App, rows: int, postgres: Postgres) -> Program:
    """The same, on a database with another number of items."""
    program = prepare(app, postgres)
    database = f"{app.database}_{rows}"
    log.info("filling %s", database)
    postgres.create(database, app.database)
    fill(postgres, database, "items", rows)
    return replace(program, settings=app.settings(postgres, database))


@cache
def _peers_template(postgres: Postgres) -> str:
    """The database that those without migrations of their own have a copy of."""
    postgres.create(TEMPLATE)
    postgres.execute(TEMPLATE, (FOLDER / "schema.sql").read_text())
    _add_users(postgres, TEMPLATE)
    fill(postgres, TEMPLATE, "items", ROWS)
    return TEMPLATE


def _migrate(app: App, program: Program, postgres: Postgres) -> None:
    postgres.create(app.database)
    run([program.python, "-m", "alembic", "upgrade", "head"], program.folder, program.settings)
    create_admin = [program.python, "-m", "app.manage", "create-admin", EMAIL]
    run(create_admin, program.folder, program.settings, typed=PASSWORD)
    _add_users(postgres, app.database)
    for table in ("items", "private_items"):
        fill(postgres, app.database, table, ROWS)


def _add_users(postgres: Postgres, database: str) -> None:
    """Copies of the first, whatever columns a user has."""
    with postgres.connect(database) as connection:
        names = [sql.Identifier(name) for (name,) in connection.execute(COLUMNS)]
        columns = sql.SQL(", ").join(names)
        connection.execute(sql.SQL(CLONE).format(columns=columns, count=USERS))


def fill(postgres: Postgres, database: str, table: str, rows: int) -> None:
    """These rows and no others; the ids begin with 1."""
    name = sql.Identifier(table)
    postgres.execute(
        database,
        sql.SQL("TRUNCATE {table} RESTART IDENTITY").format(table=name),
        sql.SQL(FILL).format(table=name, users=USERS, rows=rows),
    )
    tidy(postgres, database, table)


def drop_new_rows(postgres: Postgres, database: str) -> None:
    """Take back what the requests of a round have stored."""
    postgres.execute(database, f"DELETE FROM items WHERE id > {ROWS}")  # noqa: S608 - a constant
    tidy(postgres, database, "items")


def tidy(postgres: Postgres, database: str, table: str) -> None:
    vacuum = sql.SQL("VACUUM (ANALYZE) {table}").format(table=sql.Identifier(table))
    postgres.execute(database, vacuum, "CHECKPOINT")


def token_for_user_1(app: App, server: Server) -> str:
    """Signed in where the application has that, else signed here."""
    if isinstance(app, Generated):
        form = urlencode({"username": EMAIL, "password": PASSWORD})
        kind = "application/x-www-form-urlencoded"
        return str(post(server, f"{app.root}/auth/login", form, kind)["access_token"])
    now = datetime.now(UTC)
    claims = {"sub": "1", "iat": now, "exp": now + timedelta(hours=4)}
    return jwt.encode(claims, SECRET, "HS256")
