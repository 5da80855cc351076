"""A small project on disk, to be changed by each test as it likes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fastapi_backend_builder.project import Project

BASE = """
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class BaseModel(DeclarativeBase):
    id: Mapped[int] = mapped_column(primary_key=True)
"""
USER = """
from enum import StrEnum

from app.models.base import BaseModel


class Role(StrEnum):
    ADMIN = "admin"


class User(BaseModel):
    email: Mapped[str]
"""

Files = dict[str, str | bytes]
Make = Callable[[Files], Project]


@pytest.fixture
def make_project(tmp_path: Path) -> Make:
    """Write a project with the given files on top of the usual ones, and find it."""

    def make(files: Files) -> Project:
        usual: Files = {
            "pyproject.toml": '[project]\nname = "my-project"\n',
            "app/api/v1/router.py": "",
            "app/models/__init__.py": "",
            "app/models/base.py": BASE,
            "app/models/user.py": USER,
        }
        for name, content in (usual | files).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Project.find(tmp_path)

    return make
