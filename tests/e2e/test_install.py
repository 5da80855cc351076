"""`fbb new --install`: from a name to a running server."""

import re
from pathlib import Path

from e2e.processes import call, serving


def test_the_environment_is_ready_to_use(tmp_path: Path) -> None:
    output = call(tmp_path, "fbb", "new", "shop", "--install")

    assert re.search("Installing the project and its tools with (uv|pip) ... done", output)
    with serving(tmp_path / "shop", python=str(tmp_path / "shop/.venv/bin/python")) as client:
        assert client.get("/health/ready").status == 200
