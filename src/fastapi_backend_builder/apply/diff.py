"""The plan as a patch that git understands."""

from collections.abc import Iterator
from difflib import unified_diff as diff_lines
from io import StringIO

from fastapi_backend_builder.plan import Change, Create, Delete, Edit, Plan

NO_NEWLINE = "\n\\ No newline at end of file\n"


def unified_diff(plan: Plan) -> str:
    """All changes as one patch, or an empty text."""
    return "".join(map(diff_of, plan.changes))


def diff_of(change: Change) -> str:
    """One change as a patch with a git header."""
    return "".join((*_header(change), *_body(change)))


def _header(change: Change) -> Iterator[str]:
    yield f"diff --git a/{change.path} b/{change.path}\n"
    match change:
        case Create(executable=executable):
            yield f"new file mode {'100755' if executable else '100644'}\n"
        case Delete():
            yield "deleted file mode 100644\n"


def _body(change: Change) -> Iterator[str]:
    before, after = sides(change)
    old = "/dev/null" if before is None else f"a/{change.path}"
    new = "/dev/null" if after is None else f"b/{change.path}"
    before_lines, after_lines = _lines(before), _lines(after)
    if before_lines is None or after_lines is None:
        yield f"Binary files {old} and {new} differ\n"
        return
    for line in diff_lines(before_lines, after_lines, old, new):
        yield line if line.endswith("\n") else line + NO_NEWLINE


def sides(change: Change) -> tuple[bytes | None, bytes | None]:
    """The bytes before and after a change; None where there is no file."""
    match change:
        case Create():
            return None, change.content
        case Edit():
            return change.before, change.after
        case Delete():
            return change.before, None


def _lines(content: bytes | None) -> list[str] | None:
    """Lines that end in a line feed and nothing else; None if the content is not text."""
    if content is None:
        return []
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    if "\0" in text:
        return None
    return StringIO(text, newline="\n").readlines()
