"""The history that migration files describe, read without running them."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fastapi_backend_builder.errors import ProjectError

_ASSIGNMENT = re.compile(
    r"^(revision|down_revision)\b[^=\n]*=[ \t]*(\([^)]*\)|\[[^]]*\]|[^#\n]*)", re.MULTILINE
)
_QUOTED = re.compile(r"[\"']([^\"'\n]+)[\"']")
# The top of a migration as Alembic writes it. No quote, bracket or backslash may stand between its
# docstring and the revisions, so nothing else can be meant by them.
_PLAIN = re.compile(
    r'(?:"""[^"\\]*""")?[^"\'()\[\]{}\\]*'
    r'^revision(?:: str)? = ["\'](\w+)["\']\n'
    r'down_revision(?:: [\w ,.|\[\]]+)? = (?:["\'](\w+)["\']|None)\n',
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Revision:
    """One migration and those it follows: none for the first, several for a merge."""

    id: str
    parents: tuple[str, ...]


def read_revision(text: str) -> Revision | None:
    """The revision of a migration file; None for a file that is not one."""
    plain = _PLAIN.match(text)
    if plain and "revision" not in text[plain.end() :]:
        return Revision(plain[1], (plain[2],) if plain[2] else ())
    names = dict(_assigned(text))
    match names.get("revision"):
        case [identifier]:
            return Revision(identifier, names.get("down_revision", ()))
    return None


def head_of(revisions: Iterable[Revision]) -> str:
    """The one revision that none follows."""
    heads = heads_of(revisions)
    if len(heads) > 1:
        raise ProjectError(
            f"the migrations have several heads: {', '.join(heads)}",
            hint="join them first: fbb merge heads",
        )
    return heads[0]


def heads_of(revisions: Iterable[Revision]) -> list[str]:
    """The revisions that none follows: one, or several after a merge of branches."""
    known = list(revisions)
    if not known:
        raise ProjectError(
            "there are no migrations yet",
            hint='make the first: alembic revision --autogenerate -m "create tables"',
        )
    ids = {revision.id for revision in known}
    parents = {parent for revision in known for parent in revision.parents}
    _refuse_unknown(parents - ids)
    if heads := sorted(ids - parents):
        return heads
    raise ProjectError(
        "the migrations follow each other in a circle",
        hint="correct down_revision in one of them; `alembic history` shows the order",
    )


def _refuse_unknown(missing: set[str]) -> None:
    if missing:
        raise ProjectError(
            f"a migration follows {', '.join(sorted(missing))}, which is not there",
            hint="restore the missing file, or correct down_revision in the one that follows it",
        )


def _assigned(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        for match in _ASSIGNMENT.finditer(text):
            yield match[1], tuple(_QUOTED.findall(match[2]))
        return
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as value):
                yield name, _strings(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, _strings(value)


def _strings(node: ast.expr) -> tuple[str, ...]:
    items = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
    constants = (item.value for item in items if isinstance(item, ast.Constant))
    return tuple(value for value in constants if isinstance(value, str))
