"""What tests need: `kit.testing.fixtures` has the database, the application and the client."""

from kit.testing.answers import is_problem
from kit.testing.project import Project

__all__ = ["Project", "is_problem"]
