"""The field language: `name:type[=args][:flag|:key=value]*`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.arguments import (
    SELF,
    read_enum_values,
    read_precision,
    read_target,
)
from fastapi_backend_builder.spec.computed import why_no_rule
from fastapi_backend_builder.spec.constraints import Bounds, Lengths
from fastapi_backend_builder.spec.literals import format_default, read_literal
from fastapi_backend_builder.spec.modifiers import BOUNDS, FLAGS, Modifiers, read_modifiers
from fastapi_backend_builder.spec.names import (
    MAX_NAME_LENGTH,
    plurals_of,
    singular_name,
    snake_case,
)
from fastapi_backend_builder.spec.numeric import Numeric, format_number
from fastapi_backend_builder.spec.other_side import read_other_side
from fastapi_backend_builder.spec.patterns import MAX_SIZE, examples, read_pattern
from fastapi_backend_builder.spec.pieces import Piece, quoted
from fastapi_backend_builder.spec.plurals import pluralize
from fastapi_backend_builder.spec.reserved import better_field, field_conflict, sql_conflict
from fastapi_backend_builder.spec.types import (
    DEFAULT_LENGTHS,
    DEFAULT_PRECISION,
    DEFAULT_SCALE,
    FEWEST_UNIQUE,
    LENGTH_LIMITS,
    MOST_EXAMPLES,
    NO_DEFAULT,
    NUMBERS,
    OTHER_WORDS,
    PATTERNED,
    Default,
    FieldType,
    Number,
    OnDelete,
)

NAME = re.compile(r"[a-z][a-z0-9_]*")
_TYPES = f"types: {', '.join(FieldType)}"


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a resource, or its links to many rows, with every choice resolved.

    `private` is in no answer, `readonly` in no request. Lengths are in characters (bytes for
    `bytes`). `target` is the class name of the model that a `ref` or a `many` points to, or `self`;
    where that has UUIDs as ids, it is an `uuid_target`. `other_side` is what that model calls these
    rows, where a name was given. `singular` is what one of `many` rows is called, and `link_table`
    their table, where it has not its usual name. An `enum` keeps its default as one of
    `enum_values`.
    """

    name: str
    type: FieldType
    optional: bool = False
    unique: bool = False
    index: bool = False
    private: bool = False
    readonly: bool = False
    default: Default = NO_DEFAULT
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    ge: Number | None = None
    gt: Number | None = None
    le: Number | None = None
    lt: Number | None = None
    precision: int | None = None
    scale: int | None = None
    enum_values: tuple[str, ...] = ()
    target: str | None = None
    on_delete: OnDelete = OnDelete.RESTRICT
    uuid_target: bool = False
    other_side: str | None = None
    singular: str = ""
    link_table: str | None = None

    @property
    def column(self) -> str:
        """What requests and answers call it."""
        match self.type:
            case FieldType.REF:
                return f"{self.name}_id"
            case FieldType.MANY:
                return f"{self.singular}_ids"
        return self.name

    @property
    def value_type(self) -> FieldType:
        """The type of its values, which for a reference is that of an id."""
        return FieldType.UUID if self.uuid_target else self.type

    @property
    def is_stripped(self) -> bool:
        """Whether requests hold it without white space around it, and never empty."""
        return self.type in PATTERNED and self.pattern is None and self.min_length != 0

    @property
    def has_default(self) -> bool:
        return self.default is not NO_DEFAULT

    @property
    def required(self) -> bool:
        """Whether a request that creates a row must have it."""
        return not (self.readonly or self._may_be_absent)

    @property
    def is_computed(self) -> bool:
        """Whether the service has to give a new row its value."""
        return self.readonly and not self._may_be_absent

    @property
    def _may_be_absent(self) -> bool:
        return self.optional or self.has_default or self.type is FieldType.MANY

    @property
    def cascade(self) -> bool:
        return self.on_delete is OnDelete.CASCADE

    @property
    def examples(self) -> list[str]:
        """Some texts that match the pattern, all different."""
        found = examples(self.pattern or "", self.min_length or 0, self.max_length or MAX_SIZE)
        return list(islice(found, MOST_EXAMPLES))

    @property
    def numeric(self) -> Numeric:
        """What a field of a number type can hold."""
        return Numeric(self.type, self.precision, self.scale)


