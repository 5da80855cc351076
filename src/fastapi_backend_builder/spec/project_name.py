"""The name of a project, and what follows from it."""

import re
import sys
from dataclasses import dataclass
from typing import Self

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.wordlist import words

MAX_LENGTH = 50  # Kubernetes allows 63 characters, and `-migrate` comes behind the name.

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
# Folders of the project itself, and packages that it is built on: pip would mix them up.
_TAKEN = words("""
    app tests deploy pip setuptools wheel hatchling
    aiosmtpd aiosmtplib aiosqlite alembic annotated-types anyio argon2-cffi asyncpg certifi cffi
    click cryptography email-validator fastapi greenlet h11 httpcore2 httptools httpx2 idna
    import-linter mako markupsafe mypy opentelemetry-api psycopg psycopg-binary pwdlib pydantic
    pydantic-core pydantic-settings pyjwt jwt pytest python-dotenv python-multipart pyyaml ruff
    sqlalchemy starlette structlog trustme typing-extensions typing-inspection uvicorn uvloop
    watchfiles websockets
""")


@dataclass(frozen=True, slots=True)
class ProjectName:
    """A name such as `my-project`, which is that of the folder, the package and the image."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        if not _NAME.fullmatch(text) or len(text) > MAX_LENGTH:
            raise UsageError(f"{text!r} is not a project name", hint=_hint(text))
        if text in _TAKEN or text.replace("-", "_") in sys.stdlib_module_names:
            raise UsageError(
                f"a project cannot be called '{text}': a package of that name is there already",
                hint=f"try '{text}-service'",
            )
        return cls(text)

    @property
    def identifier(self) -> str:
        """The name of the database: `my_project`."""
        return self.text.replace("-", "_")


def _hint(text: str) -> str:
    rule = f"a name has a-z, 0-9 and single hyphens, from a letter, {MAX_LENGTH} at most"
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", text).lower()
    proposal = re.sub(r"[^a-z0-9]+", "-", words).strip("-")
    if _NAME.fullmatch(proposal) and len(proposal) <= MAX_LENGTH:
        return f"did you mean '{proposal}'? {rule}"
    return rule
