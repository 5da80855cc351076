"""What a visitor of the library can try with curl: sign in, list books, add one."""

import csv
import json
import shlex
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

LIBRARY = Path(__file__).parent
EMAIL = "reader@example.com"
PASSWORD = "many-good-books"  # noqa: S105 - of a demo
AUTHOR = "Jane Austen"
BOOK = {"title": "Lady Susan", "year": 1871, "language": "en", "pages": 80}


class VisitError(Exception):
    """The server did not answer as it should."""


@dataclass(frozen=True)
class Call:
    """One request: a GET, or a POST where there is something to send."""

    url: str
    data: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def curl(self) -> str:
        headers = [f"{name}: {value}" for name, value in self.headers.items()]
        options = [word for header in headers for word in ("-H", header)]
        return shlex.join(["curl", *options, *(["-d", self.data] if self.data else []), self.url])

    def send(self) -> Any:
        request = Request(self.url, self.data.encode() or None, self.headers)  # noqa: S310 - http
        with urlopen(request, timeout=10) as response:  # noqa: S310 - http
            return json.load(response)

    def paste(self) -> Any:
        """Send the very line that is shown, where curl is there."""
        if shutil.which("curl") is None:
            return self.send()
        line = f"{self.curl} --silent --show-error --fail"
        done = subprocess.run(line, shell=True, stdout=subprocess.PIPE, check=False)  # noqa: S602
        if done.returncode:
            raise VisitError(f"exit code {done.returncode}: {line}")
        return json.loads(done.stdout)


@dataclass(frozen=True)
class Step:
    title: str
    call: Call
    is_right: Callable[[Any], bool]


def register(url: str) -> list[Step]:
    """Make the visitor's account, and what it can do with the server at `url`."""
    api = f"{url}/api/v1"
    as_json = {"Content-Type": "application/json"}
    account = json.dumps({"email": EMAIL, "password": PASSWORD})
    Call(f"{api}/auth/register", account, as_json).send()
    sign_in = Call(f"{api}/auth/login", urlencode({"username": EMAIL, "password": PASSWORD}))
    signed_in = {"Authorization": f"Bearer {sign_in.send()['access_token']}"}
    titles = _column("books.csv", "title")
    # A new database counts from 1, in the order of the file.
    book = BOOK | {"author_id": _column("authors.csv", "name").index(AUTHOR) + 1}
    return [
        Step("Sign in", sign_in, lambda token: bool(token["access_token"])),
        Step(
            "List books",
            Call(f"{api}/books?size=2", headers=signed_in),
            lambda page: (
                page["total"] == len(titles)
                and [item["title"] for item in page["items"]] == titles[:2]
            ),
        ),
        Step(
            f"Add a book of {AUTHOR}",
            Call(f"{api}/books", json.dumps(book), signed_in | as_json),
            lambda added: book.items() <= added.items() and added["id"] == len(titles) + 1,
        ),
    ]


def show(steps: list[Step]) -> None:
    for step in steps:
        print(f"\n# {step.title}\n{step.call.curl}")


def check(steps: list[Step]) -> None:
    for step in steps:
        body = step.call.paste()
        if not step.is_right(body):
            raise VisitError(f"{step.title}: unexpected answer: {body}")
        print(f"{step.title}: right", flush=True)


def _column(file: str, name: str) -> list[str]:
    with (LIBRARY / file).open(encoding="utf-8", newline="") as rows:
        return [row[name] for row in csv.DictReader(rows)]
