"""What is asked for, and how a refusal looks."""

from httpx2 import Response

REGISTER = "/api/v1/auth/register"
JSON = {"Content-Type": "application/json"}
ORIGIN = "https://app.example.com"
LIMIT = 1000


def is_problem(response: Response, status: int) -> bool:
    problem = response.json()
    return bool(
        response.status_code == problem["status"] == status
        and response.headers["content-type"] == "application/problem+json"
        and int(response.headers["content-length"]) == len(response.content)
        and problem["request_id"] == response.headers["x-request-id"]
    )
