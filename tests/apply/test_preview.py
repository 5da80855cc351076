from fastapi_backend_builder.apply.preview import preview
from fastapi_backend_builder.plan import Create, Delete, Edit, ManualStep, Plan


def test_each_change_has_one_line_with_its_reason() -> None:
    changes = (
        Create("app/models/todo.py", b"", ""),
        Edit("app/router.py", b"", b"1\n", "register the router"),
        Delete("app/old.py", b"", "not used any more"),
    )
    assert preview(Plan("fbb", changes)) == [
        "create app/models/todo.py",
        "edit   app/router.py  register the router",
        "delete app/old.py  not used any more",
    ]


def test_a_manual_step_shows_its_snippet_indented() -> None:
    step = ManualStep("app/main.py", "no list of routers", "if True:\n    include(todo)\n")
    assert preview(Plan("fbb", manual_steps=(step,))) == [
        "manual app/main.py  no list of routers\n    if True:\n        include(todo)"
    ]


def test_a_notice_is_told() -> None:
    assert preview(Plan("fbb", notices=("restart the server",))) == ["note: restart the server"]


def test_many_files_are_counted_by_folder_and_edits_are_named() -> None:
    files = [Create(f"app/models/m{number}.py", b"", "the model") for number in range(60)]
    plan = Plan("fbb", (*files, Create("a.md", b"", ""), Edit("app/b.py", b"", b"b", "include m")))

    assert preview(plan) == [
        "create app/  60 files",
        "create a.md  1 file",
        "edit   app/b.py  include m",
    ]
    assert len(preview(plan, verbose=True)) == 62
