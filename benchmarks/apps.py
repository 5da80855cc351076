"""The applications: how they are asked, and what they need to run."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.environments import environment
from benchmarks.load import Request
from benchmarks.places import APPS, REPOSITORY
from benchmarks.postgres import HOST, Postgres
from benchmarks.servers import Program
from benchmarks.sources import copied, generated_by_s3rius, generated_project

SECRET = "a-secret-of-the-benchmarks-and-of-nothing-else"  # noqa: S105 - of these servers alone
BODY = '{"title": "A new item", "description": "as long as they usually are", "owner_id": 7}'
# What asks a generated project for a total that is not bounded.
COUNT_ALL = "exact_total=true"
PINNED = re.compile(r"^[\w.-]+(?:\[[\w,-]+\])?==[^\s;]+", re.MULTILINE)


@dataclass(frozen=True)
class App:
    """One application of the comparison; as it stands, one that is written here."""

    name: str
    what: str
    target: tuple[str, ...]
    scheme: str = "postgresql+asyncpg"
    root: str = ""
    health: str = "/health"
    private: str = "/secure/items/{id}"
    paging: str = "?page={page}&size=20"
    rows_key: str = "items"
    total_key: str = "total"

    @property
    def database(self) -> str:
        return f"bench_{self.name}"

    @property
    def items(self) -> str:
        return f"{self.root}/items"

    def requests(self, token: str) -> dict[str, Request]:
        return {
            "R1": Request(f"{self.items}/{{id}}"),
            "R2": Request(f"{self.items}{self.paging}"),
            "R3": Request(self.items, "POST", BODY),
            "R4": Request(f"{self.root}{self.private}", token=token),
            "R5": Request(self.health),
        }

    def program(self, postgres: Postgres, folder: Path, database: str = "") -> Program:
        settings = self.settings(postgres, database or self.database)
        return Program(self.python(folder), folder, self.target, settings)

    def source(self) -> Path:
        """A folder of its own to run in."""
        return copied(APPS / self.name, self.name)

    def python(self, _: Path) -> Path:
        return environment(self.name, (APPS / self.name / "requirements.txt").read_text())

    def settings(self, postgres: Postgres, database: str) -> Mapping[str, str]:
        return {"DATABASE_URL": postgres.url(database, self.scheme), "SECRET_KEY": SECRET}


class Generated(App):
    """What this repository generates, with the versions that its lock has."""

    def source(self) -> Path:
        return generated_project(self.name)

    def python(self, folder: Path) -> Path:
        project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
        pins = PINNED.findall((REPOSITORY / "requirements-dev.lock").read_text())
        return environment(self.name, "\n".join(project["dependencies"]), "\n".join(pins))

    def settings(self, postgres: Postgres, database: str) -> Mapping[str, str]:
        own = {
            "ENVIRONMENT": "production",
            "ALLOWED_HOSTS": f'["{HOST}"]',
            # Registration asks for a mail server; none listens here.
            "SMTP_URL": f"smtp://{HOST}:1",
            "MAIL_FROM": "noreply@example.com",
            "FRONTEND_URL": "https://app.example.com",
            # Longer than a run; by default it is a quarter of an hour.
            "ACCESS_TOKEN_MINUTES": "240",
            # All requests come from one client: it is counted, and never over the limit.
            "RATE_LIMIT": "999999999/day",
            "AUTH_LIMIT": "999999999/day",
            "SIGN_IN_LIMIT": "999999999/day",
        }
        return {**super().settings(postgres, database), **own}


class S3rius(App):
    """What the generator of s3rius makes, and endpoints in its style."""

    def source(self) -> Path:
        tools = APPS / self.name / "generator.txt"
        python = environment(f"{self.name}-generator", tools.read_text())
        return generated_by_s3rius(python, self.name)

    def settings(self, postgres: Postgres, database: str) -> Mapping[str, str]:
        parts = {"HOST": HOST, "PORT": str(postgres.port), "BASE": database}
        own = {f"BENCH_APP_DB_{name}": value for name, value in parts.items()}
        sign_in = {"BENCH_APP_DB_USER": "postgres", "BENCH_APP_DB_PASS": "postgres"}
        return {**own, **sign_in, "SECRET_KEY": SECRET}


GENERATED = Generated(
    "generated",
    "`fbb new` and `fbb add resource`, in production mode with everything on",
    ("app.main:app",),
    scheme="postgresql",
    root="/api/v1",
    private="/private-items/{id}",
)
PLAIN = App("plain", "FastAPI, AsyncSession and asyncpg by their documentation", ("app.main:app",))
RAW = App("raw", "ASGI by hand, asyncpg's pool, orjson", ("main:app",), scheme="postgresql")
FASTCRUD = App(
    "fastcrud",
    "FastCRUD's `crud_router`",
    ("main:app",),
    paging="?page={page}&itemsPerPage=20",
    rows_key="data",
    total_key="total_count",
)
LITESTAR = App(
    "litestar",
    "Litestar with Advanced Alchemy's service and msgspec",
    ("main:app",),
    paging="?currentPage={page}&pageSize=20",
)
S3RIUS = S3rius(
    "s3rius",
    "what `fastapi_template` of s3rius generates, and endpoints in its style",
    ("--factory", "bench_app.web.application:get_app"),
    root="/api",
    health="/api/health",
)
ALL = (GENERATED, PLAIN, FASTCRUD, LITESTAR, S3RIUS, RAW)
