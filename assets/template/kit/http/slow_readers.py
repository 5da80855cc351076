"""Clients that ask for much and read none of it: they are cut off after a time."""

import asyncio

from starlette.types import Message, Send

from kit.logging import get_logger

# An answer leaves in parts of so many bytes; each waits until the one before is on its way.
PART = 64 * 1024
PATIENCE = 30  # seconds

logger = get_logger(__name__)


async def send_in_parts(send: Send, message: Message) -> None:
    """Send a body that is large, or a part of a stream, to somebody who may read slowly."""
    body, is_last = message.get("body", b""), not message.get("more_body", False)
    for start in range(0, max(len(body), 1), PART):
        more = not is_last or start + PART < len(body)
        part = {**message, "body": body[start : start + PART], "more_body": more}
        try:
            async with asyncio.timeout(PATIENCE):
                await send(part)
        except TimeoutError:
            _abort(send)
        # Others get their turn, and this application is told if the client has gone.
        await asyncio.sleep(0)


def _abort(send: Send) -> None:
    """Close the connection, and throw away what is still to be sent. It is uvicorn that has it."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise OSError("the client reads nothing")
    logger.warning("slow reader cut off")
    transport.abort()
