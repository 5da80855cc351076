"""What keeps the application from starting, told in one line."""

import sys

from starlette.types import Message, Send


class StartupError(Exception):
    """A reason that is for whoever starts the process; a traceback would bury it."""


def told_in_a_line(send: Send) -> Send:
    """For the lifespan: where it ends with a StartupError, the server logs its text alone."""

    async def send_reason(message: Message) -> None:
        error = sys.exception()
        if message["type"] == "lifespan.startup.failed" and isinstance(error, StartupError):
            message = {**message, "message": str(error)}
        await send(message)

    return send_reason
