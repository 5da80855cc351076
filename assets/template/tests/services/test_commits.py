"""Services never commit: the session of the request does, once, before the answer is sent."""

import ast
from pathlib import Path

import app.services

ENDS = {"commit", "rollback"}


def calls_in(folder: Path) -> list[str]:
    """Where a transaction is ended."""
    return [
        f"{path.relative_to(folder)}:{node.lineno}"
        for path in sorted(folder.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ENDS
    ]


def test_no_service_ends_the_transaction_of_its_request() -> None:
    """For what must be kept although an error is the answer, raise one that `commits`."""
    assert calls_in(Path(app.services.__path__[0])) == []
