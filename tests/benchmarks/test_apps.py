"""The applications are whole, and comparable."""

import ast
import re
from pathlib import Path

import pytest

from benchmarks.apps import ALL, PINNED
from benchmarks.places import APPS, REPOSITORY

LOCK = REPOSITORY / "requirements-dev.lock"
WRITTEN_HERE = sorted(path.name for path in APPS.iterdir())
SHARED = {"fastapi", "starlette", "sqlalchemy", "asyncpg", "pydantic", "uvicorn", "uvloop"} | {
    "httptools"
}


def pins(path: Path) -> dict[str, str]:
    found = (pin.partition("==") for pin in PINNED.findall(path.read_text()))
    return {re.sub(r"\[.*", "", name): version for name, _, version in found}


def test_all_applications_but_the_generated_one_are_written_here() -> None:
    assert [app.name for app in ALL if app.name not in WRITTEN_HERE] == ["generated"]


@pytest.mark.parametrize("name", WRITTEN_HERE)
class TestApplication:
    def test_pins_everything_that_it_needs(self, name: str) -> None:
        path = APPS / name / "requirements.txt"

        assert len(pins(path)) == len(path.read_text().splitlines())

    def test_runs_on_the_same_versions_as_a_generated_project(self, name: str) -> None:
        ours, own = pins(LOCK), pins(APPS / name / "requirements.txt")

        assert {package: own[package] for package in SHARED & own.keys()} == {
            package: ours[package] for package in SHARED & own.keys()
        }

    def test_is_python_that_parses(self, name: str) -> None:
        sources = sorted((APPS / name).rglob("*.py"))

        assert sources
        for path in sources:
            ast.parse(path.read_text())
