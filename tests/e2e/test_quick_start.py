"""The mission's Quick Start, word for word, in an environment of its own."""

import subprocess
import sys
from pathlib import Path

from e2e.failures import listens, until
from e2e.processes import call, run_tests, serving


def test_it_runs_at_once(template: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    call(template, str(environment / "bin" / "pip"), "install", "--quiet", "-e", ".[dev]")

    with serving(template, "--reload", python=str(environment / "bin" / "python")) as client:
        # A server that reloads says that it has started just before it listens.
        until(lambda: listens(client))
        anonymous = client.get("/api/v1/users/me")
        client.register("ada@example.com")
        me = client.get("/api/v1/users/me")

    assert anonymous.status == 401
    assert (me.status, me.body["email"]) == (200, "ada@example.com")
    run_tests(template, pytest=str(environment / "bin" / "pytest"))
