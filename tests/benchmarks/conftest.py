"""The harness is no part of the package: it is imported from the root of the repository."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))


@pytest.fixture
def sample() -> Callable[..., Any]:
    """Makes a round as it could have been."""
    from benchmarks.measure import Sample  # noqa: PLC0415 - after the line above

    usual = {"cpu": 100, "database": 50, "rate": 1000, "p50": 1, "p99": 2, "count": 1000, "bad": 0}

    def make(**values: float) -> Sample:
        return Sample(**{**usual, **values})

    return make
