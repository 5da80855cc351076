"""Slugs that are made of a text: what a row is called in an address."""

import re
import unicodedata
from secrets import token_hex

LONGEST = 255
# At the end of one that no other row has.
RANDOM_BYTES = 4


def slug_of(text: str, longest: int = LONGEST) -> str:
    """Its letters and digits as far as ASCII has them: "Über uns!" is uber-uns."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall("[a-z0-9]+", plain))[:longest].rstrip("-")
    return slug or token_hex(RANDOM_BYTES)[:longest]


def unique_slug(text: str, longest: int = LONGEST) -> str:
    """The same with a random end, so that rows of the same text have different ones."""
    end = token_hex(RANDOM_BYTES)
    return f"{slug_of(text, longest - len(end) - 1)}-{end}"
