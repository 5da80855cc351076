"""The path by which the rows of a resource are reached that are under others."""

from dataclasses import dataclass


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
    def parameter(self) -> str:
        """What endpoints have the id as."""
        return f"{self.column}: {'UUID' if self.uuid else 'Id'}"


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
