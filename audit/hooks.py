"""What schemathesis cannot know of a generated project."""

import os
import re
from typing import Any
from uuid import UUID

import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

NOT_VALID = "The request is not valid"
# JSON Schema has no word for names such as .test, where no mail can go, and would need a long list
# for passwords, and for all that cannot be sorted by together, such as `year` and `-year`.
UNSAID = (
    "not a valid email address",
    "is one of the passwords that are guessed first",
    "must not name the same twice",
)

# Users in the order in which `rows.py` makes them, and what it makes for them.
USERS = ("user@example.com", "admin@example.com")
ROWS = 3
PARENT = 900_001
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@schemathesis.check
def valid_data_is_accepted(ctx: Any, response: Any, case: Any) -> bool | None:
    """A reference to nothing is valid data, 422 too; so is the tag of another version, 412."""
    if response.status_code == 412:
        return None
    if response.status_code == 422 and _is_unsaid(response.json()):
        return None
    return positive_data_acceptance(ctx, response, case)


def _is_unsaid(problem: dict[str, Any]) -> bool:
    if problem["detail"] != NOT_VALID:
        return True
    messages = [error["message"] for error in problem["errors"]]
    return all(any(rule in message for rule in UNSAID) for message in messages)


@schemathesis.hook
def before_load_schema(_: Any, raw_schema: dict[str, Any]) -> None:
    """It tries without a token, and with a wrong one, but only where they are not of OAuth2."""
    schemes = raw_schema["components"]["securitySchemes"]
    schemes["OAuth2PasswordBearer"] = {"type": "http", "scheme": "bearer"}


@schemathesis.hook
def before_call(_: Any, case: Any, **__: Any) -> None:
    if not case.meta or case.meta.generation.mode.is_negative:
        return
    # Its own placeholder, whatever the pattern is.
    if case.headers.get("If-Match") == "0":
        case.headers["If-Match"] = "*"
    # A password that has changed would end the run.
    if case.operation.path != "/api/v1/account/password":
        match case.body:
            case {"current_password": str()}:
                case.body["current_password"] = os.environ["PASSWORD"]
    _name_rows(case)


def _name_rows(case: Any) -> None:
    """Chance finds no row by its UUID, and none by the two or three ids of a path."""
    user = USERS.index(os.environ["EMAIL"])
    for part in ("path_parameters", "query", "body"):
        setattr(case, part, _with_known(getattr(case, part), user))
    names = re.findall(r"{(\w+_id)}", case.operation.path)
    if re.search(r"_id}(/restore)?$", case.operation.path):
        names.pop()
    for name in names:
        is_uuid = isinstance(case.path_parameters[name], str)
        case.path_parameters[name] = str(UUID(int=PARENT + user)) if is_uuid else PARENT + user


def _with_known(node: Any, user: int) -> Any:
    """The same with UUIDs of rows that are there; what others are under is not to be deleted."""
    match node:
        case dict():
            return {name: _with_known(value, user) for name, value in node.items()}
        case list():
            return [_with_known(value, user) for value in node]
        case str() if UUID_TEXT.fullmatch(node):
            return str(UUID(int=user * ROWS + UUID(node).int % ROWS + 1))
        case int() if PARENT <= node < PARENT + len(USERS):
            return user * ROWS + 1
    return node


@schemathesis.hook
def map_body(ctx: Any, body: Any) -> Any:
    """In JSON Schema 1.0 is an integer; nothing that writes JSON writes one like that."""
    match body:
        case dict():
            return {name: map_body(ctx, value) for name, value in body.items()}
        case list():
            return [map_body(ctx, value) for value in body]
        case float() if body.is_integer():
            return int(body)
    return body
