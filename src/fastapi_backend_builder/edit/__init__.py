"""Lossless edits of Python source: bytes in, an outcome out, every other byte as it was."""

from collections.abc import Sequence

from fastapi_backend_builder.edit.addition import Addition
from fastapi_backend_builder.edit.outcome import AlreadyThere, Applied, Cannot, Outcome
from fastapi_backend_builder.edit.plain_members import add_plainly
from fastapi_backend_builder.edit.plain_router import register_plainly

__all__ = [
    "AlreadyThere",
    "Applied",
    "Cannot",
    "Outcome",
    "add_entry",
    "add_item",
    "add_member",
    "register_router",
]


def register_router(
    source: bytes, *, package: str, module: str, name: str = "router", line_length: int = 100
) -> Outcome:
    """Include `package.module.router` in the router of the file that stands beside `package`.

    `name` is that of the router in its module.
    """
    what = {"package": package, "module": module, "name": name}
    outcome = register_plainly(source, **what, line_length=line_length)
    if outcome is not None:
        return outcome
    # LibCST is slow to import: only files that need it pay for it.
    from fastapi_backend_builder.edit.router import register  # noqa: PLC0415

    return register(source, **what, line_length=line_length)


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
    addition = Addition(class_name, member, package, imports, types)
    outcome = add_plainly(source, addition, line_length)
    if outcome is not None:
        return outcome
    from fastapi_backend_builder.edit.members import add  # noqa: PLC0415 - slow, as above

    return add(source, addition, line_length)


def add_item(source: bytes, *, name: str, item: str, key: str | None = None) -> Outcome:
    """Add an item to the set, list or tuple of a name at the top level.

    With a `key`, it is a dict of such collections, and the one for the key is meant.
    """
    from fastapi_backend_builder.edit.entries import Addition, add  # noqa: PLC0415 - slow, as above

    return add(source, Addition(name, item=item, key=key))


def add_entry(source: bytes, *, name: str, key: str, value: str) -> Outcome:
    """Add an entry to the dict of a name at the top level, unless it has one for the key."""
    from fastapi_backend_builder.edit.entries import Addition, add  # noqa: PLC0415 - slow, as above

    return add(source, Addition(name, key=key, value=value))
