"""How answers look."""

from httpx2 import Response


def is_problem(response: Response, status: int) -> bool:
    """Whether it is an error in the format of all errors, with this status."""
    problem = response.json()
    return bool(
        response.status_code == problem["status"] == status
        and response.headers["content-type"] == "application/problem+json"
        and int(response.headers["content-length"]) == len(response.content)
        and problem["request_id"] == response.headers["x-request-id"]
    )
