"""The path by which the rows of a resource are reached that are under others."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi_backend_builder.render.storage import UNKNOWN_ID, UNKNOWN_UUID


@dataclass(frozen=True)
class Level:
    """A row that a path names: its model, and the column by which the next one is under it.

    `uuid` is whether the id is one, `owned` whether the row belongs to a user.
    """

    model: str
    owned: bool
    uuid: bool
    holder: str
    holder_module: str
    column: str

    @property
    def constant(self) -> str:
        """What tests call the id."""
        return self.column.upper()

    @property
    def parameter(self) -> str:
        """What endpoints have the id as."""
        return f"{self.column}: {'UUID' if self.uuid else 'Id'}"

    def id(self, number: int) -> str:
        """The id that tests make, beyond those that the database gives in a test, as Python."""
        return (
            f'UUID("{number:08d}-0000-7000-8000-000000000000")'
            if self.uuid
            else f"{number}_000_000"
        )

    @property
    def id_in_json(self) -> str:
        return f"str({self.constant})" if self.uuid else self.constant

    @property
    def unknown_id(self) -> str:
        return UNKNOWN_UUID if self.uuid else UNKNOWN_ID


@dataclass(frozen=True)
class Nest:
    """All that rows are under, the outermost first; `prefix` is that of their URLs."""

    prefix: str
    levels: tuple[Level, ...]

    @property
    def owned(self) -> bool:
        return any(level.owned for level in self.levels)

    @property
    def parameters(self) -> list[str]:
        return [level.column for level in self.levels]

    @property
    def path(self) -> str:
        """The columns that the parameters are values of, as Python."""
        columns = ", ".join(f"{level.holder}.{level.column}" for level in self.levels)
        return f"({columns},)" if len(self.levels) == 1 else f"({columns})"

    @property
    def url(self) -> str:
        """The URL of the rows in tests, as Python."""
        return self.url_with({})

    def url_with(self, ids: Mapping[str, str]) -> str:
        """The same with other ids, each by the name of its parameter."""
        url = f"/api/v1{self.prefix}"
        for level in self.levels:
            id = ids.get(level.column, f"{{{level.constant}}}")
            url = url.replace(f"{{{level.column}}}", id)
        return f'f"{url}"' if "{" in url else f'"{url}"'
