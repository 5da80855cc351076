import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from fastapi_backend_builder.apply.trial import tried
from fastapi_backend_builder.errors import BuilderError, ProjectError
from fastapi_backend_builder.plan import Change, Create, Delete, Edit, Plan
from fastapi_backend_builder.project import Project

MAIN = """\
import email
import json
import threading
from pathlib import Path

email.openapi = email  # as fastapi.openapi is a module
threading.Thread(target=threading.Event().wait).start()


class Application:
    def openapi(self):
        return json.loads(Path("api.json").read_text())


print("noise")
served = Application()
"""
EMPTY = {"paths": {}}


def operation(*, schema: str) -> dict[str, Any]:
    return {"responses": {"200": {"$ref": f"#/components/schemas/{schema}"}}}


def document(**schemas: Any) -> dict[str, Any]:
    return {
        "paths": {"/books": {"get": operation(schema="Page"), "post": operation(schema="Other")}},
        "components": {"schemas": {"Page": {"items": {"$ref": "#/components/schemas/Book"}}}}
        | {"schemas": {"Page": {"items": {"$ref": "#/components/schemas/Book"}}, **schemas}},
    }


@pytest.fixture
def project(tree: Callable[[Mapping[str, str]], Path]) -> Project:
    """A project that says what its API is without any library."""
    files = {
        "pyproject.toml": '[project]\nname = "shop"\ndependencies = ["a>=1"]\n',
        "app/__init__.py": "",
        "app/main.py": MAIN,
        "app/api/v1/router.py": "",
        "api.json": json.dumps(EMPTY),
    }
    return Project.find(tree(files))


def edit(project: Project, path: str, after: str) -> Edit:
    return Edit(path, project.read(path) or b"", after.encode())


def notices(project: Project, *changes: Change) -> tuple[str, ...]:
    return tried(Plan("fbb update", changes), project).notices


def api(project: Project, before: Any, after: Any) -> tuple[str, ...]:
    (project.root / "api.json").write_text(json.dumps(before))
    return notices(project, edit(project, "api.json", json.dumps(after)))


def test_nothing_is_tried_where_nothing_changes(project: Project) -> None:
    (project.root / "app/main.py").write_text("no python")

    assert notices(project) == ()


def test_an_api_that_stays_is_told(project: Project) -> None:
    assert notices(project, Create("app/new.py", b"")) == ("the OpenAPI document stays the same",)


def test_operations_that_come_and_go_are_told(project: Project) -> None:
    before = {"paths": {"/old": {"get": {}, "post": {}}, "/books": {"get": {}, "summary": "x"}}}
    after = {"paths": {"/books": {"get": {}, "delete": {}}}}

    assert api(project, before, after) == (
        "new operations: DELETE /books",
        "removed operations: GET /old, POST /old",
    )


def test_an_operation_changes_with_what_it_refers_to(project: Project) -> None:
    before, after = document(Book={"a": 1}, Other={}), document(Book={"a": 2}, Other={})

    assert api(project, before, after) == ("changed operations: GET /books",)


def test_of_many_operations_some_are_named(project: Project) -> None:
    after = {"paths": {f"/{number:02}": {"get": {}} for number in range(12)}}

    (notice,) = api(project, EMPTY, after)

    assert notice.endswith("GET /09 and 2 more")


def test_a_project_that_would_not_import_is_an_error(project: Project) -> None:
    broken = edit(project, "app/main.py", f"{MAIN}\nimport nothing\n")

    with pytest.raises(BuilderError, match=r"app/main.py:18: ModuleNotFoundError: No module named"):
        notices(project, broken)


def test_what_is_asked_for_anew_is_named_then(project: Project) -> None:
    broken = edit(project, "app/main.py", "raise SystemExit(3)\n")
    text = (project.read("pyproject.toml") or b"").decode()
    asked = edit(project, "pyproject.toml", text.replace('["a>=1"]', '["a>=2", "b"]'))

    with pytest.raises(BuilderError) as caught:
        notices(project, broken, asked)

    assert "pip install 'a>=2' 'b'" in str(caught.value.hint)


def test_a_project_that_does_not_import_now_is_not_tried(project: Project) -> None:
    (project.root / "app/main.py").write_text("import nothing\n")

    (notice,) = notices(project, Create("app/new.py", b""))

    assert "not tried" in notice
    assert "app/main.py:1: ModuleNotFoundError" in notice


def test_a_module_without_an_application_has_no_api(project: Project) -> None:
    (notice,) = notices(project, edit(project, "app/main.py", ""))

    assert "not compared" in notice


def test_a_process_that_dies_is_an_error(project: Project) -> None:
    dying = edit(project, "app/main.py", "import os\nos._exit(3)\n")

    with pytest.raises(BuilderError, match="Python ended with 3"):
        notices(project, dying)


def test_the_copy_is_complete_and_apart(project: Project) -> None:
    root = project.root
    (root / "app/gone.py").write_text("")
    (root / "data").mkdir()
    (root / "data/rows.txt").write_text("1")
    (root / "app/dangling.py").symlink_to("nowhere")
    look = (
        "from pathlib import Path\n"
        "assert not Path('app/gone.py').exists()\n"
        "assert Path('app/deep/er.py').exists()\n"
        "assert Path('data/rows.txt').read_text() == '1'\n"
        "Path('app/written.py').write_text('')\n"
    )

    found = notices(
        project,
        edit(project, "app/main.py", MAIN + look),
        Delete("app/gone.py", b""),
        Create("app/deep/er.py", b""),
    )

    assert found == ("the OpenAPI document stays the same",)
    assert (root / "app/gone.py").exists()
    assert not (root / "app/written.py").exists()


def test_what_cannot_be_copied_is_named(project: Project) -> None:
    os.mkfifo(project.root / "app/pipe")

    with pytest.raises(ProjectError, match=r"cannot be copied: .*app/pipe"):
        notices(project, Create("app/new.py", b""))


def test_the_environment_of_the_project_is_the_one(project: Project) -> None:
    python = project.root / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nexit 7\n")
    python.chmod(0o755)

    (notice,) = notices(project, Create("app/new.py", b""))

    assert "Python ended with 7" in notice
