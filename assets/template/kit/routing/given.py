"""The response that a function may ask for, to set headers, cookies or a status on it."""

from fastapi import Response


class Given(Response):
    """What is set on it goes to the response that is made of what the endpoint returns."""

    def __init__(self) -> None:
        self.status_code = None  # type: ignore[assignment] # as FastAPI has it
        self.body = b""
        self.background = None
        self.raw_headers = []
