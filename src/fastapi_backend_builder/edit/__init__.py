"""Lossless edits of Python source: bytes in, an outcome out, every other byte as it was."""

from fastapi_backend_builder.edit.outcome import AlreadyThere, Applied, Cannot, Outcome
from fastapi_backend_builder.edit.plain_router import register_plainly

__all__ = ["AlreadyThere", "Applied", "Cannot", "Outcome", "register_router"]


def register_router(source: bytes, *, package: str, module: str, line_length: int = 100) -> Outcome:
    """Include `package.module.router` in the router of the file that stands beside `package`."""
    outcome = register_plainly(source, package=package, module=module, line_length=line_length)
    if outcome is not None:
        return outcome
    # LibCST is slow to import: only files that need it pay for it.
    from fastapi_backend_builder.edit.router import register  # noqa: PLC0415

    return register(source, package=package, module=module, line_length=line_length)
