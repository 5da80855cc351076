"""What the fixtures have to know of a project."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fastapi import FastAPI

from kit.settings import KitSettings


@dataclass(frozen=True)
class Project:
    """The parts of `app/` that an application and its database are made of."""

    app: FastAPI
    create_app: Callable[..., FastAPI]
    settings: Callable[..., KitSettings]
    get_settings: Callable[[], KitSettings]
    migrations: Path
    prefix: str  # of all URLs of resources
    # Where the tests run, unless the command line or TEST_DATABASE_URL says it.
    database: Literal["sqlite", "postgresql"]