def parse_field(text: str, *, resource: str = "item") -> Field:
    """Read one field; `resource` is the singular that proposals for a name begin with."""
    name, kind, modifier_pieces = _split(text)
    type_piece, argument = kind.partition("=")
    field = Field(name.text, _read_type(type_piece))
    _refuse_name(name, field, resource)
    field = _with_singular(_with_argument(field, kind, argument), resource)
    modifiers = read_modifiers(field.type, modifier_pieces)
    lengths = Lengths.read(field.type, modifiers)
    bounds = Bounds.read(field.numeric, modifiers)
    field = _with_constraints(_with_flags(field, modifiers), lengths, bounds)
    if field.unique and field.enum_values and len(field.enum_values) < FEWEST_UNIQUE:
        raise modifiers["unique"].error(
            f"the enum has only {len(field.enum_values)} values",
            hint=f"leave out unique, or make room for {FEWEST_UNIQUE} values",
        )
    if pattern := modifiers.get("pattern"):
        field = _with_pattern(field, pattern, modifiers)
    if modifiers.keys() & {"cascade", "on_delete"}:
        field = replace(field, on_delete=_read_on_delete(field, modifiers))
    if other_side := modifiers.get("as"):
        field = replace(field, other_side=read_other_side(other_side))
    if default := modifiers.get("default"):
        field = _with_default(field, default, lengths, bounds)
    _refuse_unset(field, modifiers, bounds)
    return field


def to_text(field: Field) -> str:
    """Write a field in its shortest form; parsing that gives an equal field."""
    return ":".join([field.name, field.type + _argument_text(field), *_modifier_texts(field)])


def _split(text: str) -> tuple[Piece, Piece, list[Piece]]:
    if not text.isprintable():
        raise UsageError(
            f"the field {text!r} has an invisible character", hint="write it on one line"
        )
    name, *others = Piece.whole(text).split(":")
    if not others:
        raise name.error("no type", hint=f"write name:type, such as title:str; {_TYPES}")
    return name, others[0], others[1:]


def _read_type(piece: Piece) -> FieldType:
    if piece.text in list(FieldType):
        return FieldType(piece.text)
    word = piece.text.lower()
    guess = OTHER_WORDS.get(word) or next(iter(get_close_matches(word, FieldType, n=1)), None)
    proposal = f"did you mean '{guess}'? " if guess else ""
    raise piece.error(f"unknown type '{piece.text}'", hint=proposal + _TYPES)


def _refuse_name(piece: Piece, field: Field, resource: str) -> None:
    if not NAME.fullmatch(field.name) or len(field.name) > MAX_NAME_LENGTH:
        raise piece.error(f"'{field.name}' is not a field name", hint=_name_hint(field, resource))
    if conflict := field_conflict(field.name) or sql_conflict(field.column):
        raise piece.error(
            f"'{field.name}' is {conflict}", hint=f"try '{better_field(field.name, resource)}'"
        )
    if field.type is FieldType.MANY and field.name.endswith("_ids"):
        base = pluralize(field.name.removesuffix("_ids"))
        raise piece.error(
            "the name of a many is that of the objects, not of their ids",
            hint=f"write {base}:many, which requests and answers call {field.name}",
        )
    base = field.name.removesuffix("_id")
    if field.type is FieldType.REF and base != field.name:
        raise piece.error(
            "the name of a ref is that of the object, not of its id",
            hint=f"write {base}:ref, which makes the column {field.name}",
        )


def _refuse_unset(field: Field, modifiers: Modifiers, bounds: Bounds) -> None:
    reason = why_no_rule(field.type, modifiers, field.max_length, bounds)
    if field.is_computed and reason:
        raise modifiers["readonly"].error(
            f"no request sets a readonly field, and {reason}",
            hint="add optional or default=; the service can set another value",
        )


def _name_hint(field: Field, resource: str) -> str:
    allowed = f"a name is snake_case: a-z, 0-9 and _, from a letter, {MAX_NAME_LENGTH} at most"
    proposal = re.sub(r"[\W_]+", "_", snake_case(field.name)).strip("_")
    if not NAME.fullmatch(proposal) or len(proposal) > MAX_NAME_LENGTH:
        return allowed
    if field_conflict(proposal) or sql_conflict(proposal):
        proposal = better_field(proposal, resource)
    return f"did you mean '{proposal}'? {allowed}"


def _with_argument(field: Field, kind: Piece, argument: Piece | None) -> Field:
    match field.type:
        case FieldType.DECIMAL:
            digits = read_precision(argument) if argument else (DEFAULT_PRECISION, DEFAULT_SCALE)
            return replace(field, precision=digits[0], scale=digits[1])
        case FieldType.ENUM if argument:
            return replace(field, enum_values=read_enum_values(argument))
        case FieldType.ENUM:
            raise kind.error("an enum needs its values", hint="write enum=open/done")
        case FieldType.REF | FieldType.MANY if argument:
            return replace(field, target=read_target(argument))
        case FieldType.MANY:
            raise kind.error("a many needs its model", hint="write many=Tag or many=self")
        case FieldType.REF:
            raise kind.error("a ref needs its model", hint="write ref=User or ref=self:optional")
        case _ if argument:
            length = f"; for a length, write {field.type}:max={argument.text}"
            hint = f"write {field.type}" + (length if field.type in LENGTH_LIMITS else "")
            raise kind.error(f"the type {field.type} takes no argument", hint=hint)
        case _:
            return field


