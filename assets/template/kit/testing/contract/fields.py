"""What a resource says of its fields, once for each."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal

Factory = Callable[..., Awaitable[Any]]


class Default(Enum):
    NONE = "none"
    SOME = "some value, which is not the same each time"


@dataclass(frozen=True)
class Field:
    """A field of requests and responses: two values that are valid, as JSON has them.

    `bad` values are a 422. `filters` has the words that lists know for it: `eq ge gt le lt like`.
    """

    name: str
    value: Any
    other: Any
    bad: Sequence[Any] = ()
    default: Any = Default.NONE
    filters: str = ""
    optional: bool = False
    unique: bool = False
    sortable: bool = False
    searched: bool = False
    case_insensitive: bool = False
    private: bool = False
    readonly: bool = False

    @property
    def is_required(self) -> bool:
        return not (self.optional or self.readonly or self.default is not Default.NONE)

    @property
    def is_written(self) -> bool:
        return not self.readonly

    @property
    def words(self) -> list[str]:
        return self.filters.split()

    def filter(self, word: str) -> str:
        """The name of the parameter."""
        return self.name if word == "eq" else f"{self.name}_{word}"


@dataclass(frozen=True)
class Reference:
    """A field with the id of another row, which `factory` makes.

    `owned`: the other row belongs to the user. `acyclic`: no row leads back to itself.
    """

    name: str
    factory: Factory
    on_delete: Literal["cascade", "set_null", "restrict"] = "restrict"
    filters: str = ""
    optional: bool = False
    unique: bool = False
    owned: bool = False
    acyclic: bool = False
    soft_delete: bool = False
    shown_as: str = ""
    private: bool = False
    readonly: bool = False

    @property
    def is_required(self) -> bool:
        return not (self.optional or self.readonly)

    @property
    def is_written(self) -> bool:
        return not self.readonly


@dataclass(frozen=True)
class Links:
    """A field with the ids of many other rows; `attribute` of the model has the rows."""

    name: str
    attribute: str
    factory: Factory
    filter: str = ""
    owned: bool = False
    within: bool = False
    is_shown: bool = False
    private: bool = False
    readonly: bool = False

    @property
    def is_written(self) -> bool:
        return not self.readonly


@dataclass(frozen=True)
class Parent:
    """A row that the URL names: `column` is its parameter, and how the next row refers to it."""

    column: str
    factory: Factory
    owned: bool = False
