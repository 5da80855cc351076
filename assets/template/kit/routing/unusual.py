from starlette.types import Receive


class Unusual(Exception):  # noqa: N818 - nothing is wrong
    """This is for FastAPI to answer. `receive` is what gives it a body that has been read."""

    def __init__(self, receive: Receive | None = None) -> None:
        self.receive = receive
