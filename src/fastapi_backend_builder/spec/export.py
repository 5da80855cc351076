"""What a resource whose list is also a file cannot be."""

from collections.abc import Iterable

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.fields import Field, to_text
from fastapi_backend_builder.spec.operations import Operation

# The parameters that say what kind of file.
PARAMETERS = ("format", "bom")


def refuse_export(fields: Iterable[Field], operations: Iterable[Operation]) -> None:
    if Operation.LIST not in operations:
        raise UsageError(
            "--export is the list as a file, and there is no list",
            hint="add list to --only, or leave out --export",
        )
    for field in fields:
        if field.column in PARAMETERS:
            raise UsageError(
                f"'{to_text(field)}' and --export both make the parameter '{field.column}'",
                hint=f"rename the field, for instance to 'file_{field.column}'",
            )
