import json

from fastapi_backend_builder.apply.export import Next, as_json
from fastapi_backend_builder.plan import Create, Delete, Edit, ManualStep, Plan, digest

MANY = Plan("fbb new x", tuple(Create(f"app/{n}.py", b"", "") for n in range(51)))


def exported(plan: Plan, *, diff: bool = False, hashes: bool = False) -> dict[str, object]:
    return as_json(plan, status="planned", summary="", next=[], with_diffs=diff, with_hashes=hashes)


def test_what_matters_comes_first() -> None:
    plan = Plan(
        "fbb add resource Todo",
        (Create("logo.png", b"\xff", "a picture"),),
        (ManualStep("app/main.py", "unknown shape", "include(todo)\n"),),
        ("restart the server",),
    )

    data = as_json(plan, status="applied", summary="1 change", next=[Next("pytest", "now")])

    assert json.loads(json.dumps(data)) == data
    assert data == {
        "status": "applied",
        "summary": "1 change",
        "manual_steps": [
            {"path": "app/main.py", "reason": "unknown shape", "snippet": "include(todo)\n"}
        ],
        "notices": ["restart the server"],
        "next": [{"command": "pytest", "when": "now"}],
        "changes": [{"action": "create", "path": "logo.png", "reason": "a picture"}],
    }
    assert [*data][-1] == "changes"


def test_a_change_tells_the_hashes_of_both_sides_to_who_asks_for_them() -> None:
    changes = (Create("a", b"1", ""), Edit("b", b"1", b"2", ""), Delete("c", b"2", ""))

    data = exported(Plan("fbb", changes), hashes=True)["changes"]

    assert isinstance(data, list)
    assert [(one["action"], one["sha256_before"], one["sha256_after"]) for one in data] == [
        ("create", None, digest(b"1")),
        ("edit", digest(b"1"), digest(b"2")),
        ("delete", digest(b"2"), None),
    ]


def test_a_change_carries_its_patch_to_who_asks_for_it() -> None:
    data = exported(Plan("fbb", (Edit("b", b"1\n", b"2\n", ""),)), diff=True)["changes"]

    assert isinstance(data, list)
    assert data[0]["diff"].endswith("--- a/b\n+++ b/b\n@@ -1 +1 @@\n-1\n+2\n")


def test_many_changes_are_counted_by_folder() -> None:
    assert exported(MANY)["changes"] == [{"action": "create", "path": "app/", "reason": "51 files"}]


def test_many_changes_are_told_to_who_asks_for_more() -> None:
    data = exported(MANY, hashes=True)["changes"]

    assert isinstance(data, list)
    assert len(data) == 51
