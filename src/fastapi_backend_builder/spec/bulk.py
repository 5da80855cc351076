"""What many rows in one request are for."""

from collections.abc import Iterable

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.fields import Field, to_text
from fastapi_backend_builder.spec.operations import Operation

WRITES = {Operation.CREATE, Operation.UPDATE, Operation.DELETE}


def refuse_bulk(operations: Iterable[Operation], links: Iterable[Field]) -> None:
    for field in links:
        raise UsageError(
            f"'{to_text(field)}' is written for one row at a time, and not with --bulk yet",
            hint="leave out one of the two",
        )
    if not WRITES & set(operations):
        raise UsageError(
            "--bulk is for create, update and delete, and there is none of them",
            hint="add one to --only, or leave out --bulk",
        )
