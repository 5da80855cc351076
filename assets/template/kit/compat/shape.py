"""Whether things of a library have the attributes and parameters that they are used by."""

from inspect import get_annotations, isclass, isroutine, signature
from typing import Any

# One sentence for each thing that is not as it was, for the log.
missing: list[str] = []


class ChangedError(Exception):
    """A thing of a library is not what it was."""


def check(thing: Any, names: str) -> None:
    """Raise ChangedError unless it has all attributes, or as a function all parameters."""
    if gone := sorted(set(names.split()) - names_of(thing)):
        name = getattr(thing, "__qualname__", "") or getattr(thing, "__name__", "")
        raise ChangedError(f"{name or type(thing).__qualname__} has no {', '.join(gone)}")


def has(thing: Any, names: str, otherwise: str) -> bool:
    """The same for what has a replacement; `otherwise` says in the log what is different then."""
    try:
        check(thing, names)
    except ChangedError as error:
        missing.append(f"{otherwise}: {error}")
        return False
    return True


def names_of(thing: Any) -> set[str]:
    """Those of its attributes; of a function, of its parameters."""
    if isroutine(thing):
        return set(signature(thing).parameters)
    # Attributes of instances are often declared only.
    bases = thing.__mro__ if isclass(thing) else ()
    return set(dir(thing)).union(*(get_annotations(base) for base in bases))
