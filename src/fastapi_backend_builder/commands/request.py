"""Where the request of `fbb add resource` comes from: its arguments, a file or stdin."""

import sys
from pathlib import Path

from fastapi_backend_builder.errors import UsageError, at
from fastapi_backend_builder.spec.documents import MAX_SIZE, read_document
from fastapi_backend_builder.spec.options import Options
from fastapi_backend_builder.spec.request import Asked, Place, read_request
from fastapi_backend_builder.spec.resource import Resource

STDIN = "-"


def requested(
    name: str | None, fields: tuple[str, ...], options: Options, source: str | None
) -> Asked:
    """What is asked for by the arguments, or by what they name."""
    if name == STDIN and source is None:
        name, source = None, STDIN
    if source is not None:
        _refuse_rest(name, fields, options, source)
        return _read(source)
    if name is None:
        raise UsageError(
            "missing argument 'NAME'",
            hint="such as: fbb add resource Todo title:str; see fbb add resource --help",
        )
    return {Place(): Resource.parse(name, fields, options)}


def _refuse_rest(name: str | None, fields: tuple[str, ...], options: Options, source: str) -> None:
    rest = [word for word in (name, *fields, *options.words()) if word is not None]
    if rest:
        where = "stdin" if source == STDIN else source
        raise UsageError(
            f"the whole request is in {where}, and {rest[0]!r} is beside it",
            hint="move it there; `fbb schema` prints what can stand there",
        )


def _read(source: str) -> Asked:
    file = "stdin" if source == STDIN else source
    with at(file):
        document = read_document(_content(source))
    return read_request(document, file)


def _content(source: str) -> bytes:
    """As much as is needed to see that it is too much."""
    try:
        if source == STDIN:
            return sys.stdin.buffer.read(MAX_SIZE + 1)
        with Path(source).open("rb") as file:
            return file.read(MAX_SIZE + 1)
    except (OSError, ValueError, AttributeError) as error:  # A stdin that is closed is None.
        reason = getattr(error, "strerror", None) or "nothing is there"
        raise UsageError(f"cannot be read: {reason}", hint="look at the name") from error
