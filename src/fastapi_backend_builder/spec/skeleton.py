"""A file without what makes it long: relations of many other models, or includes of many routers.

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
_INCLUDE = r"router\.include_router\(\w+\.router\)\n"
_INCLUDES = re.compile(rf"^(?:{_INCLUDE})+(?={_INCLUDE})", re.MULTILINE)


@lru_cache(maxsize=8)
def skeleton(text: str) -> str:
    """The text with blank lines in place of these, and of the imports for relations.

    What is left stands on its own line and column. Of each run the last stays, and shows its place.
    """
    if "include_router" in text:
        text = _INCLUDES.sub(_blank, text)
    if "relationship" in text:
        text = _IMPORTS.sub(_blank, _RELATIONS.sub(_blank, text))
    return text


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")
