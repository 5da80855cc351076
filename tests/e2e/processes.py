"""Commands run in a project, and servers of it that answer requests."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from fastapi_backend_builder.project.template import template_files

ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name not in {"DATABASE_URL", "TEST_DATABASE_URL", "SECRET_KEY", "ENVIRONMENT", "REDIS_URL"}
} | {"PYTHONDONTWRITEBYTECODE": "1", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
EMAIL, PASSWORD = "ada@example.com", "difference engine"
# Tests ask more often than anybody may.
UNLIMITED = dict.fromkeys(("RATE_LIMIT", "AUTH_LIMIT", "SIGN_IN_LIMIT", "MAIL_LIMIT"), "off")
STARTED = "Application startup complete"
RUNNING = re.compile(r"Uvicorn running on (http://[\d.:]+)")


def call(folder: Path, *command: str, typed: str = "", **variables: str) -> str:
    """Run a command there; its output, or a failure that shows it."""
    code, output = end(folder, *command, typed=typed, **variables)
    assert code == 0, f"{' '.join(command)}\n{output}"
    return output


def end(folder: Path, *command: str, typed: str = "", **variables: str) -> tuple[int, str]:
    """Run a command there to its end; its exit code and output."""
    result = subprocess.run(
        command,
        cwd=folder,
        env=ENVIRONMENT | variables,
        input=typed,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout


def run_tests(project: Path, *options: str, pytest: str = "pytest") -> None:
    """In a place of its own: as root, pytest shuts the PostgreSQL of other tests out of theirs."""
    command = (pytest, "-q", "-p", "no:cacheprovider", *options)
    call(project, *command, TMPDIR=str(project.parent))


def generated_tests(project: Path) -> list[str]:
    """What the project was made with is tested where it is."""
    files = {str(path.relative_to(project)) for path in project.glob("tests/api/test_*.py")}
    return [*sorted(files - template_files().keys()), "tests/test_openapi.py"]


# What every generated project passes.
CHECKS = [
    "ruff check --no-cache .",
    "ruff format --check --no-cache .",
    "mypy --cache-dir=/dev/null",
    "lint-imports --no-cache",
]


def create_admin(folder: Path, **variables: str) -> None:
    call(
        folder,
        sys.executable,
        "-m",
        "app.manage",
        "create-admin",
        EMAIL,
        typed=PASSWORD,
        **variables,
    )


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: Any


class Client:
    """The requests that a user of the server would make; its process, and its log."""

    def __init__(self, url: str, process: subprocess.Popen[str], log: list[str]) -> None:
        self.url = url
        self.process = process
        self.log = log
        self.headers: dict[str, str] = {}

    def request(self, method: str, path: str, *, json_body: Any = None, form: str = "") -> Answer:
        headers = dict(self.headers)
        data = form.encode() or None
        if json_body is not None:
            data = json.dumps(json_body).encode()
            headers["Content-Type"] = "application/json"
        request = Request(self.url + path, data, headers, method=method)  # noqa: S310 - loopback
        try:
            with urlopen(request, timeout=30) as response:  # noqa: S310 - loopback
                return _answer(response.status, response)
        except HTTPError as error:
            with error:
                return _answer(error.code, error)

    def get(self, path: str) -> Answer:
        return self.request("GET", path)

    def post(self, path: str, body: Any) -> Answer:
        return self.request("POST", path, json_body=body)

    def register(self, email: str = EMAIL, password: str = PASSWORD) -> None:
        """And sign in, which only development lets do at once."""
        self.post("/api/v1/auth/register", {"email": email, "password": password})
        self.sign_in(email, password)

    def sign_in(self, email: str = EMAIL, password: str = PASSWORD) -> None:
        """Use the token from here on."""
        form = f"username={email}&password={password.replace(' ', '+')}"
        answer = self.request("POST", "/api/v1/auth/login", form=form)
        assert answer.status == 200, answer
        self.headers["Authorization"] = f"Bearer {answer.body['access_token']}"


def _answer(status: int, response: Any) -> Answer:
    text = response.read().decode()
    headers = {name.lower(): value for name, value in response.headers.items()}
    is_json = text and "json" in headers.get("content-type", "")
    return Answer(status, headers, json.loads(text) if is_json else text or None)


@contextmanager
def serving(
    folder: Path,
    *options: str,
    app: str = "app.main:app",
    python: str = sys.executable,
    **env: str,
) -> Iterator[Client]:
    """A server of the project in `folder`, on a port of its own, stopped at the end."""
    command = [python, "-m", "uvicorn", app, "--port", "0", *options]
    with subprocess.Popen(
        command, cwd=folder, env=ENVIRONMENT | UNLIMITED | env, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        lines: list[str] = []
        url = _address(process.stderr, lines)
        drain = threading.Thread(target=lines.extend, args=(process.stderr,))
        drain.start()
        try:
            assert url, "".join(lines)
            yield Client(url, process, lines)
        finally:
            process.terminate()
            drain.join()


def _address(stderr: Any, lines: list[str]) -> str | None:
    """Where the server is, once it says so and has started; these come in either order."""
    for line in stderr:
        lines.append(line)
        output = "".join(lines)
        if (found := RUNNING.search(output)) and STARTED in output:
            return found[1]
    return None
