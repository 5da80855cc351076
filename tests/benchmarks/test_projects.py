import ast
import sys
from pathlib import Path

import pytest

from benchmarks.places import BenchError
from benchmarks.processes import run
from benchmarks.projects import add_resource, new_project, open_to_all, plain_project


def test_the_plain_application_has_each_resource_under_a_name_of_its_own(tmp_path: Path) -> None:
    app = plain_project(3, tmp_path / "plain") / "app"

    for number in (1, 2, 3):
        assert f'prefix="/item{number}s"' in (app / f"item{number}s/router.py").read_text()
        assert f'__tablename__ = "item{number}s"' in (app / f"item{number}s/models.py").read_text()


def test_the_plain_application_is_python_that_parses(tmp_path: Path) -> None:
    for path in plain_project(2, tmp_path / "plain").rglob("*.py"):
        ast.parse(path.read_text())


def test_the_pages_of_the_plain_application_keep_the_name_of_their_rows(tmp_path: Path) -> None:
    schemas = plain_project(1, tmp_path / "plain") / "app/item1s/schemas.py"

    assert "    items: list[Item1Read]" in schemas.read_text()


@pytest.fixture
def generated(tmp_path: Path) -> Path:
    new_project(tmp_path / "bench")
    add_resource(tmp_path / "bench", "Item")
    return tmp_path / "bench"


def test_a_generated_resource_can_be_opened_to_all(generated: Path) -> None:
    open_to_all(generated, "items")

    endpoints = generated / "app/api/v1/endpoints/items.py"
    code = (
        "from app.main import app; "
        "print(app.openapi()['paths']['/api/v1/items']['get'].get('security'))"
    )
    assert "SignedIn" not in endpoints.read_text()
    assert run([sys.executable, "-c", code], generated).strip().endswith("None")


def test_a_resource_that_is_open_already_is_an_error(generated: Path) -> None:
    open_to_all(generated, "items")

    with pytest.raises(BenchError, match="does not ask for a signed-in user"):
        open_to_all(generated, "items")
