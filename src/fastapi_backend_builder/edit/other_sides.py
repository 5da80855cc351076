"""Relations that begin at another model, which stand in order of names for git to merge."""

from collections.abc import Sequence

from fastapi_backend_builder.edit.order import place_for
from fastapi_backend_builder.spec.order import natural


def is_other_side(text: str) -> bool:
    """Whether a statement is a relation that begins at another model."""
    return "relationship(" in text and "passive_deletes=" in text


def place_among(name: str, names: Sequence[str]) -> int:
    """Where one more goes among those of these names."""
    return place_for(natural(name), [natural(other) for other in names])
