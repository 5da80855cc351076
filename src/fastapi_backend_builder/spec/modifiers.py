"""What follows a field's type: flags such as `optional` and keys such as `max=200`."""

from collections.abc import Iterable
from difflib import get_close_matches

from fastapi_backend_builder.spec.pieces import Piece
from fastapi_backend_builder.spec.types import (
    LENGTH_LIMITS,
    LOWEST_MAX,
    NEVER_UNIQUE,
    NO_LITERAL,
    NUMBERS,
    PATTERNED,
    RELATIONS,
    UNINDEXED,
    FieldType,
)

FLAGS = ("optional", "unique", "index", "private", "readonly", "cascade")
LENGTHS = ("min", "max")
BOUNDS = ("ge", "gt", "le", "lt")
KEYS = ("default", *LENGTHS, *BOUNDS, "pattern", "on_delete", "as")

EXCLUSIVE = (
    *(("ge", "gt"), ("le", "lt")),
    *(("unique", "default"), ("private", "readonly"), ("cascade", "on_delete")),
)

_VOCABULARY = (
    f"flags: {', '.join(FLAGS)}; keys: {', '.join(f'{key}=' for key in KEYS)}; "
    "a field is required unless it is optional or has a default"
)

Modifiers = dict[str, Piece]


def read_modifiers(type_: FieldType, pieces: Iterable[Piece]) -> Modifiers:
    """Map each flag to its own piece, and each key to the piece of its value."""
    modifiers: Modifiers = {}
    for piece in pieces:
        word, value = piece.partition("=")
        _refuse_unknown(word)
        _refuse_misshapen(piece, word.text, value)
        if word.text in modifiers:
            raise piece.error(f"'{word.text}' is given twice", hint="leave one of them out")
        _refuse_unfit(type_, word, piece)
        _refuse_exclusive(modifiers, word, piece)
        modifiers[word.text] = value.unquoted() if value else piece
    return modifiers


def _refuse_unknown(word: Piece) -> None:
    if word.text not in FLAGS + KEYS:
        raise word.error(f"unknown word '{word.text}'", hint=_unknown_hint(word.text))


def _unknown_hint(word: str) -> str:
    if word and not word.isidentifier():
        return "a colon separates the parts of a field: a value has none, and a time is 0930"
    guesses = get_close_matches(word.lower(), FLAGS + KEYS, n=1)
    return (f"did you mean '{guesses[0]}'? " if guesses else "") + _VOCABULARY


def _refuse_misshapen(piece: Piece, word: str, value: Piece | None) -> None:
    if word in FLAGS and value is not None:
        raise piece.error(f"'{word}' takes no value", hint=f"write {word} alone, or leave it out")
    if word in KEYS and value is None:
        raise piece.error(f"'{word}' needs a value", hint=f"write {word}= and the value")


def _refuse_unfit(type_: FieldType, word: Piece, piece: Piece) -> None:
    if hint := _why_unfit(type_, word.text):
        raise piece.error(f"'{word.text}' does not go with the type {type_}", hint=hint)


def _why_unfit(type_: FieldType, word: str) -> str | None:
    if word == "min" and type_ in LOWEST_MAX:
        return f"leave it out: what makes {type_} valid makes it long enough"
    if word in LENGTHS and type_ not in LENGTH_LIMITS:
        bounds = "a number has bounds: use ge= and le=" if type_ in NUMBERS else None
        return bounds or f"only these have a length: {', '.join(LENGTH_LIMITS)}"
    if word in BOUNDS and type_ not in NUMBERS:
        length = "this type has a length: use min= and max=" if type_ in LENGTH_LIMITS else None
        return length or f"only numbers have bounds: {', '.join(sorted(NUMBERS))}"
    if word == "pattern" and type_ not in PATTERNED:
        return f"only these have a pattern: {', '.join(PATTERNED)}"
    if unrelated := _why_unrelated(type_, word):
        return unrelated
    reasons = {"unique": NEVER_UNIQUE, "index": UNINDEXED, "default": NO_LITERAL}
    reason = reasons.get(word, {}).get(type_)
    return f"leave it out: {reason}" if reason else None


def _why_unrelated(type_: FieldType, word: str) -> str | None:
    if word in ("cascade", "on_delete") and type_ is not FieldType.REF:
        return "leave it out: only a ref points to what can be deleted"
    if word == "as" and type_ not in RELATIONS:
        return f"only these have another side to name: {', '.join(RELATIONS)}"
    if word == "optional" and type_ is FieldType.MANY:
        return "leave it out: a list of none is a list too"
    return None


def _refuse_exclusive(earlier: Modifiers, word: Piece, piece: Piece) -> None:
    for pair in EXCLUSIVE:
        other = next((w for w in pair if w != word.text and w in earlier), None)
        if word.text in pair and other:
            raise piece.error(f"'{word.text}' contradicts '{other}'", hint="choose one of the two")
