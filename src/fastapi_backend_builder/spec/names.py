"""The forms of a resource's name, worked out once."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import md5
from typing import Self

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.plurals import pluralize, regular_plural, singular_of
from fastapi_backend_builder.spec.reserved import BETTER_NOUNS, noun_conflict, plural_conflict

MAX_NAME_LENGTH = 40
# Of an identifier in PostgreSQL, in bytes.
MAX_IDENTIFIER_LENGTH = 63

SPELLING = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*")
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PLURAL_ACRONYM = re.compile(r"([A-Z]{2,})s$")
_ALLOWED = "a name is one or more English words, such as Todo or OrderItem"


def snake_case(name: str) -> str:
    """Separate the words of any spelling: `HTTPLog2` and `http-log2` become `http_log2`."""
    return _WORD_START.sub("_", name).replace("-", "_").lower()


def pascal_case(name: str) -> str:
    """Join the words of any spelling; acronyms keep their capitals: `API-key` is `APIKey`."""
    if name.isupper() and re.search("[_-]", name):
        name = name.lower()
    return "".join(word[:1].upper() + word[1:] for word in re.split("[_-]", name))


def default_table_name(class_name: str) -> str:
    """The table that the generated project's base model picks when a model names none."""
    return regular_plural(snake_case(class_name))


def plurals_of(class_name: str) -> dict[str, str]:
    """What several rows of a model can be called, with what one of them is called then."""
    singular = snake_case(class_name)
    last = singular.rpartition("_")[2]
    return {
        default_table_name(class_name): singular,
        _plural(singular): singular,
        pluralize(last): last,
    }


def shortened(name: str) -> str:
    """The name as SQLAlchemy shortens that of a constraint which is too long for PostgreSQL."""
    if len(name) <= MAX_IDENTIFIER_LENGTH:
        return name
    digest = md5(name.encode(), usedforsecurity=False).hexdigest()[-4:]
    return f"{name[: MAX_IDENTIFIER_LENGTH - 8]}_{digest}"


def singular_name(plural: str, known: Mapping[str, str]) -> str:
    """What one of them is called: `open_issues` are each an `open_issue`.

    What ends in one of the `known` plurals ends in its singular then.
    """
    for many, one in known.items():
        if f"_{plural}".endswith(f"_{many}"):
            return plural.removesuffix(many) + one
    *others, last = plural.split("_")
    return "_".join([*others, singular_of(last) or last])


@dataclass(frozen=True, slots=True)
class Noun:
    """What a resource is called: in the singular, in the plural, in code, in a URL, in prose."""

    class_name: str
    singular: str
    plural: str

    @classmethod
    def parse(cls, text: str, plural: str | None = None) -> Self:
        """Read a singular name in any spelling; `plural` overrides the guess."""
        class_name = pascal_case(_spelled(text))
        if plural is None:
            _refuse_plural(text, class_name)
        singular = snake_case(class_name)
        noun = cls(class_name, singular, _plural(singular) if plural is None else _given(plural))
        _refuse_long(noun)
        _refuse_reserved(noun)
        return noun

    @property
    def path(self) -> str:
        """The segment of the URL, and the tag in the API's documentation."""
        return self.plural.replace("_", "-")

    @property
    def human(self) -> str:
        return self.singular.replace("_", " ")

    @property
    def human_plural(self) -> str:
        return self.plural.replace("_", " ")


def _spelled(text: str) -> str:
    if SPELLING.fullmatch(text):
        return text
    raise UsageError(f"{text!r} is not a name", hint=_spelling_hint(text))


def _spelling_hint(text: str) -> str:
    if text[:1].isdigit():
        return "start with a letter and spell the number out, such as ThreeDModel"
    letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    proposal = re.sub(r"[\W_]+", "_", "".join(letters)).strip("_")
    if SPELLING.fullmatch(proposal):
        return f"did you mean {pascal_case(proposal)}? {_ALLOWED}"
    return _ALLOWED


def _given(plural: str) -> str:
    return snake_case(_PLURAL_ACRONYM.sub(lambda s: f"{s[1].title()}s", _spelled(plural)))


def _plural(singular: str) -> str:
    *others, last = singular.split("_")
    return "_".join([*others, pluralize(last)])


def _singular(class_name: str) -> str | None:
    """The class name of one, where the name given is that of many."""
    if acronym := _PLURAL_ACRONYM.search(class_name):
        return class_name[: acronym.end(1)]
    *others, last = _WORD_START.split(class_name)
    if last.isupper() or (singular := singular_of(last.lower())) is None:
        return None
    return "".join([*others, singular.capitalize()])


def _better_name(class_name: str) -> str:
    generic = f"Custom{_singular(class_name) or class_name}"
    return BETTER_NOUNS.get(class_name.lower(), generic)


def _refuse_plural(text: str, class_name: str) -> None:
    singular = None if noun_conflict(class_name) else _singular(class_name)
    if singular is None:
        return
    if noun_conflict(singular):
        singular = _better_name(singular)
    raise UsageError(
        f"'{text}' is a plural, and a resource is named after one of its rows",
        hint=f"did you mean {singular}? To keep the name, give its plural with --plural",
    )


def _refuse_long(noun: Noun) -> None:
    for name in (noun.singular, noun.plural):
        if len(name) > MAX_NAME_LENGTH:
            raise UsageError(
                f"the name '{name}' has {len(name)} characters",
                hint=f"use {MAX_NAME_LENGTH} at most",
            )


def _refuse_reserved(noun: Noun) -> None:
    if conflict := noun_conflict(noun.class_name):
        raise UsageError(
            f"a resource cannot be called {noun.class_name}: that is {conflict}",
            hint=f"say which kind it is; try {_better_name(noun.class_name)}",
        )
    if conflict := plural_conflict(noun.plural):
        raise UsageError(
            f"the plural of {noun.class_name} cannot be '{noun.plural}': that is {conflict}",
            hint=f"try {_better_name(noun.class_name)}, or choose another plural with --plural",
        )
