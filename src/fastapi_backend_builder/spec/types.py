"""The types a field can have, and what each of them allows."""

from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Final


class FieldType(StrEnum):
    """The word for a type in the field grammar."""

    STR = "str"
    INT = "int"
    BIGINT = "bigint"
    FLOAT = "float"
    DECIMAL = "decimal"
    BOOL = "bool"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    UUID = "uuid"
    TEXT = "text"
    JSON = "json"
    BYTES = "bytes"
    EMAIL = "email"
    URL = "url"
    SLUG = "slug"
    ENUM = "enum"
    REF = "ref"
    MANY = "many"


# Words for a type in other languages and tools, where the spelling alone does not lead to ours.
OTHER_WORDS = {
    "binary": FieldType.BYTES,
    "blob": FieldType.BYTES,
    "char": FieldType.STR,
    "choice": FieldType.ENUM,
    "dict": FieldType.JSON,
    "double": FieldType.FLOAT,
    "fk": FieldType.REF,
    "foreignkey": FieldType.REF,
    "long": FieldType.BIGINT,
    "number": FieldType.INT,
    "timestamp": FieldType.DATETIME,
    "varchar": FieldType.STR,
}


class DefaultMarker(Enum):
    """A default that is not a literal value."""

    ABSENT = "absent"
    NOW = "now"
    TODAY = "today"


NO_DEFAULT: Final = DefaultMarker.ABSENT
NOW: Final = DefaultMarker.NOW
TODAY: Final = DefaultMarker.TODAY


class OnDelete(StrEnum):
    """What becomes of a row when the one that it refers to is deleted."""

    RESTRICT = "restrict"  # That one stays.
    CASCADE = "cascade"
    SET_NULL = "set_null"


Number = int | float | Decimal
Default = str | bool | Number | date | datetime | time | DefaultMarker

NUMBERS = frozenset({FieldType.INT, FieldType.BIGINT, FieldType.FLOAT, FieldType.DECIMAL})

# Signed 32-bit and 64-bit columns.
INTEGER_LIMITS = {
    FieldType.INT: (-(2**31), 2**31 - 1),
    FieldType.BIGINT: (-(2**63), 2**63 - 1),
}

# The highest `max=`, in characters (bytes for `bytes`).
# 254 is the longest address that RFC 5321 lets through; 2083 is what Pydantic's HttpUrl takes.
LENGTH_LIMITS = {
    FieldType.STR: 2000,
    FieldType.TEXT: 10 * 1024 * 1024,
    FieldType.BYTES: 10 * 1024 * 1024,
    FieldType.EMAIL: 254,
    FieldType.URL: 2083,
    FieldType.SLUG: 255,
}

# The lowest `max=`: the length of `a@b.co` and of `http://a.b/c`.
LOWEST_MAX = {FieldType.EMAIL: 6, FieldType.URL: 12}

# The longest value of a field that does not say `max=`; the other types have no limit then.
DEFAULT_LENGTHS = {
    FieldType.STR: 255,
    FieldType.TEXT: 100_000,
    FieldType.EMAIL: 254,
    FieldType.URL: 2083,
    FieldType.SLUG: 255,
}

# What refers to rows of a model.
RELATIONS = (FieldType.REF, FieldType.MANY)

# What can have a `pattern=`, or be empty with `min=0`; the other texts have a pattern of their own.
PATTERNED = (FieldType.STR, FieldType.TEXT)

DEFAULT_PRECISION = 12
DEFAULT_SCALE = 2
MAX_PRECISION = 18  # SQLite keeps a decimal as one scaled 64-bit integer.

UNINDEXED = {
    FieldType.JSON: "a JSON document has no order to index",
    FieldType.TEXT: "a text can be longer than an index entry",
    FieldType.BYTES: "a bytes value can be longer than an index entry",
    FieldType.MANY: "the table between the two has its indexes",
}

NEVER_UNIQUE = UNINDEXED | {
    FieldType.BOOL: "a unique bool would allow two rows only",
    FieldType.MANY: "what is one row's alone refers to it: give the other model a ref",
}

# A unique field needs this many values at least, for two rows and a request in a test.
FEWEST_UNIQUE = 3
# So many texts of a pattern are looked for.
MOST_EXAMPLES = 10

NO_LITERAL = {
    FieldType.REF: "the id of a row is not known in advance",
    FieldType.MANY: "a list begins empty",
    FieldType.UUID: "the same id for every row helps nobody",
    FieldType.JSON: "a JSON document does not fit the field grammar",
    FieldType.BYTES: "bytes do not fit the field grammar",
    FieldType.EMAIL: "an address belongs to one person",
    FieldType.URL: "the colon of a URL separates parts of a field",
}
