"""Refuses a plan that would leave a file behind that does not parse."""

import tomllib
import warnings
from collections.abc import Callable
from pathlib import PurePosixPath

from fastapi_backend_builder.errors import BuilderError
from fastapi_backend_builder.plan import Create, Delete, Edit, Plan
from fastapi_backend_builder.spec.skeleton import skeleton


def verify(plan: Plan) -> None:
    """Raise BuilderError if a Python or TOML file would stop parsing, or never start to."""
    for change in plan.changes:
        if not isinstance(change, Delete):
            _verify(change)


def _verify(change: Create | Edit) -> None:
    find_error = _FINDERS.get(PurePosixPath(change.path).suffix)
    if find_error is None:
        return
    error = find_error(change.content if isinstance(change, Create) else change.after)
    if error is None or (isinstance(change, Edit) and find_error(change.before) is not None):
        return
    raise BuilderError(
        f"{change.path} would not parse: {error}", hint="nothing was changed; please report this"
    )


def _python_error(content: bytes) -> str | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Without what is in a form that parses, and quicker than a tree is made.
            compile(_short(content), "", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return _newer_python_error(content)
    return None


def _short(content: bytes) -> str | bytes:
    """The file without what makes models long; as it is where it may not be in UTF-8."""
    return content if b"coding" in content else skeleton(content.decode())


def _newer_python_error(content: bytes) -> str | None:
    """LibCST knows the syntax of newer versions than the one that runs; it is slow to load."""
    from libcst import ParserSyntaxError, parse_module  # noqa: PLC0415

    try:
        parse_module(content)
    except (ParserSyntaxError, SyntaxError, ValueError, LookupError) as error:
        return str(error).splitlines()[0]
    return None


def _toml_error(content: bytes) -> str | None:
    try:
        tomllib.loads(content.decode())
    except ValueError as error:
        return str(error)
    return None


_FINDERS: dict[str, Callable[[bytes], str | None]] = {".py": _python_error, ".toml": _toml_error}
