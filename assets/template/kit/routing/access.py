"""The mark of dependencies that decide who may."""

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

MARK = "is_access_check"


def access_check(function: Function) -> Function:
    """Mark a dependency that decides who may.

    It takes nothing of the body, and may be asked twice for one request: once before the body is
    read, and again by FastAPI.
    """
    setattr(function, MARK, True)
    return function
