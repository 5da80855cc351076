"""With names of libraries gone, a project starts and answers as ever, and the log says it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import kit

PROJECT = Path(kit.__file__).parents[1]
ANSWERS = [
    *[200, 200, 401, 201, 201, 409, 422, "Grace", 422],
    ["ada@example.com", "grace@example.com"],
    *[200, 405, 200],
]
LINES = {
    "fast_path": ["FastAPI routes all requests"],
    "statements": ["the session runs all statements"],
    "others": [
        "Allow may lack methods",
        "asyncpg keeps no idle connection alive",
        "each wait for a connection is as long",
        "exports on SQLite have the time of a statement",
        "many routers may exceed the stack",
        "sessions enter threads by our own means",
        "sessions that have ended raise an error of SQLAlchemy's own",
    ],
}


def run(folder: Path, part: str) -> subprocess.CompletedProcess[str]:
    settings = {"DATABASE_URL": f"sqlite:///{folder}/app.db", "ENVIRONMENT": "development"}
    return subprocess.run(  # noqa: S603 - of our own words
        [sys.executable, "-m", "tests.kit.compat.changed", part],
        cwd=PROJECT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("part", LINES)
def test_everything_is_answered(tmp_path: Path, part: str) -> None:
    done = run(tmp_path, part)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == ANSWERS
    logged = [line for line in done.stderr.splitlines() if "library changed" in line]
    expected = LINES[part]
    assert [line for line in expected if sum(line in text for text in logged) != 1] == []
    assert len(logged) == len(expected)
