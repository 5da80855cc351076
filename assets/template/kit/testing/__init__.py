"""What tests need: fixtures are in `kit.testing.fixtures`, promises in `ResourceContract`."""

import pytest

# So that failures show values.
pytest.register_assert_rewrite("kit.testing.contract")

from kit.testing.answers import is_problem
from kit.testing.contract import (
    Default,
    Field,
    Links,
    Parent,
    Reference,
    ResourceContract,
    Rows,
)
from kit.testing.project import Project

__all__ = [
    "Default",
    "Field",
    "Links",
    "Parent",
    "Project",
    "Reference",
    "ResourceContract",
    "Rows",
    "is_problem",
]
