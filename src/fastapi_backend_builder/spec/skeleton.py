"""A model's file without what makes it long: the relations that end there, of many other models.

All are alike, so what looks for something else in the file need not parse them.
"""

import re
from functools import lru_cache

_ARGUMENTS = r'(?:[\w =,.|()\[\]]|"[^"\n]+")*'
_START = r" {4}\w+: Mapped\[[^\n=]*\] = relationship\("
# As the builder writes them.
_RELATION = rf"{_START}(?:{_ARGUMENTS}\)|\n(?: {{8}}{_ARGUMENTS}\n)+ {{4}}\))\n"
RELATION = re.compile(rf"^{_RELATION}", re.MULTILINE)
# With another below: the last of several stays.
_RELATIONS = re.compile(rf"^(?:{_RELATION})+(?={_START})", re.MULTILINE)
_IMPORT = r" {4}from [\w.]+ import \w+\n"
_IMPORTS = re.compile(rf"^(?:{_IMPORT})+(?={_IMPORT})", re.MULTILINE)


@lru_cache(maxsize=8)
def skeleton(text: str) -> str:
    """The text with blank lines in place of such relations and of the imports for them.

    What is left stands on its own line and column. Of each run the last stays, and shows its place.
    """
    return _IMPORTS.sub(_blank, _RELATIONS.sub(_blank, text))


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")
