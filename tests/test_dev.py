"""The `dev` script on machines of all kinds, and the demo that it runs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
NEEDED_FILES = ("dev", "pyproject.toml", "requirements-dev.lock", "assets/template/.env.example")
NEEDED_TOOLS = ("cat", "cksum", "cmp", "cp", "date", "dirname", "mktemp", "rm", "sed", "sh")
CANNOT_START = "exit 127"
CANNOT_MAKE_ENVIRONMENTS = 'case "$2" in *", sys;"*) ;; *) exit 1 ;; esac'
CAN_ONLY_START = '[ "$1" = -c ] || { echo "the disk is full"; exit 1; }'


class Machine:
    """A folder of programs, which is all of PATH, and a checkout."""

    def __init__(self, folder: Path) -> None:
        self.programs = folder / "programs"
        self.checkout = folder / "checkout"
        self.programs.mkdir()
        for name in NEEDED_TOOLS:
            (self.programs / name).symlink_to(str(shutil.which(name)))
        for name in NEEDED_FILES:
            copy = self.checkout / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, copy)

    def add_program(self, name: str, script: str) -> None:
        (self.programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.programs / name).chmod(0o755)

    def dev(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.checkout / "dev", *arguments],
            env={"PATH": str(self.programs)} | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def ready(machine: Machine) -> Machine:
    """With an environment for the builder."""
    environment = machine.checkout / ".venv"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin/python").symlink_to(str(shutil.which("true")))
    locks = ["requirements-dev.lock", "pyproject.toml"]
    sums = subprocess.run(
        ["cksum", *locks], cwd=machine.checkout, capture_output=True, text=True, check=True
    )
    (environment / "made-from").write_text(f"{machine.checkout}\n{sums.stdout}")
    return machine


def test_alone_it_tells_its_commands(machine: Machine) -> None:
    done = machine.dev()

    assert done.returncode == 0
    assert all(f"\n  {name} " in done.stdout for name in ("demo", "test", "lint", "audit", "lock"))


def test_an_unknown_command_is_wrong_usage(machine: Machine) -> None:
    assert machine.dev("tset").returncode == 2


def test_without_python_it_says_what_to_install(machine: Machine) -> None:
    done = machine.dev("lint")

    assert done.returncode == 1
    assert "no Python from 3.11 to 3.14 on PATH. Install one" in done.stdout


def test_a_python_that_cannot_make_environments_is_named(machine: Machine) -> None:
    machine.add_program("python3.12", CANNOT_MAKE_ENVIRONMENTS)

    done = machine.dev("lint")

    assert done.returncode == 1
    assert f"{machine.programs}/python3.12 cannot make an environment. Install" in done.stdout


def test_the_newest_python_that_starts_is_taken(machine: Machine) -> None:
    machine.add_program("python3.13", CANNOT_START)
    machine.add_program("python3.12", CAN_ONLY_START)
    machine.add_program("python3.11", CAN_ONLY_START)

    assert f"Making .venv with {machine.programs}/python3.12 ..." in machine.dev("lint").stdout


def test_a_python_that_can_make_environments_is_preferred(machine: Machine) -> None:
    machine.add_program("python3.13", CANNOT_MAKE_ENVIRONMENTS)
    machine.add_program("python3.11", CAN_ONLY_START)

    assert f"Making .venv with {machine.programs}/python3.11 ..." in machine.dev("lint").stdout


def test_a_step_that_fails_shows_its_output_and_ends_the_run(machine: Machine) -> None:
    machine.add_program("python3.12", CAN_ONLY_START)

    done = machine.dev("lint")

    assert done.returncode == 1
    assert done.stdout.endswith("... failed\nthe disk is full\n")


def test_a_python_that_projects_do_not_run_on_is_refused(ready: Machine) -> None:
    done = ready.dev("test", "--python", "3.10")

    assert done.returncode == 1
    assert done.stdout.endswith("is 3.11, 3.12, 3.13 or 3.14, not 3.10.\n")


def test_a_python_that_is_not_there_is_named(ready: Machine) -> None:
    done = ready.dev("test", "--python", "3.12")

    assert done.returncode == 1
    assert done.stdout.endswith("no Python 3.12 on PATH or in pyenv.\n")


def test_a_python_of_pyenv_is_found(ready: Machine) -> None:
    python = ready.checkout / ".pyenv/versions/3.12.1/bin/python3.12"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\n{CAN_ONLY_START}\n")
    python.chmod(0o755)

    done = ready.dev("test", "--python", "3.12", PYENV_ROOT=str(ready.checkout / ".pyenv"))

    assert f"Making .venv/python3.12 with {python} ... failed" in done.stdout


def test_the_newest_libraries_have_an_environment_of_their_own(ready: Machine) -> None:
    ready.add_program("python3.12", CAN_ONLY_START)

    done = ready.dev("test", "--newest")

    assert f"Making .venv/newest with {ready.programs}/python3.12 ... failed" in done.stdout


def test_the_audit_says_what_it_needs(machine: Machine) -> None:
    done = machine.dev("audit")

    assert done.returncode == 1
    assert "the audit needs npm" in done.stdout


@pytest.mark.e2e
def test_the_demo_answers_the_requests_that_it_shows(tmp_path: Path) -> None:
    settings = {"DATABASE_URL", "SECRET_KEY", "ENVIRONMENT"}
    environment = {name: value for name, value in os.environ.items() if name not in settings}

    done = subprocess.run(
        [sys.executable, REPOSITORY / "examples/library/demo.py", "--check"],
        cwd=tmp_path,
        env=environment | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,  # apart, as the server's log may fall into a line
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(": right\n") == 3
