"""A generated project of many resources, to be looked at from the outside."""

from pathlib import Path

import pytest
from e2e.conftest import postgresql  # noqa: F401 - a fixture
from e2e.test_generated_project import RESOURCES

from fastapi_backend_builder.cli import main


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audited")
    assert main(["new", "warehouse", "-C", str(folder)]) == 0
    for line in RESOURCES.strip().splitlines():
        assert main(["add", "resource", *line.split(), "-C", str(folder / "warehouse")]) == 0
    return folder / "warehouse"
