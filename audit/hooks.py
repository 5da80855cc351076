"""What schemathesis cannot know of a generated project."""

from typing import Any

import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

NOT_VALID = "The request is not valid"
# JSON Schema has no word for names such as .test, where no mail can go.
UNSAID = "not a valid email address"


@schemathesis.check
def valid_data_is_accepted(ctx: Any, response: Any, case: Any) -> bool | None:
    """A reference to nothing is valid data, and so is an unknown cursor: the answer is 422 too."""
    if response.status_code == 422 and _is_unsaid(response.json()):
        return None
    return positive_data_acceptance(ctx, response, case)


def _is_unsaid(problem: dict[str, Any]) -> bool:
    if problem["detail"] != NOT_VALID:
        return True
    return all(UNSAID in error["message"] for error in problem["errors"])


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
