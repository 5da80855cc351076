"""The limit in Python: ASGI by hand, asyncpg's pool, orjson; no framework and no validation."""

import hmac
import os
import time
from base64 import urlsafe_b64decode
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import orjson

Message = dict[str, Any]
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

SECRET_KEY = os.environ["SECRET_KEY"].encode()
HEADERS = [(b"content-type", b"application/json")]
COLUMNS = "id, title, description, owner_id, created_at, updated_at"
ONE = f"SELECT {COLUMNS} FROM items WHERE id = $1"  # noqa: S608 - a constant
PAGE = f"SELECT {COLUMNS} FROM items ORDER BY id LIMIT $1 OFFSET $2"  # noqa: S608 - a constant
COUNT = "SELECT count(*) FROM items"
CREATE = (
    "INSERT INTO items (title, description, owner_id) VALUES ($1, $2, $3)"  # noqa: S608
    f" RETURNING {COLUMNS}"
)
USER = (
    "SELECT id, email, hashed_password, full_name, role, is_active, created_at, updated_at"
    " FROM users WHERE id = $1"
)

pool: asyncpg.Pool


async def keep(connection: asyncpg.Connection) -> None:
    """Nothing has to be reset: no statement here changes a connection."""


async def lifespan(receive: Receive, send: Send) -> None:
    global pool  # noqa: PLW0603 - the one state of this application
    await receive()
    pool = await asyncpg.create_pool(
        os.environ["DATABASE_URL"], min_size=10, max_size=10, reset=keep
    )
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await pool.close()
    await send({"type": "lifespan.shutdown.complete"})


def token_subject(scope: Scope) -> int | None:
    """The user id of a token that is signed and not expired."""
    header = dict(scope["headers"]).get(b"authorization", b"")
    signed, _, signature = header.removeprefix(b"Bearer ").rpartition(b".")
    expected = hmac.digest(SECRET_KEY, signed, "sha256")
    if not hmac.compare_digest(urlsafe_b64decode(signature + b"=="), expected):
        return None
    claims = orjson.loads(urlsafe_b64decode(signed.split(b".")[1] + b"=="))
    return int(claims["sub"]) if claims["exp"] > time.time() else None


async def get_one(item_id: int) -> tuple[int, Any]:
    row = await pool.fetchrow(ONE, item_id)
    return (200, dict(row)) if row else (404, None)


async def get_secure(scope: Scope, item_id: int) -> tuple[int, Any]:
    user_id = token_subject(scope)
    if user_id is None:
        return 401, None
    async with pool.acquire() as connection:
        user = await connection.fetchrow(USER, user_id)
        if user is None or not user["is_active"]:
            return 401, None
        row = await connection.fetchrow(ONE, item_id)
    return (200, dict(row)) if row else (404, None)


async def get_page(query: bytes) -> tuple[int, Any]:
    values = dict(pair.split(b"=") for pair in query.split(b"&") if pair)
    page, size = int(values.get(b"page", 1)), int(values.get(b"size", 20))
    async with pool.acquire() as connection:
        rows = await connection.fetch(PAGE, size, (page - 1) * size)
        total = await connection.fetchval(COUNT)
    items = [dict(row) for row in rows]
    return 200, {"items": items, "total": total, "page": page, "size": size}


async def create(receive: Receive) -> tuple[int, Any]:
    data = orjson.loads((await receive())["body"])
    row = await pool.fetchrow(CREATE, data["title"], data.get("description"), data["owner_id"])
    return 201, dict(row)


async def respond(scope: Scope, receive: Receive) -> tuple[int, Any]:
    path: str = scope["path"]
    if path.startswith("/items/"):
        return await get_one(int(path[7:]))
    if path == "/items":
        if scope["method"] == "POST":
            return await create(receive)
        return await get_page(scope["query_string"])
    if path.startswith("/secure/items/"):
        return await get_secure(scope, int(path[14:]))
    return (200, {"status": "ok"}) if path == "/health" else (404, None)


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
        return
    status, answer = await respond(scope, receive)
    body = orjson.dumps(answer)
    headers = [*HEADERS, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
