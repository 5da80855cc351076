"""Other people's libraries in a generated project, wired as their own documentation has it.

How each is wired stands in `ecosystem/`. They are in an environment of their own, since the
template does not depend on them; `./dev test` makes it.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from e2e.processes import EMAIL, Answer, Client, call, serving

from fastapi_backend_builder.project.template import template_text

REPOSITORY = Path(__file__).parents[2]
WIRED = Path(__file__).parent / "ecosystem"
PYTHON = REPOSITORY / ".venv/ecosystem/bin/python"
USERS = "/api/v1/users"
ACCEPTED = "6f0c1f9a7a5f4b6c8f1f2d3c4b5a6978"

Wire = Callable[[str], AbstractContextManager[Client]]


@pytest.fixture
def wire(template: Path) -> Wire:
    """A server of a project to which a library is wired, for somebody who is signed in."""
    assert PYTHON.exists(), "./dev test tests/e2e makes the environment of these tests"

    @contextmanager
    def serve(name: str) -> Iterator[Client]:
        (template / "wired.py").write_bytes((WIRED / f"{name}.py").read_bytes())
        # What is imported is compiled once for all of them.
        written = {"PYTHONDONTWRITEBYTECODE": ""}
        with serving(template, app="wired:app", python=str(PYTHON), **written) as client:
            client.register()
            yield client

    return serve


def wait_for(ask: Callable[[], Any], holds: Callable[[Any], bool]) -> Any:
    """What is asked for, as soon as it holds."""
    end = monotonic() + 30
    while not holds(answer := ask()):
        assert monotonic() < end, answer
    return answer


def is_problem(answer: Answer, status: int) -> bool:
    return bool(
        answer.status == answer.body["status"] == status
        and answer.headers["content-type"] == "application/problem+json"
        and answer.body["request_id"] == answer.headers["x-request-id"]
    )


def test_what_the_project_depends_on_is_there_beside_them() -> None:
    """So pip can install all of them: what it takes for them is what the project asks for too."""
    required = tomllib.loads(template_text("pyproject.toml"))["project"]["dependencies"]
    check = (
        "import json, sys; from importlib.metadata import version\n"
        "from packaging.requirements import Requirement\n"
        "wanted = map(Requirement, json.load(sys.stdin))\n"
        "print([str(r) for r in wanted if version(r.name) not in r.specifier])"
    )

    found = call(REPOSITORY, str(PYTHON), "-c", check, typed=json.dumps(required))

    assert found == "[]\n"


def test_fastapi_pagination(wire: Wire) -> None:
    with wire("pagination") as client:
        page = client.get("/api/v1/people?page=1&size=10")
        refused = client.get("/api/v1/people?size=0")
        client.headers.clear()
        closed = client.get("/api/v1/people")

    assert (page.status, page.body["total"]) == (200, 1)
    assert [person["email"] for person in page.body["items"]] == [EMAIL]
    assert is_problem(refused, 422)
    assert is_problem(closed, 401)


def test_fastapi_filter(wire: Wire) -> None:
    with wire("filters") as client:
        client.register("grace@example.com")
        found = client.get("/api/v1/people?email__ilike=GRACE&order_by=-id")
        refused = client.get("/api/v1/people?order_by=nothing")

    assert [person["email"] for person in found.body] == ["grace@example.com"]
    assert is_problem(refused, 422)


def test_starlette_admin(wire: Wire) -> None:
    with wire("admin") as client:
        page = client.get("/admin/user/list")
        script = re.search(r'src="(?:http://[^/]+)?(/admin/static[^"]+\.js)', page.body)
        assert script
        static = client.get(script[1])
        missing = client.get("/admin/nothing/list")
        still_ours = client.get(f"{USERS}/me")

    assert page.status == static.status == still_ours.status == 200
    assert "no-store" not in static.headers.get("cache-control", "")
    assert EMAIL in page.body
    assert missing.status == 404


def test_strawberry(wire: Wire) -> None:
    with wire("graphql") as client:
        answer = client.post("/graphql", {"query": "{ me people }"})
        wrong = client.post("/graphql", {"query": "{ you }"})
        client.headers.clear()
        closed = client.post("/graphql", {"query": "{ me }"})

    assert answer.body == {"data": {"me": EMAIL, "people": 1}}
    assert "you" in wrong.body["errors"][0]["message"]
    assert is_problem(closed, 401)


def test_prometheus_fastapi_instrumentator(wire: Wire) -> None:
    with wire("metrics") as client:
        client.get(f"{USERS}/4711")
        client.get("/health")
        metrics = client.get("/metrics").body

    for handler, status in ((f"{USERS}/{{user_id}}", "4xx"), ("/health", "2xx")):
        total = f'http_requests_total{{handler="{handler}",method="GET",status="{status}"}} 1.0'
        assert total in metrics


def test_opentelemetry(wire: Wire) -> None:
    with wire("tracing") as client:
        client.get(f"{USERS}/me")
        client.get(f"{USERS}/4711")
        broken = client.get("/broken")
        spans = client.get("/spans").body

    assert ["GET /api/v1/users/me", "UNSET"] in spans
    assert ["GET /api/v1/users/{user_id}", "UNSET"] in spans
    assert ["GET /broken", "ERROR"] in spans
    assert is_problem(broken, 500)


def test_sentry(wire: Wire) -> None:
    with wire("errors") as client:
        client.get(f"{USERS}/me")
        broken = client.get("/api/v1/broken/7")
        sent = client.get("/sent").body

    assert {"type": "error", "transaction": "/api/v1/broken/{number}"} in sent
    assert {"type": "transaction", "transaction": "/api/v1/users/me"} in sent
    assert is_problem(broken, 500)


def test_asgi_correlation_id(wire: Wire) -> None:
    with wire("correlation") as client:
        made = client.get("/correlated")
        client.headers["X-Request-ID"] = ACCEPTED
        kept = client.get("/correlated")
        client.headers["X-Request-ID"] = "not-a-uuid"
        replaced, refused, broken = map(client.get, ("/correlated", "/refused", "/broken"))

    for answer in (made, kept, replaced):
        assert answer.body == answer.headers["x-request-id"]
        assert f"correlated {answer.body} asked\n" in client.log
    assert kept.body == ACCEPTED
    assert replaced.body != "not-a-uuid"
    assert is_problem(refused, 409)
    assert refused.body["data"] == {"correlated": refused.headers["x-request-id"]}
    assert is_problem(broken, 500)


def test_slowapi(wire: Wire) -> None:
    with wire("limits") as client:
        answers = [client.get("/api/v1/limited") for _ in range(3)]

    assert [answer.status for answer in answers] == [200, 200, 429]
    assert "2 per 1 hour" in answers[-1].body["error"]


def test_sse_starlette(wire: Wire) -> None:
    with wire("events") as client:
        stream = client.get("/api/v1/events")
        client.headers.clear()
        closed = client.get("/api/v1/events")

    assert stream.headers["content-type"].startswith("text/event-stream")
    assert re.findall(r"data: (.*?)\r", stream.body) == [f"{EMAIL} {i}" for i in range(3)]
    assert is_problem(closed, 401)


def test_apscheduler(wire: Wire) -> None:
    with wire("jobs") as client:
        counted = wait_for(lambda: client.get("/counted").body, lambda body: 1 in body)

    assert counted
