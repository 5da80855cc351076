"""The OpenAPI document, as the tools that read it want it."""

import sys
from pathlib import Path

from e2e.processes import call

HERE = Path(__file__).parent
SPECTRAL = HERE.parent / ".venv/audit/node_modules/.bin/spectral"
PRINT = "import json; from app.main import app; print(json.dumps(app.openapi()))"


def test_spectral_finds_nothing_wrong(project: Path, tmp_path: Path) -> None:
    document = tmp_path / "openapi.json"
    document.write_text(call(project, sys.executable, "-c", PRINT).splitlines()[-1])

    ruleset = str(HERE / "spectral.yaml")
    call(tmp_path, str(SPECTRAL), "lint", "--fail-severity", "warn", "-r", ruleset, str(document))
