"""Adding to what a name at the top level holds: an item of a set or a list, an entry of a dict."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from fastapi_backend_builder.edit.names import assigned, dotted, small_statements
from fastapi_backend_builder.edit.order import place_for
from fastapi_backend_builder.edit.outcome import AlreadyThere, Applied, Cannot, Outcome
from fastapi_backend_builder.edit.places import UnclearPlaceError
from fastapi_backend_builder.edit.sequence import Items, insert_item
from fastapi_backend_builder.edit.source import Source, UnreadableSourceError, parsed
from fastapi_backend_builder.spec.order import natural

_CONSTRUCTORS = {"frozenset", "list", "set", "tuple"}
_Collection = cst.Set | cst.List | cst.Tuple


@dataclass(frozen=True, slots=True)
class Addition:
    """Python for an item of a collection, in a dict of them for a `key`; or for a `value` of a key.

    `name` is what holds all of it.
    """

    name: str
    item: str | None = None
    key: str | None = None
    value: str | None = None


def add(raw: bytes, addition: Addition) -> Outcome:
    try:
        source = parsed(raw)
        held = _value_of(source, addition.name)
        after = (
            _with_entry(source, held, addition)
            if addition.item is None
            else _with_item(source, held, addition)
        )
    except (UnreadableSourceError, UnclearPlaceError) as error:
        return Cannot(str(error), _snippet(addition))
    return AlreadyThere() if after == raw else Applied(after)


def _snippet(addition: Addition) -> str:
    match addition:
        case Addition(name=name, item=None, key=key, value=value):
            return f"{name} = {{\n    ...\n    {key}: {value},\n}}\n"
        case Addition(name=name, item=item, key=None):
            return f"{name} = {{\n    ...\n    {item},\n}}\n"
        case Addition(name=name, item=item, key=key):
            return f"{name} = {{\n    ...\n    {key}: {{..., {item}}},\n}}\n"
    raise ValueError(addition)


def _value_of(source: Source, name: str) -> cst.BaseExpression:
    values = [
        found[1]
        for statement in source.statements
        for found in map(assigned, small_statements(statement))
        if found and found[0] == name
    ]
    match values:
        case [value]:
            return value
        case []:
            raise UnclearPlaceError(f"no {name} is set at the top level")
    raise UnclearPlaceError(f"{name} is set more than once")


def _with_entry(source: Source, held: cst.BaseExpression, addition: Addition) -> bytes:
    entries = _entries(held, addition.name)
    if _find(source, entries, str(addition.key)):
        return source.spliced([])
    if not all(isinstance(entry, cst.DictElement) for entry in entries):
        raise UnclearPlaceError(f"{addition.name} has entries of another dict")
    if not entries:
        raise UnclearPlaceError(f"{addition.name} is empty")
    items = Items(entries, held.lbrace if isinstance(held, cst.Dict) else None)
    text = f"{addition.key}: {addition.value}"
    return source.spliced(insert_item(source, items, len(entries), text))


def _with_item(source: Source, held: cst.BaseExpression, addition: Addition) -> bytes:
    item, where = str(addition.item), addition.name
    if addition.key is not None:
        found = _find(source, _entries(held, where), addition.key)
        where = f"{where}[{addition.key}]"
        if found is None:
            raise UnclearPlaceError(f"there is no {where}")
        held = found.value
    if _holds_all(held, item):
        return source.spliced([])
    collection = _collection(held)
    if collection is None or not collection.elements:
        raise UnclearPlaceError(f"{where} is no collection that is written out")
    texts = [source.text(element) for element in collection.elements]
    if any(_is_same(text, item) for text in texts):
        return source.spliced([])
    items = Items(collection.elements, _bracket(collection))
    return source.spliced(insert_item(source, items, _place(texts, item), item))


def _entries(held: cst.BaseExpression, name: str) -> Sequence[cst.BaseDictElement]:
    if not isinstance(held, cst.Dict):
        raise UnclearPlaceError(f"{name} is no dict that is written out")
    return held.elements


def _find(
    source: Source, entries: Sequence[cst.BaseDictElement], key: str
) -> cst.DictElement | None:
    for entry in entries:
        if isinstance(entry, cst.DictElement) and _is_same(source.text(entry.key), key):
            return entry
    return None


def _collection(value: cst.BaseExpression) -> _Collection | None:
    """The collection that is written there, or given to a constructor."""
    match value:
        case cst.Set() | cst.List() | cst.Tuple():
            return value
        case cst.Call(func=cst.Name(value=name), args=[cst.Arg(value=inner, star="")]):
            return _collection(inner) if name in _CONSTRUCTORS else None
    return None


def _holds_all(value: cst.BaseExpression, item: str) -> bool:
    """Whether it is made of a whole enum, of which the item is a member."""
    match value:
        case cst.Call(func=cst.Name(value=name), args=[cst.Arg(value=enum, star="")]):
            return name in _CONSTRUCTORS and dotted(enum) == item.rpartition(".")[0]
    return False


def _bracket(collection: _Collection) -> cst.CSTNode | None:
    match collection:
        case cst.Set(lbrace=bracket) | cst.List(lbracket=bracket):
            return bracket
        case cst.Tuple(lpar=[bracket, *_]):
            return bracket
    return None


def _place(texts: list[str], item: str) -> int:
    """Texts that are sorted stay so; all else goes to the end."""
    if all(text[:1] in {"'", '"'} for text in texts):
        return place_for(natural(_plain(item)), [natural(_plain(text)) for text in texts])
    return len(texts)


def _plain(text: str) -> str:
    return text.strip("'\"")


def _is_same(text: str, other: str) -> bool:
    try:
        return ast.dump(ast.parse(text)) == ast.dump(ast.parse(other))
    except SyntaxError:  # that of a newer Python
        return False
