"""Options that cannot be asked for together."""

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.options import Options

APART = (
    *(("sync", "under"), ("sync", "soft_delete")),
    *(("bulk", "under"), ("bulk", "soft_delete"), ("export", "under")),
)


def refuse_together(options: Options) -> None:
    for one, other in APART:
        if getattr(options, one) and getattr(options, other):
            raise UsageError(
                f"{_option(one)} and {_option(other)} do not go together yet",
                hint="leave one of the two out",
            )


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"
