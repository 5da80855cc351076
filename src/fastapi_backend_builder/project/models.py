"""The models of a project: their classes, tables and primary keys."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from fastapi_backend_builder.project.classes import ClassOutline
from fastapi_backend_builder.spec.names import default_table_name

PrimaryKey = Literal["int", "uuid"]

# Of bases; this ends a circle.
MAX_DEPTH = 8

_OWNED, _SOFT_DELETE = "OwnedModel", "SoftDeleteModel"
_USUAL_BASES = {"Base", "BaseModel", "UuidModel", _OWNED, _SOFT_DELETE}


@dataclass(frozen=True, slots=True)
class Model:
    """A mapped class: where to import it from, and what a foreign key to it needs.

    `owned` is whether each row belongs to a user, `soft_delete` whether deleted ones are marked,
    `named` whether the class names its table.
    """

    class_name: str
    module: str
    path: str
    table: str
    primary_key: PrimaryKey
    owned: bool = False
    soft_delete: bool = False
    named: bool = False


class Bases:
    """The classes that the models of a project are built on."""

    def __init__(self, outlines: Iterable[ClassOutline]) -> None:
        self._outlines: Mapping[str, ClassOutline] = {o.name: o for o in outlines}

    def is_model(self, outline: ClassOutline) -> bool:
        if outline.abstract or not outline.bases or "DeclarativeBase" in outline.bases:
            return False
        if outline.name in self._outlines and not outline.table:
            return False
        inherits = any(base in _USUAL_BASES or base in self._outlines for base in outline.bases)
        return inherits or bool(outline.table or outline.mapped)

    def model(self, outline: ClassOutline, *, module: str, path: str) -> Model:
        table = outline.table or default_table_name(outline.name)
        written = next(self._written_ids(outline), "")
        key: PrimaryKey = "uuid" if "uuid" in written.lower() else "int"
        owned, soft_delete = (base in outline.bases for base in (_OWNED, _SOFT_DELETE))
        return Model(
            class_name=outline.name,
            module=module,
            path=path,
            table=table,
            primary_key=key,
            owned=owned,
            soft_delete=soft_delete,
            named=outline.table is not None,
        )

    def _written_ids(self, outline: ClassOutline) -> Iterator[str]:
        """The annotations of `id`, nearest first: of two bases, neither is before the other's."""
        level = [outline]
        for _ in range(MAX_DEPTH):
            yield from (known.mapped["id"] for known in level if "id" in known.mapped)
            bases = (base for known in level for base in known.bases)
            level = [self._outlines[base] for base in bases if base in self._outlines]
