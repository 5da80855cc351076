"""The skill is installed, brought up to date, and never over an edit."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.project.skill import skill_files

Run = Callable[..., Any]
PLACE = ".agents/skills/fastapi-backend-builder"


@pytest.fixture
def install(run: Run, tmp_path: Path) -> Callable[..., Any]:
    return lambda *options: run("skill", "install", "-C", tmp_path, *options)


def test_it_is_where_agents_look(install: Run, tmp_path: Path) -> None:
    assert install().exit_code == ExitCode.OK

    for path, content in skill_files().items():
        assert (tmp_path / PLACE / path).read_bytes() == content
    assert not (tmp_path / ".claude").exists()


def test_it_is_also_where_the_project_has_a_folder_of_another_agent(
    install: Run, tmp_path: Path
) -> None:
    (tmp_path / ".claude").mkdir()

    install()

    assert (tmp_path / ".claude/skills/fastapi-backend-builder/SKILL.md").is_file()


def test_it_goes_into_another_folder(install: Run, tmp_path: Path) -> None:
    install("--dir", tmp_path / "of/skills")

    assert (tmp_path / "of/skills/fastapi-backend-builder/SKILL.md").is_file()
    assert not (tmp_path / ".agents").exists()


def test_a_second_time_there_is_nothing_to_do(install: Run) -> None:
    install()

    assert install().stderr == "Nothing to do.\n"


def test_an_earlier_version_is_replaced_and_what_it_alone_had_is_gone(
    install: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"SKILL.md": b"old", "references/gone.md": b"gone"}
    module = "fastapi_backend_builder.commands.install_skill.skill_files"
    with monkeypatch.context() as patch:
        patch.setattr(module, lambda: files)
        install()

    assert install().exit_code == ExitCode.OK

    assert (tmp_path / PLACE / "SKILL.md").read_bytes() == skill_files()["SKILL.md"]
    assert not (tmp_path / PLACE / "references/gone.md").exists()


def test_an_edited_file_is_a_conflict(install: Run, tmp_path: Path) -> None:
    install()
    (tmp_path / PLACE / "SKILL.md").write_text("mine")

    result = install()

    assert result.exit_code == ExitCode.CONFLICT
    assert f"{PLACE}/SKILL.md" in result.stderr
    assert (tmp_path / PLACE / "SKILL.md").read_text() == "mine"


def test_undo_takes_it_away(install: Run, run: Run, tmp_path: Path) -> None:
    install()

    assert run("undo", "-C", tmp_path).exit_code == ExitCode.OK

    assert not (tmp_path / ".agents").exists()
