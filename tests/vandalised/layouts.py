"""Other line ends, other formatters, other encodings."""

import io
import re
import subprocess
import tokenize
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from ruff import find_ruff_bin
from vandalised.vandal import ONE_PER_LINE, ROUTER, USER, Files, vandal

BOM = b"\xef\xbb\xbf"


def ruff(files: Files, *arguments: str) -> None:
    """Let ruff rewrite every Python file, with none of the project's own settings."""
    with TemporaryDirectory() as folder:
        for path in files.python:
            (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / path).write_bytes(files[path])
        command = [find_ruff_bin(), *arguments, "--isolated", "--no-cache", "--quiet", folder]
        subprocess.run(command, check=True)
        for path in files.python:
            files[path] = (Path(folder) / path).read_bytes()


def with_lines(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    """Change the lines at which a statement begins, and no inside of a string or a bracket."""

    def changed(content: bytes) -> bytes:
        starts = _statement_lines(content)
        lines = content.decode().splitlines(keepends=True)
        return "".join(change(s) if n in starts else s for n, s in enumerate(lines, 1)).encode()

    return changed


def _statement_lines(content: bytes) -> set[int]:
    starts, fresh = set(), True
    quiet = {tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING}
    for token in tokenize.tokenize(io.BytesIO(content).readline):
        if token.type == tokenize.NEWLINE:
            fresh = True
        elif fresh and token.type not in quiet:
            starts.add(token.start[0])
            fresh = False
    return starts


@vandal()
def windows_line_ends(files: Files) -> None:
    files.map(lambda content: content.replace(b"\n", b"\r\n"), files)


@vandal()
def mixed_line_ends(files: Files) -> None:
    files.map(lambda content: re.sub(rb"(include.*|import.*)\n", rb"\1\r\n", content), files.python)


@vandal()
def tabs(files: Files) -> None:
    ruff(files, "format", "--config", "format.indent-style='tab'")


@vandal()
def black_at_79(files: Files) -> None:
    ruff(files, "format", "--line-length", "79")


@vandal()
def black_at_120_with_single_quotes(files: Files) -> None:
    ruff(files, "format", "--line-length", "120", "--config", "format.quote-style='single'")


@vandal()
def one_import_per_line(files: Files) -> None:
    ruff(files, "check", "--fix", "--select=I", "--config", "lint.isort.force-single-line=true")


@vandal()
def imports_from_before_import_and_by_length(files: Files) -> None:
    options = ("force-sort-within-sections=true", "length-sort=true", "lines-after-imports=3")
    configs = [part for option in options for part in ("--config", f"lint.isort.{option}")]
    ruff(files, "check", "--fix", "--select=I", *configs)


@vandal()
def no_last_line_end(files: Files) -> None:
    files.map(lambda content: content.rstrip(b"\n"), files.python)


@vandal()
def byte_order_marks(files: Files) -> None:
    files.map(lambda content: BOM + content, files.python)


@vandal()
def latin_1(files: Files) -> None:
    head = "# -*- coding: latin-1 -*-\n# Geändert von Jürgen\n".encode("latin-1")
    plain = [path for path in files.python if files[path].isascii()]
    files.map(lambda content: head + content, plain)


@vandal()
def form_feeds_between_statements(files: Files) -> None:
    files.map(lambda content: content.replace(b"\n\n", b"\n\f\n"), [ROUTER, USER])


@vandal()
def lines_that_go_on_behind_a_backslash(files: Files) -> None:
    files.replace(ROUTER, ONE_PER_LINE, "import \\\n    api_keys, \\\n    authors, users")
    files.replace(
        ROUTER, "router.include_router(users.router)", "router. \\\n  include_router(users.router)"
    )
    files.replace(USER, "class User(BaseModel):", "class User( \\\n    BaseModel):")


@vandal()
def a_comment_on_every_statement(files: Files) -> None:
    comment = with_lines(
        lambda line: f"{_space(line)}# TODO: include_router(books.router)?\n{line}"
    )
    files.map(comment, files.python)


@vandal()
def a_comment_behind_every_simple_line(files: Files) -> None:
    files.sub(r"(?<=[\w)])$", "  # class Book(BaseModel): reviewed", [ROUTER, USER])


@vandal()
def docstrings_and_rulers_everywhere(files: Files) -> None:
    ruler = '"""router.include_router(books.router)"""\n# ' + "-" * 70 + "\n"
    for path in (ROUTER, USER, "app/models/author.py", "app/api/v1/public.py"):
        files[path] = with_lines(lambda line: line if line[0].isspace() else ruler + line)(
            files[path]
        )


@vandal()
def blank_lines_removed(files: Files) -> None:
    files.sub(r"\n\n+", "\n", [ROUTER, USER, "app/models/author.py"])


@vandal()
def everything_on_one_line(files: Files) -> None:
    files.replace(
        ROUTER,
        "router.include_router(api_keys.router)\n",
        "router.include_router(api_keys.router); ",
    )
    files.replace(ROUTER, "authors.router)\n", "authors.router); ")


def _space(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
