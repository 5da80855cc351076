import ast
import sys
from pathlib import Path

from benchmarks.processes import run
from benchmarks.projects import OPEN_TO_ALL, add_resource, new_project, plain_project


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


def test_what_is_measured_without_a_token_asks_for_none(tmp_path: Path) -> None:
    project = tmp_path / "bench"
    new_project(project)
    add_resource(project, "Item", *OPEN_TO_ALL)

    code = (
        "from app.main import app; path = app.openapi()['paths'];"
        "items, item = path['/api/v1/items'], path['/api/v1/items/{item_id}'];"
        "print([one.get('security') for one in (items['get'], items['post'], item['get'])])"
    )
    assert run([sys.executable, "-c", code], project).strip().endswith("[None, None, None]")
