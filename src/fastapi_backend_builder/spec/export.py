"""What a resource whose list is also a file cannot be."""

from collections.abc import Iterable

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.fields import Field, to_text
from fastapi_backend_builder.spec.operations import Operation

# The parameter that says what kind of file.
FORMAT = "format"


def refuse_export(
    fields: Iterable[Field], operations: Iterable[Operation], public: Iterable[Operation]
) -> None:
    if Operation.LIST not in operations:
        raise UsageError(
            "--export is the list as a file, and there is no list",
            hint="add list to --only, or leave out --export",
        )
    if Operation.GET in public and Operation.LIST not in public:
        # Open routes come first, and one of them would take `/books/export` for a book.
        raise UsageError(
            "--export needs a list that is as open as each of its rows",
            hint="write --roles list=public,get=public, or leave out get=public or --export",
        )
    for field in fields:
        if field.column == FORMAT:
            raise UsageError(
                f"'{to_text(field)}' and --export both make the parameter '{FORMAT}'",
                hint=f"rename the field, for instance to 'file_{FORMAT}'",
            )
