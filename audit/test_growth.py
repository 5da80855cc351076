"""A project of as many resources as a company's own has after some years."""

import json
from pathlib import Path

from e2e.processes import run_tests

from fastapi_backend_builder.cli import main

RESOURCES = 200
MOST_AT_ONCE = 100


def test_two_hundred_resources_are_described(tmp_path: Path) -> None:
    project = tmp_path / "warehouse"
    assert main(["new", "warehouse", "-C", str(tmp_path)]) == 0
    for start in range(0, RESOURCES, MOST_AT_ONCE):
        request = tmp_path / f"from-{start}.json"
        request.write_text(json.dumps({"resources": resources(start)}))
        assert main(["add", "resource", "--from", str(request), "-C", str(project)]) == 0

    run_tests(project, "tests/test_openapi.py")


def resources(start: int) -> list[dict[str, object]]:
    fields = ["title:str:max=80:index", "owner:ref=User"]
    names = (f"Item{number}" for number in range(start, start + MOST_AT_ONCE))
    return [{"name": name, "fields": fields} for name in names]
