import pytest


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    """Names are the same on each database: one run is enough."""
    return config.getoption("--database") == "postgresql" or None
