"""Parts of a field's text that remember where they stand, so that an error can point at them."""

from dataclasses import dataclass
from typing import Self

from fastapi_backend_builder.errors import UsageError

INDENT = " " * 4
QUOTES = "'\""


def is_quoted(text: str) -> bool:
    return len(text) > 1 and text[0] == text[-1] and text[0] in QUOTES


def quoted(text: str) -> str:
    """What reading takes for this text, also where that has quotes around it itself."""
    return f'"{text}"' if is_quoted(text) else text


@dataclass(frozen=True, slots=True)
class Piece:
    """The characters of `source` that begin at `start`."""

    text: str
    start: int
    source: str

    @classmethod
    def whole(cls, source: str) -> Self:
        return cls(source, 0, source)

    def split(self, separator: str) -> list[Self]:
        """Cut at every separator (one character), which itself belongs to no piece."""
        pieces = []
        start = self.start
        for text in self.text.split(separator):
            pieces.append(type(self)(text, start, self.source))
            start += len(text) + 1
        return pieces

    def partition(self, separator: str) -> tuple[Self, Self | None]:
        """Cut at the first separator; the second piece is None where there is none."""
        head, found, tail = self.text.partition(separator)
        first = type(self)(head, self.start, self.source)
        if not found:
            return first, None
        return first, type(self)(tail, self.start + len(head) + 1, self.source)

    def unquoted(self) -> Self:
        """Without one pair of quotes around it, which a shell would have taken away."""
        if not is_quoted(self.text):
            return self
        return type(self)(self.text[1:-1], self.start + 1, self.source)

    def error(self, problem: str, *, hint: str) -> UsageError:
        """Name the problem, then show the whole field with a caret under this piece."""
        carets = " " * self.start + "^" * max(1, len(self.text))
        message = f"{problem} in '{self.source}'\n{INDENT}{self.source}\n{INDENT}{carets}"
        return UsageError(message, hint=hint)
