"""What an attribute of a class is, and below which others one more belongs."""

from enum import Enum, auto


class Kind(Enum):
    """What an attribute is, as far as its statement tells."""

    RELATIONSHIP = auto()
    COLUMN = auto()
    VALUE = auto()
    SETTING = auto()  # such as __tablename__


# Where an attribute goes: below the last of its own kind, or else of these.
OTHERS = {
    Kind.RELATIONSHIP: (Kind.COLUMN, Kind.VALUE, Kind.SETTING),
    Kind.COLUMN: (Kind.VALUE, Kind.SETTING),
    Kind.VALUE: (Kind.SETTING,),
    Kind.SETTING: (),
}
_CALLS = {
    "relationship": Kind.RELATIONSHIP,
    "mapped_column": Kind.COLUMN,
    "Column": Kind.COLUMN,
}


def kind_of(name: str, called: str | None, annotated: str | None) -> Kind:
    """By what is called for its value, and by the generic of its annotation: dotted names."""
    found = _CALLS.get(_last(called))
    if found is None and _last(annotated) == "Mapped":
        return Kind.COLUMN
    return found or (Kind.SETTING if name.startswith("__") else Kind.VALUE)


def _last(name: str | None) -> str:
    return (name or "").rpartition(".")[2]
