"""The name of a project, and what follows from it."""

import re
import sys
import unicodedata
from dataclasses import dataclass
from typing import Self

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.reserved import DEVICES
from fastapi_backend_builder.spec.wordlist import words

MAX_LENGTH = 50  # Kubernetes allows 63 characters, and `-migrate` comes behind the name.

# Letters that are no plain one with an accent.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"})

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
        if not _is_name(text):
            raise UsageError(f"{text!r} is not a project name", hint=_hint(text))
        if owner := _owner(text):
            raise UsageError(
                f"a project cannot be called '{text}': {owner}", hint=f"try '{text}-service'"
            )
        return cls(text)

    @property
    def identifier(self) -> str:
        """The name of the database: `my_project`."""
        return self.text.replace("-", "_")


def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None and len(text) <= MAX_LENGTH


def _owner(text: str) -> str | None:
    """What has the name already."""
    if text in DEVICES:
        return "it is a device on Windows, where no folder has that name"
    if text in _TAKEN or text.replace("-", "_") in sys.stdlib_module_names:
        return "a package of that name is there already"
    return None


def _hint(text: str) -> str:
    rule = f"a name has a-z, 0-9 and single hyphens, from a letter, {MAX_LENGTH} at most"
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", _folded(text)).lower()
    proposal = re.sub(r"[^a-z0-9]+", "-", words).strip("-")
    if _owner(proposal):
        proposal += "-service"
    return f"did you mean '{proposal}'? {rule}" if _is_name(proposal) else rule


def _folded(text: str) -> str:
    """The text without accents."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