def _with_singular(field: Field, resource: str) -> Field:
    if field.type is not FieldType.MANY:
        return field
    target = resource if field.target == SELF else str(field.target)
    return replace(field, singular=singular_name(field.name, plurals_of(target)))


def _with_flags(field: Field, modifiers: Modifiers) -> Field:
    unique = "unique" in modifiers
    wants_index = "index" in modifiers or field.type is FieldType.REF
    return replace(
        field,
        optional="optional" in modifiers,
        unique=unique,
        index=wants_index and not unique,  # A unique constraint is an index already.
        private="private" in modifiers,
        readonly="readonly" in modifiers,
    )


def _with_constraints(field: Field, lengths: Lengths, bounds: Bounds) -> Field:
    return replace(
        field,
        min_length=lengths.min,
        max_length=lengths.max,
        ge=bounds.ge,
        gt=bounds.gt,
        le=bounds.le,
        lt=bounds.lt,
    )


def _read_on_delete(field: Field, modifiers: Modifiers) -> OnDelete:
    piece = modifiers.get("on_delete") or modifiers["cascade"]
    if piece.text not in list(OnDelete):
        raise piece.error(f"'{piece.text}' is nothing to do", hint=f"write {', '.join(OnDelete)}")
    if piece.text == OnDelete.SET_NULL and not field.optional:
        raise piece.error(
            "a field that is required is never null", hint="add optional, or write cascade"
        )
    return OnDelete(piece.text)


def _with_pattern(field: Field, piece: Piece, modifiers: Modifiers) -> Field:
    field = replace(field, pattern=read_pattern(piece))
    count = len(field.examples)
    if not count:
        raise piece.error(
            "no text of the field's length was found that matches", hint="change min=, max= or it"
        )
    if field.unique and count < FEWEST_UNIQUE:
        raise modifiers["unique"].error(
            f"no more than {count} texts were found that match the pattern",
            hint=f"leave out unique, or make room for {FEWEST_UNIQUE} values",
        )
    return field


def _with_default(field: Field, piece: Piece, lengths: Lengths, bounds: Bounds) -> Field:
    if field.type in NUMBERS:
        return replace(field, default=bounds.read_default(piece))
    if field.type is FieldType.ENUM:
        return replace(field, default=_read_member(field, piece))
    if field.type in LENGTH_LIMITS:
        lengths.check(piece)
    if not piece.text and field.min_length is None and field.is_stripped:
        field = replace(field, min_length=0)
    if field.is_stripped and piece.text != piece.text.strip():
        raise piece.error(
            "the default has white space around it", hint="leave it out, or keep it with min=0"
        )
    if field.pattern and not re.fullmatch(field.pattern, piece.text):
        raise piece.error(
            f"the default does not match {field.pattern}", hint=f"such as {field.examples[0]}"
        )
    return replace(field, default=read_literal(field.type, piece))


def _read_member(field: Field, piece: Piece) -> str:
    if piece.text in field.enum_values:
        return piece.text
    guesses = get_close_matches(piece.text, field.enum_values, n=1)
    proposal = f"did you mean '{guesses[0]}'? " if guesses else ""
    raise piece.error(
        f"the default '{piece.text}' is not one of the values",
        hint=f"{proposal}values: {', '.join(field.enum_values)}",
    )


def _argument_text(field: Field) -> str:
    match field.type:
        case FieldType.DECIMAL:
            return f"={field.precision}.{field.scale}"
        case FieldType.ENUM:
            return f"={'/'.join(field.enum_values)}"
        case FieldType.REF | FieldType.MANY:
            return f"={field.target}"
        case _:
            return ""


def _modifier_texts(field: Field) -> Iterator[str]:
    for flag in FLAGS:
        if getattr(field, flag) and (flag, field.type) != ("index", FieldType.REF):
            yield flag
    if field.min_length is not None:
        yield f"min={field.min_length}"
    if field.max_length not in (None, DEFAULT_LENGTHS.get(field.type)):
        yield f"max={field.max_length}"
    yield from _relation_texts(field)
    if field.pattern is not None:
        yield f"pattern={quoted(field.pattern)}"
    for word in BOUNDS:
        if (bound := getattr(field, word)) is not None:
            yield f"{word}={format_number(bound)}"
    if field.has_default:
        yield f"default={quoted(format_default(field.default))}"


def _relation_texts(field: Field) -> Iterator[str]:
    if field.on_delete is OnDelete.SET_NULL:
        yield f"on_delete={field.on_delete}"
    if field.other_side is not None:
        yield f"as={field.other_side}"
