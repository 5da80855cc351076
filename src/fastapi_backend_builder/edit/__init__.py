"""Lossless edits of Python source: bytes in, an outcome out, every other byte as it was."""

from fastapi_backend_builder.edit.outcome import AlreadyThere, Applied, Cannot, Outcome

__all__ = ["AlreadyThere", "Applied", "Cannot", "Outcome", "register_router"]


def register_router(source: bytes, *, package: str, module: str, line_length: int = 100) -> Outcome:
    """Include `package.module.router` in the router of the file that stands beside `package`."""
    # LibCST takes a third of a second to import: only commands that edit pay for it.
    from fastapi_backend_builder.edit.router import register  # noqa: PLC0415

    return register(source, package=package, module=module, line_length=line_length)
