"""The wheel, in an environment that has nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest
from e2e.processes import call

from fastapi_backend_builder.project.template import template_files

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def fbb(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The command, installed from the wheel without development dependencies."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    call(folder, *pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", "dist", str(REPOSITORY))
    (wheel,) = (folder / "dist").glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", folder / "environment"], check=True)
    call(folder, str(folder / "environment/bin/pip"), "install", "--quiet", str(wheel))
    return str(folder / "environment/bin/fbb")


def test_it_makes_a_whole_project(fbb: str, tmp_path: Path) -> None:
    call(tmp_path, fbb, "new", "shop")

    made = {path.relative_to(tmp_path / "shop").as_posix() for path in tmp_path.rglob("*")}
    assert set(template_files()) <= made


def test_it_adds_a_resource(fbb: str, tmp_path: Path) -> None:
    call(tmp_path, fbb, "new", "shop")

    call(tmp_path / "shop", fbb, "add", "resource", "Book", "title:str")

    assert (tmp_path / "shop/app/services/book.py").exists()


def test_it_has_no_update_for_what_it_made(fbb: str, tmp_path: Path) -> None:
    call(tmp_path, fbb, "new", "shop")

    assert "Nothing to do." in call(tmp_path / "shop", fbb, "update", "--check")


def test_it_brings_the_skill_where_agents_look(fbb: str, tmp_path: Path) -> None:
    packages = Path(fbb).parents[1].glob("lib/*/site-packages/fastapi_backend_builder")
    (skill,) = (path / ".agents/skills/fastapi-backend-builder" for path in packages)

    call(tmp_path, fbb, "skill", "install")

    for folder in (skill, tmp_path / ".agents/skills/fastapi-backend-builder"):
        assert (folder / "SKILL.md").read_text() == (REPOSITORY / "SKILL.md").read_text()
        assert len(list((folder / "references").glob("*.md"))) > 5


def test_it_tells_its_version(fbb: str, tmp_path: Path) -> None:
    assert call(tmp_path, fbb, "--version").startswith("fbb 0.")
