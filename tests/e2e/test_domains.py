"""The lists of `examples/domains`: each makes a project that is clean and passes its tests."""

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from e2e.processes import CHECKS, call, generated_tests, run_tests

from fastapi_backend_builder.cli import main

DOMAINS = sorted((Path(__file__).parents[2] / "examples" / "domains").glob("*.txt"))
# What a reviewer reads of a resource in one go.
LONGEST_SERVICE = 60


@pytest.fixture(scope="module", params=DOMAINS, ids=lambda path: path.stem)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = request.param
    folder = tmp_path_factory.mktemp(path.stem)
    assert main(["new", path.stem, "-C", str(folder)]) == 0
    for line in path.read_text().splitlines():
        if not line.startswith("#"):
            command = ["add", "resource", *shlex.split(line), "-C", str(folder / path.stem)]
            assert main(command) == 0, line
    return folder / path.stem


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_its_tests_pass(project: Path, database: str) -> None:
    run_tests(project, "--database", database, *generated_tests(project))


@pytest.mark.parametrize("command", CHECKS)
def test_it_is_clean(project: Path, command: str) -> None:
    call(project, *shlex.split(command))


def test_its_migrations_make_what_its_models_describe(
    project: Path, postgresql: Callable[[], str]
) -> None:
    for url in (f"sqlite:///{project.parent}/check.db", postgresql()):
        for command in ("upgrade head", "check", "downgrade base", "upgrade head"):
            call(project, "alembic", *command.split(), DATABASE_URL=url)


def test_no_service_is_too_long_to_read(project: Path) -> None:
    services = project.glob("app/services/*.py")
    lengths = {path.stem: len(path.read_text().splitlines()) for path in services}
    generated = {path.stem for path in project.glob("tests/factories/*.py")} & lengths.keys()

    assert len(generated) >= 10
    made = {name: lengths[name] for name in generated if name != "user"}
    assert max(made.values()) <= LONGEST_SERVICE
