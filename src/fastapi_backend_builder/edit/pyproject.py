"""Three-way merge of pyproject.toml: dependencies one by one, the rest by lines."""

from collections.abc import Iterator
from dataclasses import dataclass

import tomlkit
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from tomlkit.items import Array

from fastapi_backend_builder.edit.merge import merge

# Where requirements are listed; `*` stands for each key.
LISTS = (
    ("build-system", "requires"),
    ("project", "dependencies"),
    ("project", "optional-dependencies", "*"),
    ("dependency-groups", "*"),
)


@dataclass(frozen=True, slots=True)
class Merged:
    """The file with all that could be merged.

    `requirements` are those that both sides have changed. `rest` is what the other side has changed
    elsewhere, before and after, where that is not in `content` because both sides have.
    """

    content: bytes
    requirements: tuple[str, ...]
    rest: tuple[bytes, bytes] | None


def merge_pyproject(current: bytes, base: bytes, other: bytes) -> Merged:
    """Put both sides' edits of `base` together; ValueError if one of the texts does not parse."""
    documents = [tomlkit.parse(content.decode()) for content in (current, base, other)]
    conflicts: list[str] = []
    for path in _lists(documents[0]):
        mine, before, after = (_array(document, path) for document in documents)
        if mine is not None and before is not None and after is not None:
            conflicts += _merge_requirements(mine, before, after)
            for document in documents[1:]:  # All say the same now, which leaves nothing to merge.
                _table(document, path)[path[-1]] = mine
    left, *sides = (tomlkit.dumps(document).encode() for document in documents)
    merged = merge(left, *sides)
    rest = (sides[0], sides[1]) if merged is None else None
    return Merged(left if merged is None else merged, tuple(conflicts), rest)


def _merge_requirements(current: Array, base: Array, other: Array) -> list[str]:
    """Bring what has changed from `base` to `other` into `current`; returns what cannot be."""
    mine, before, after = _by_name(current), _by_name(base), _by_name(other)
    conflicts = []
    for name, text in after.items():
        if _same(text, before.get(name)) or _same(text, mine.get(name)):
            continue
        if name not in mine and name not in before:
            current.insert(_place(current, text), text)
        elif name in mine and _same(mine[name], before.get(name)):
            current[current.index(mine[name])] = text
        elif name in mine:
            conflicts.append(text)
    for name in before.keys() - after.keys():
        if name in mine and _same(mine[name], before[name]):
            del current[current.index(mine[name])]
    return conflicts


def _by_name(array: Array) -> dict[str, str]:
    return {_name(text): text for text in map(str, array)}


def _name(text: str) -> str:
    """The name that pip knows it by; with its marker, as each platform may have its own."""
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return text
    return f"{canonicalize_name(requirement.name)};{requirement.marker or ''}"


def _same(text: str, other: str | None) -> bool:
    if other is None or text == other:
        return other is not None
    try:
        return Requirement(text) == Requirement(other)
    except InvalidRequirement:
        return False


def _place(array: Array, text: str) -> int:
    """Above the first that is behind it in the alphabet."""
    behind = (n for n, item in enumerate(array) if str(item).lower() > text.lower())
    return next(behind, len(array))


def _lists(document: tomlkit.TOMLDocument) -> Iterator[tuple[str, ...]]:
    for *tables, key in LISTS:
        table = _table(document, (*tables, key))
        for name in (table if key == "*" else [key]) if table else ():
            yield (*tables, name)


def _array(document: tomlkit.TOMLDocument, path: tuple[str, ...]) -> Array | None:
    value = _table(document, path).get(path[-1])
    if isinstance(value, Array) and all(isinstance(item, str) for item in value):
        return value
    return None


def _table(document: tomlkit.TOMLDocument, path: tuple[str, ...]) -> dict[str, object]:
    """The table that has the last key of a path; empty where there is none."""
    table: object = document
    for key in path[:-1]:
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else {}
