"""Regular expressions of whole texts, in what Pydantic, Python and JSON Schema read alike."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from string import ascii_letters, digits, punctuation

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.pieces import Piece

# The characters that are special, and so stand for themselves behind a backslash only.
SPECIAL = ".^$*+?{}[]()|\\"
SPECIAL_IN_SETS = "[]^-\\&~|"
# What fits into a line, and needs no deep recursion.
MAX_LENGTH = 72
# In characters of a text. Larger ones do not fit into the machine that Pydantic makes of them.
MAX_SIZE = 2000
# The most repetitions that are tried to make a text long enough.
MAX_REPETITIONS = 256
# Of each part of a pattern, so many texts are tried.
ENOUGH = 20

_ANY = digits + ascii_letters + punctuation
_REPEAT = re.compile(r"([*+?])|\{([0-9]{1,4})(,?)([0-9]{0,4})\}")
_TIMES: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_SETS = {"d": "[0-9]", "w": "[A-Za-z0-9_]"}
_HINT = (
    "a pattern is of the whole text: characters, sets such as [0-9], groups, |, and * + ? {2} {1,3}"
)


@dataclass(frozen=True, slots=True)
class Choice:
    options: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    part: "Node"
    low: int
    high: int | None


# A text is one of its characters.
Node = str | Choice | Sequence | Repeat


def read_pattern(piece: Piece) -> str:
    """The pattern without the anchors, which it always has."""
    text = piece.text.removeprefix("^")
    if text.endswith("$") and not text.endswith("\\$"):
        text = text[:-1]
    start = piece.start + piece.text.index(text)
    inner = Piece(text, start, piece.source)
    if not 1 <= len(text) <= MAX_LENGTH:
        raise piece.error(f"a pattern has 1 to {MAX_LENGTH} characters", hint=_HINT)
    if _size(_Reader(inner).pattern()) > MAX_SIZE:
        raise piece.error("the pattern repeats too much", hint="use max= for the length of a text")
    return text


def anchored(pattern: str) -> str:
    """The pattern as others want it, who look for it anywhere in a text."""
    is_choice = isinstance(_Reader(Piece.whole(pattern)).pattern(), Choice)
    return f"^({pattern})$" if is_choice else f"^{pattern}$"


def examples(pattern: str, shortest: int, longest: int) -> Iterator[str]:
    """Different texts that match, of these lengths, the simplest first."""
    node = _Reader(Piece.whole(pattern)).pattern()
    seen: set[str] = set()
    for more in (0, -1, *range(1, min(shortest, MAX_REPETITIONS))):
        for text in islice(_texts(node, more), ENOUGH):
            if shortest <= len(text) <= longest and text not in seen:
                seen.add(text)
                yield text


def characters(pattern: str) -> str:
    """What a text that matches can have, of what is printable in ASCII."""
    return "".join(_characters(_Reader(Piece.whole(pattern)).pattern()))


class _Reader:
    """Takes a pattern apart, from left to right."""

    def __init__(self, piece: Piece) -> None:
        self._piece = piece
        self._rest = piece.text

    def pattern(self) -> Node:
        node = self._choice()
        if self._rest:
            raise self._error("')' closes nothing")
        return node

    def _choice(self) -> Node:
        options = [self._sequence()]
        while self._take("|"):
            options.append(self._sequence())
        return Choice(tuple(options)) if len(options) > 1 else options[0]

    def _sequence(self) -> Node:
        parts = []
        while self._rest and self._rest[0] not in "|)":
            parts.append(self._repeated(self._atom()))
        return Sequence(tuple(parts))

    def _repeated(self, part: Node) -> Node:
        if not (match := _REPEAT.match(self._rest)):
            return part
        sign, least, comma, most = match.groups()
        low, high = _TIMES[sign] if sign else (int(least), int(most or least))
        if comma and not most:
            high = None
        if high is not None and (high < low or (most and not comma)):
            raise self._error(f"'{match[0]}' repeats nothing")
        self._rest = self._rest[match.end() :]
        return Repeat(part, low, high)

    def _atom(self) -> Node:
        if self._take("("):
            return self._group()
        if self._take("["):
            return self._set()
        if self._take("."):
            return _ANY
        return self._character(SPECIAL)

    def _group(self) -> Node:
        if self._rest.startswith("?") and not self._take("?:"):
            raise self._error("a group can only be repeated or have alternatives")
        node = self._choice()
        if not self._take(")"):
            raise self._error("a group is not closed")
        return node

    def _set(self) -> str:
        negated = self._take("^")
        found = self._members()
        chosen = "".join(c for c in _ANY if c not in found) if negated else found
        if not chosen:
            raise self._error("a set has no character that can be seen")
        return chosen

    def _members(self) -> str:
        members = "-" if self._take("-") else ""
        while self._rest not in ("", "-") and self._rest[0] != "]" and self._rest[:2] != "-]":
            members += self._range()
        members += "-" if self._take("-") else ""
        if not self._take("]"):
            raise self._error("a set is not closed")
        return members

    def _range(self) -> str:
        first = last = self._character(SPECIAL_IN_SETS)
        if self._rest.startswith("-") and not self._rest.startswith("-]"):
            self._take("-")
            last = self._character(SPECIAL_IN_SETS)
        if last < first:
            raise self._error(f"the range {first}-{last} is empty")
        some = range(ord(first), min(ord(last), ord(first) + len(_ANY)) + 1)
        return "".join(filter(str.isprintable, map(chr, some)))

    def _character(self, special: str) -> str:
        escaped = self._take("\\")
        character = self._rest[:1]
        if not character or escaped != (character in special):
            raise self._error(_problem(escaped, character))
        self._rest = self._rest[1:]
        return character

    def _take(self, text: str) -> bool:
        found = self._rest.startswith(text)
        self._rest = self._rest.removeprefix(text)
        return found

    def _error(self, problem: str) -> UsageError:
        start = self._piece.start + len(self._piece.text) - len(self._rest)
        return Piece(self._rest[:1], start, self._piece.source).error(problem, hint=_HINT)


def _problem(escaped: bool, character: str) -> str:
    if not character:
        return "the pattern ends too early"
    if escaped and character in _SETS:
        return f"'\\{character}' means more here than there: write {_SETS[character]}"
    if escaped:
        return f"'\\{character}' is not supported"
    return f"'{character}' cannot stand here without a backslash"


def _characters(node: Node) -> Iterator[str]:
    match node:
        case Choice(parts) | Sequence(parts):
            for part in parts:
                yield from _characters(part)
        case Repeat(part):
            yield from _characters(part)
        case str():
            yield node


def _size(node: Node) -> int:
    match node:
        case Choice(parts) | Sequence(parts):
            return sum(map(_size, parts))
        case Repeat(part, low, high):
            return _size(part) * max(low, high or 1)
    return 1


def _texts(node: Node, more: int) -> Iterator[str]:
    """Texts that match; what may be repeated is repeated so many times more than once."""
    match node:
        case Choice(options):
            for option in options:
                yield from _texts(option, more)
        case Sequence(parts):
            pools = [list(islice(_texts(part, more), ENOUGH)) for part in parts]
            yield from map("".join, product(*pools))
        case Repeat(part, low, high):
            times = max(low, 1 + more) if high is None else min(max(low, 1 + more), high)
            pool = list(islice(_texts(part, more), ENOUGH))
            yield from map("".join, product(pool, repeat=times))
        case _:
            yield from node
