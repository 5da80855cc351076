"""What a vandal is: somebody who changes a project, and what `fbb` is expected to make of it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

ROUTER = "app/api/v1/router.py"
# How it imports the modules, and how it could.
ONE_PER_LINE = "import (\n    api_keys,\n    authors,\n    users,\n)"
ON_ONE_LINE = "import api_keys, authors, users"
DEPENDENCIES = "app/dependencies.py"
CONFTEST = "tests/conftest.py"
PYPROJECT = "pyproject.toml"
USER = "app/models/user.py"
VERSIONS = "app/db/migrations/versions"

# What every project is asked for, one after the other.
REQUESTS: Mapping[str, tuple[str, ...]] = {
    "plain": ("Book", "title:str:index", "pages:int:optional"),
    "refs": ("Review", "author:ref=Author", "editor:ref=User:optional", "text:text"),
    "owned": ("Note", "body:text", "--owned-by", "User"),
    "only": ("Entry", "name:str:unique", "--only", "list,get,create"),
}
ALL = frozenset(REQUESTS)


class Verdict(Enum):
    """How a request may end; nothing else is allowed."""

    RIGHT = auto()
    MANUAL = auto()
    REFUSED = auto()


class Files(dict[str, bytes]):
    """The files of a project, by path. A change that would change nothing is an error."""

    @classmethod
    def of(cls, root: Path) -> "Files":
        """Those of a folder, without history."""
        paths = sorted(path for path in root.rglob("*") if path.is_file())
        found = {path.relative_to(root).as_posix(): path for path in paths}
        hidden = (".fbb/", ".git/")
        return cls({p: file.read_bytes() for p, file in found.items() if not p.startswith(hidden)})

    def put(self, root: Path) -> None:
        for path, content in self.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)

    def replace(self, path: str, old: str, new: str) -> None:
        changed = self[path].replace(old.encode(), new.encode())
        assert changed != self[path], f"{path} has no {old!r}"
        self[path] = changed

    def append(self, path: str, text: str) -> None:
        self[path] += text.encode()

    def write(self, path: str, text: str) -> None:
        self[path] = text.encode()

    def map(self, change: Callable[[bytes], bytes], paths: Iterable[str]) -> None:
        for path in list(paths):
            self[path] = change(self[path])

    def sub(self, pattern: str, new: str, paths: Iterable[str]) -> None:
        self.map(lambda content: re.sub(pattern, new, content.decode(), flags=re.M).encode(), paths)

    def move(self, old: str, new: str) -> None:
        for path in [path for path in self if path == old or path.startswith(f"{old}/")]:
            self[new + path.removeprefix(old)] = self.pop(path)

    @property
    def python(self) -> list[str]:
        return [path for path in self if path.endswith(".py")]


Paste = Callable[[str, str, str], str]


def at_the_end(text: str, snippet: str, _reason: str) -> str:
    return f"{text}\n\n{snippet}"


def nowhere(text: str, _snippet: str, _reason: str) -> str:
    """The other side of a relation: the project runs without it, too."""
    return text


def below_the_line(text: str, snippet: str, reason: str) -> str:
    """Below the line that the reason names, as far to the right as that one is."""
    lines = text.splitlines(keepends=True)
    found = re.search(r"line (\d+)", reason)
    assert found, reason
    number = int(found[1])
    indent = re.match(r"\s*", lines[number - 1])
    space = indent.group() if indent else ""
    return "".join([*lines[:number], *_indented(snippet, space), *lines[number:]])


def _indented(snippet: str, space: str) -> list[str]:
    return [space + line for line in snippet.splitlines(keepends=True) if line.strip()]


@dataclass(frozen=True)
class Vandal:
    """One way to change a project.

    `imports` is whether the project runs at all; `loses` are the starts of paths that its API no
    longer has.
    """

    name: str
    change: Callable[[Files], None]
    manual: frozenset[str]
    refused: frozenset[str]
    says: str
    paste: Paste
    imports: bool
    package: str
    folder: str
    application: str
    loses: tuple[str, ...]
    on_disk: Callable[[Path], None] | None

    def __str__(self) -> str:
        return self.name

    def verdict(self, request: str) -> Verdict:
        if request in self.refused:
            return Verdict.REFUSED
        return Verdict.MANUAL if request in self.manual else Verdict.RIGHT


VANDALS: list[Vandal] = []


def vandal(
    *,
    manual: Iterable[str] = (),
    refused: Iterable[str] = (),
    says: str = "",
    paste: Paste = at_the_end,
    imports: bool = True,
    package: str = "app",
    folder: str = ".",
    application: str = "app",
    loses: tuple[str, ...] = (),
    on_disk: Callable[[Path], None] | None = None,
) -> Callable[[Callable[[Files], None]], Callable[[Files], None]]:
    """Put a vandal into the corpus, under the name of the function."""

    def remember(change: Callable[[Files], None]) -> Callable[[Files], None]:
        VANDALS.append(
            Vandal(
                name=change.__name__,
                change=change,
                manual=frozenset(manual),
                refused=frozenset(refused),
                says=says,
                paste=paste,
                imports=imports,
                package=package,
                folder=folder,
                application=application,
                loses=loses,
                on_disk=on_disk,
            )
        )
        return change

    return remember
