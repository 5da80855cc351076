"""What can be asked for a resource as a whole, beside its fields."""

from collections.abc import Iterator
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `add resource`, as they were given; each is an option of the command line."""

    plural: str | None = None
    owned_by: str | None = None
    only: str | None = None
    id: str | None = None
    soft_delete: bool = False
    under: str | None = None
    roles: str | None = None
    sync: bool = False
    export: bool = False
    bulk: bool = False

    def words(self) -> Iterator[str]:
        """The options as words of a command line."""
        for field in fields(self):
            value = getattr(self, field.name)
            if value:
                yield f"--{field.name.replace('_', '-')}"
            if isinstance(value, str) and value:
                yield value
