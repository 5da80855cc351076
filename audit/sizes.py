"""Prints how large a new project is: `python audit/sizes.py`. The tests hold what it prints."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).parents[1]
TEMPLATE = REPOSITORY / "assets/template"
LONGEST = 220  # lines of a file in either room


class Size(NamedTuple):
    what: str
    is_now: int
    at_most: int


def sizes() -> Iterator[Size]:
    app, kit = python_files("app"), python_files("kit")
    yield Size("files of Python in app/", len(app), 45)
    yield Size("lines of Python in app/", sum(map(lines, app)), 2300)
    yield Size("lines with Any in app/", sum(map(lines_with_any, app)), 10)
    yield Size("lines of the longest file", max(map(lines, [*app, *kit])), LONGEST)
    yield Size("tests of a new project", tests(), 450)
    yield Size("lines of SKILL.md", lines(REPOSITORY / "SKILL.md"), 250)
    references = [*(REPOSITORY / "references").glob("*.md")]
    yield Size("bytes of the longest reference", max(map(size, references)), 12 * 1024)


def python_files(room: str) -> list[Path]:
    return sorted((TEMPLATE / room).rglob("*.py"))


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def lines_with_any(path: Path) -> int:
    return sum(
        bool(re.search(r"\bAny\b", line))
        for line in path.read_text().splitlines()
        if not line.startswith("from ")
    )


def size(path: Path) -> int:
    return path.stat().st_size


def tests() -> int:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    found = subprocess.run(command, cwd=TEMPLATE, capture_output=True, text=True, check=True)
    return sum("::" in line for line in found.stdout.splitlines())


if __name__ == "__main__":
    for found in sizes():
        mark = "" if found.is_now <= found.at_most else "  <- too much"
        print(f"{found.what:32} {found.is_now:6}  of {found.at_most}{mark}")
