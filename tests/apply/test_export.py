import json

from fastapi_backend_builder.apply.export import as_json
from fastapi_backend_builder.plan import Create, Delete, Edit, ManualStep, Plan, digest


def test_a_plan_survives_json() -> None:
    plan = Plan(
        "fbb add resource Todo",
        (Create("logo.png", b"\xff", "a picture"),),
        (ManualStep("app/main.py", "unknown shape", "include(todo)\n"),),
        ("restart the server",),
    )
    data = as_json(plan)
    assert json.loads(json.dumps(data)) == data
    assert data["command"] == "fbb add resource Todo"
    assert data["notices"] == ["restart the server"]
    assert data["manual_steps"] == [
        {"path": "app/main.py", "reason": "unknown shape", "snippet": "include(todo)\n"}
    ]


def test_a_change_tells_the_hashes_of_both_sides() -> None:
    changes = (Create("a", b"1", ""), Edit("b", b"1", b"2", ""), Delete("c", b"2", ""))
    data = as_json(Plan("fbb", changes))["changes"]
    assert isinstance(data, list)
    assert [(one["action"], one["sha256_before"], one["sha256_after"]) for one in data] == [
        ("create", None, digest(b"1")),
        ("edit", digest(b"1"), digest(b"2")),
        ("delete", digest(b"2"), None),
    ]


def test_a_change_carries_its_patch() -> None:
    data = as_json(Plan("fbb", (Edit("b", b"1\n", b"2\n", ""),)))["changes"]
    assert isinstance(data, list)
    assert data[0]["diff"].endswith("--- a/b\n+++ b/b\n@@ -1 +1 @@\n-1\n+2\n")
