"""What stands between a client and its database, and may stop to pass anything on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy import make_url

PORT = 5432


class Proxy:
    """Connections to the database of a URL; `url` leads to it through here."""

    def __init__(self, url: str) -> None:
        self._target = make_url(url)
        self._is_open = asyncio.Event()
        self._is_open.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.url = url

    def go_dark(self) -> None:
        """From now on nothing is passed on by connections that are there, and none is closed."""
        self._is_open.clear()
        self._is_open = asyncio.Event()
        self._is_open.set()

    async def start(self) -> asyncio.Server:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        here = self._target.set(host="127.0.0.1", port=port)
        here = here.difference_update_query(["host", "port"])
        self.url = here.render_as_string(hide_password=False)
        return server

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        is_open = self._is_open
        server_reader, server_writer = await self._connect()
        for source, target in ((reader, server_writer), (server_reader, writer)):
            self._tasks.add(asyncio.create_task(_pass_on(source, target, is_open)))

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        host = self._target.host or str(self._target.query["host"])
        port = self._target.port or int(str(self._target.query.get("port", PORT)))
        if host.startswith("/"):
            return await asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
        return await asyncio.open_connection(host, port)


async def _pass_on(
    source: asyncio.StreamReader, target: asyncio.StreamWriter, is_open: asyncio.Event
) -> None:
    with suppress(OSError):
        try:
            while data := await source.read(65536):
                await is_open.wait()
                target.write(data)
        finally:
            target.close()


@asynccontextmanager
async def proxied(url: str) -> AsyncIterator[Proxy]:
    proxy = Proxy(url)
    async with await proxy.start():
        yield proxy
        await proxy.stop()
