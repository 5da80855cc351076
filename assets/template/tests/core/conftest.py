import logging
from collections.abc import Iterator

import pytest


@pytest.fixture
def usual_logging() -> Iterator[None]:
    """What a test changes of the log ends with it."""
    root = logging.getLogger()
    before = root.handlers, root.level
    yield
    root.handlers, level = before
    root.setLevel(level)
