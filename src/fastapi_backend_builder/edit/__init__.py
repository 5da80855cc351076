"""Lossless edits of Python source: bytes in, an outcome out, every other byte as it was."""

from collections.abc import Sequence

from fastapi_backend_builder.edit.outcome import AlreadyThere, Applied, Cannot, Outcome
from fastapi_backend_builder.edit.plain_router import register_plainly

__all__ = ["AlreadyThere", "Applied", "Cannot", "Outcome", "add_member", "register_router"]


def register_router(source: bytes, *, package: str, module: str, line_length: int = 100) -> Outcome:
    """Include `package.module.router` in the router of the file that stands beside `package`."""
    outcome = register_plainly(source, package=package, module=module, line_length=line_length)
    if outcome is not None:
        return outcome
    # LibCST is slow to import: only files that need it pay for it.
    from fastapi_backend_builder.edit.router import register  # noqa: PLC0415

    return register(source, package=package, module=module, line_length=line_length)


def add_member(
    source: bytes,
    *,
    class_name: str,
    member: str,
    package: str,
    imports: Sequence[str] = (),
    types: Sequence[str] = (),
    line_length: int = 100,
) -> Outcome:
    """Add a statement to the body of a class, below the last of its kind and above the methods.

    `package` is that of the file. `imports` are what the statement needs, each `from a.b import C`;
    `types` are those that type checkers alone need, and go under `if TYPE_CHECKING:`.
    """
    from fastapi_backend_builder.edit.members import Addition, add  # noqa: PLC0415 - slow, as above

    return add(source, Addition(class_name, member, package, imports, types), line_length)
