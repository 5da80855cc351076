"""Finding a project, and what it tells about itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fastapi_backend_builder.errors import ProjectError
from fastapi_backend_builder.project import Project

Make = Callable[[dict[str, str | bytes]], Project]


def write(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


def test_a_project_is_found_from_a_folder_deep_inside_it(tmp_path: Path) -> None:
    write(tmp_path, "pyproject.toml", "app/api/v1/router.py")

    project = Project.find(tmp_path / "app" / "api" / "v1")

    assert project.root == tmp_path.resolve()


def test_a_nested_pyproject_without_a_backend_is_passed_by(tmp_path: Path) -> None:
    write(tmp_path, "pyproject.toml", "app/api/v1/router.py", "tools/pyproject.toml")

    assert Project.find(tmp_path / "tools").root == tmp_path.resolve()


@pytest.mark.parametrize(
    ("folder", "package", "path"),
    [
        ("app", "app", "app/models/user.py"),
        ("backend", "backend", "backend/models/user.py"),
        ("src/shop", "shop", "src/shop/models/user.py"),
    ],
)
def test_the_package_may_have_any_name(
    tmp_path: Path, folder: str, package: str, path: str
) -> None:
    write(tmp_path, "pyproject.toml", f"{folder}/api/v1/router.py")

    project = Project.find(tmp_path)

    assert (project.package, project.path("models", "user.py")) == (package, path)


def test_app_is_preferred_to_other_packages(tmp_path: Path) -> None:
    write(tmp_path, "pyproject.toml", "app/api/v1/router.py", "admin/api/v1/router.py")

    assert Project.find(tmp_path).package == "app"


def test_several_packages_are_named_in_the_error(tmp_path: Path) -> None:
    write(tmp_path, "pyproject.toml", "shop/api/v1/router.py", "admin/api/v1/router.py")

    with pytest.raises(ProjectError, match="admin, shop"):
        Project.find(tmp_path)


def test_folders_that_cannot_be_imported_are_not_packages(tmp_path: Path) -> None:
    write(tmp_path, "pyproject.toml", "app/api/v1/router.py", ".venv/api/v1/router.py")

    assert Project.find(tmp_path).package == "app"


def test_no_project_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        Project.find(tmp_path)

    assert caught.value.hint == (
        "make one with `fbb new my-project`, or name its folder with `-C DIR`"
    )


def test_the_name_is_the_one_in_pyproject(make_project: Make) -> None:
    assert make_project({}).name == "my-project"


def test_without_a_name_the_folder_gives_it(make_project: Make, tmp_path: Path) -> None:
    assert make_project({"pyproject.toml": "[tool.ruff]\n"}).name == tmp_path.name


@pytest.mark.parametrize("content", [b"[project\n", b"name = '\xff'\n"])
def test_a_broken_pyproject_is_an_error(make_project: Make, content: bytes) -> None:
    with pytest.raises(ProjectError, match=r"pyproject\.toml cannot be read"):
        _ = make_project({"pyproject.toml": content}).name


def test_reading_gives_the_bytes_as_they_are(make_project: Make) -> None:
    assert make_project({"app/x.py": b"a\r\n\xff"}).read("app/x.py") == b"a\r\n\xff"


@pytest.mark.parametrize("path", ["app/absent.py", "app", "pyproject.toml/x"])
def test_what_is_not_a_file_reads_as_none(make_project: Make, path: str) -> None:
    assert make_project({}).read(path) is None
