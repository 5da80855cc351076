"""What clients can do with a resource."""

from difflib import get_close_matches
from enum import StrEnum

from fastapi_backend_builder.errors import UsageError


class Operation(StrEnum):
    LIST = "list"
    GET = "get"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


ALL = tuple(Operation)
_OTHER_WORDS = {"read": "get", "show": "get", "post": "create", "patch": "update", "put": "update"}
_HINT = "write --only list,get"


def read_operations(text: str) -> tuple[Operation, ...]:
    """Those that are named, in the usual order."""
    words = text.split(",")
    for word in words:
        refuse_unknown(word, _HINT)
    if set(words) == {Operation.DELETE}:
        raise UsageError("what can only be deleted cannot be seen", hint="add list or get")
    return tuple(operation for operation in ALL if operation in words)


def refuse_unknown(word: str, hint: str) -> None:
    if word in list(Operation):
        return
    guesses = get_close_matches(word.lower(), ALL, n=1)
    guess = _OTHER_WORDS.get(word.lower()) or next(iter(guesses), None)
    proposal = f"did you mean '{guess}'? " if guess else ""
    operations = f"operations: {', '.join(ALL)}"
    raise UsageError(f"{word!r} is no operation", hint=f"{proposal}{operations}; {hint}")
