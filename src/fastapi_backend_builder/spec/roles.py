"""Who may do what with a resource: everybody, who is signed in, or who has a role."""

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import get_close_matches

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.names import MAX_NAME_LENGTH, Noun
from fastapi_backend_builder.spec.operations import ALL, Operation, refuse_unknown

PUBLIC = "public"
ANY_USER = "user"
ADMIN = "admin"

_HINT = "write --roles list=public,create=editor: public, user (who is signed in), or a role"
_ROLE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_READING = (Operation.LIST, Operation.GET)
_VERBS = {
    Operation.LIST: "list",
    Operation.GET: "see",
    Operation.CREATE: "add",
    Operation.UPDATE: "change",
    Operation.DELETE: "delete",
}

Roles = tuple[tuple[Operation, str], ...]


@dataclass(frozen=True, slots=True)
class Permission:
    """What a role has so that it may do some operations."""

    noun: Noun
    word: str
    role: str
    operations: tuple[Operation, ...]

    @property
    def member(self) -> str:
        return f"{self.noun.plural}_{self.word}".upper()

    @property
    def value(self) -> str:
        return f"{self.noun.path}:{self.word}"

    @property
    def description(self) -> str:
        *others, last = (_VERBS[operation] for operation in self.operations)
        verbs = f"{', '.join(others)} and {last}" if others else last
        return f"{verbs.capitalize()} {self.noun.human_plural}"


def read_roles(text: str, operations: tuple[Operation, ...]) -> Roles:
    """Who may do each operation that is named, in the usual order."""
    given: dict[str, str] = {}
    for part in text.split(","):
        operation, equals, role = part.partition("=")
        refuse_unknown(operation, _HINT)
        if not equals or not role:
            raise UsageError(f"'{part}' does not say who may {operation}", hint=_HINT)
        if operation not in operations:
            raise UsageError(
                f"--only leaves '{operation}' out, and --roles says who may do it",
                hint="take it out of --roles, or add it to --only",
            )
        if operation in given:
            raise UsageError(f"--roles says twice who may {operation}", hint="leave one out")
        _refuse_role(role)
        given[operation] = role
    return tuple((operation, given[operation]) for operation in ALL if operation in given)


def permissions_of(noun: Noun, roles: Roles) -> list[Permission]:
    """One to read and one to write; one for each operation where those have several roles."""
    asked = [(operation, role) for operation, role in roles if role not in (PUBLIC, ANY_USER)]
    reading = [(operation, role) for operation, role in asked if operation in _READING]
    writing = [(operation, role) for operation, role in asked if operation not in _READING]
    return [*_permissions(noun, "read", reading), *_permissions(noun, "write", writing)]


def _permissions(noun: Noun, word: str, asked: list[tuple[Operation, str]]) -> list[Permission]:
    by_role: dict[str, list[Operation]] = defaultdict(list)
    for operation, role in asked:
        by_role[role].append(operation)
    if len(by_role) == 1:
        return [Permission(noun, word, role, tuple(of)) for role, of in by_role.items()]
    return [Permission(noun, operation, role, (operation,)) for operation, role in asked]


def _refuse_role(role: str) -> None:
    close = [word for word in get_close_matches(role, (PUBLIC, ANY_USER, ADMIN), cutoff=0.75)]
    if close and close[0] != role:
        raise UsageError(f"{role!r} is no role", hint=f"did you mean '{close[0]}'? {_HINT}")
    if not _ROLE.fullmatch(role) or len(role) > MAX_NAME_LENGTH:
        raise UsageError(
            f"{role!r} cannot be the name of a role",
            hint=f"lower case, digits and _, {MAX_NAME_LENGTH} characters at most; {_HINT}",
        )
