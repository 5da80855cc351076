from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fastapi_backend_builder.apply.journal import Journal
from fastapi_backend_builder.apply.undo import undo_plan
from fastapi_backend_builder.apply.write import write
from fastapi_backend_builder.errors import ConflictError
from fastapi_backend_builder.plan import Change, Create, Delete, Edit, Plan

Tree = Callable[[dict[str, str]], Path]
Snapshot = Callable[[Path], dict[str, object]]
Undo = Callable[[Path], None]

LINES = "".join(f"line {number}\n" for number in range(9))


@pytest.fixture
def root(tree: Tree) -> Path:
    return tree({"app/main.py": LINES, "app/old.py": "old\n"})


def apply(root: Path, *changes: Change) -> None:
    write(Plan("fbb add", changes), root)


def edit(root: Path, path: str, old: str, new: str) -> Edit:
    before = (root / path).read_bytes()
    return Edit(path, before, before.replace(old.encode(), new.encode()), "")


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text() + text)


def plan_of_undo(root: Path) -> Plan:
    entry = Journal(root).latest()
    assert entry is not None
    return undo_plan(entry, root)


def test_the_inverse_is_a_plan_in_reverse_order(root: Path) -> None:
    apply(root, Create("a.py", b"a", ""), Delete("app/old.py", b"old\n", ""))
    assert plan_of_undo(root) == Plan(
        "fbb undo",
        (
            Create("app/old.py", b"old\n", "as it was"),
            Delete("a.py", b"a"),
        ),
    )


def test_a_second_undo_takes_back_the_command_before(
    root: Path, undo: Undo, snapshot: Snapshot
) -> None:
    before = snapshot(root)
    apply(root, edit(root, "app/main.py", "line 1", "first"))
    apply(root, edit(root, "app/main.py", "first", "second"))
    undo(root)
    undo(root)
    assert snapshot(root) == before
    assert Journal(root).latest() is None


def test_modes_come_back_with_deleted_files(root: Path, undo: Undo) -> None:
    (root / "app/old.py").chmod(0o600)
    apply(root, Delete("app/old.py", b"old\n", ""))
    undo(root)
    assert (root / "app/old.py").stat().st_mode & 0o777 == 0o600


def test_a_made_folder_goes_even_if_bytecode_is_in_it(root: Path, undo: Undo) -> None:
    apply(root, Create("app/todos/model.py", b"", ""))
    (root / "app/todos/__pycache__").mkdir()
    (root / "app/todos/__pycache__/model.cpython-311.pyc").touch()
    undo(root)
    assert not (root / "app/todos").exists()


def test_a_made_folder_stays_with_what_the_user_put_into_it(root: Path, undo: Undo) -> None:
    apply(root, Create("app/todos/model.py", b"", ""))
    (root / "app/todos/mine.py").touch()
    undo(root)
    assert [path.name for path in (root / "app/todos").iterdir()] == ["mine.py"]


def test_an_empty_folder_that_was_there_stays(root: Path, undo: Undo) -> None:
    (root / "app/todos").mkdir()
    apply(root, Create("app/todos/model.py", b"", ""))
    undo(root)
    assert (root / "app/todos").is_dir()


def test_later_edits_elsewhere_in_a_file_are_kept(root: Path, undo: Undo) -> None:
    apply(root, edit(root, "app/main.py", "line 1\n", "line 1\ntodo\n"))
    append(root / "app/main.py", "mine\n")
    undo(root)
    assert (root / "app/main.py").read_text() == LINES + "mine\n"


def test_later_edits_in_the_same_place_are_a_conflict(root: Path) -> None:
    apply(root, edit(root, "app/main.py", "line 8\n", "line 8\ntodo\n"))
    append(root / "app/main.py", "mine\n")
    with pytest.raises(ConflictError, match=r"app/main\.py was edited since"):
        plan_of_undo(root)


def test_later_edits_are_kept_where_there_is_no_git(
    root: Path, undo: Undo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    apply(root, edit(root, "app/main.py", "line 1\n", "line 1\ntodo\n"))
    append(root / "app/main.py", "mine\n")
    undo(root)
    assert (root / "app/main.py").read_text() == LINES + "mine\n"


def test_a_created_file_with_later_edits_is_not_deleted(root: Path) -> None:
    apply(root, Create("a.py", b"a\n", ""))
    append(root / "a.py", "mine\n")
    with pytest.raises(ConflictError, match=r"a\.py was edited after it was created"):
        plan_of_undo(root)


def test_a_deleted_file_that_is_there_again_is_a_conflict(root: Path) -> None:
    apply(root, Delete("app/old.py", b"old\n", ""))
    (root / "app/old.py").write_text("mine\n")
    with pytest.raises(ConflictError, match=r"app/old\.py"):
        plan_of_undo(root)


def test_every_conflict_is_named(root: Path) -> None:
    apply(root, Create("a.py", b"a\n", ""), Create("b.py", b"b\n", ""))
    append(root / "a.py", "mine\n")
    append(root / "b.py", "mine\n")
    with pytest.raises(ConflictError, match=r"b\.py .*; a\.py "):
        plan_of_undo(root)


@pytest.mark.parametrize("content", [None, LINES], ids=["deleted", "put back by hand"])
def test_a_file_that_the_user_took_back_leaves_nothing_to_undo(
    root: Path, content: str | None
) -> None:
    apply(root, edit(root, "app/main.py", "line 1", "first"))
    (root / "app/main.py").unlink()
    if content:
        (root / "app/main.py").write_text(content)
    plan = plan_of_undo(root)
    assert plan.empty
    assert plan.notices == ("app/main.py: nothing left to undo",)


PATHS = st.sampled_from(
    ["a.py", "run", "app/a.py", "app/b/c.py", "app/b/d/e.py", "new/x.py", "new/y/z.bin"]
)
CONTENTS = st.one_of(st.binary(max_size=20), st.sampled_from([b"a\r\nb\r\n", b"a\nb\n", b"a"]))
MODES = st.sampled_from([0o644, 0o600, 0o755, 0o640])


@st.composite
def projects(draw: st.DrawFn) -> tuple[dict[str, tuple[bytes, int]], list[Change]]:
    files = draw(st.dictionaries(PATHS, st.tuples(CONTENTS, MODES), max_size=5))
    return files, [
        draw(changes(path, files[path][0] if path in files else None))
        for path in draw(st.lists(PATHS, unique=True))
    ]


def changes(path: str, before: bytes | None) -> st.SearchStrategy[Change]:
    if before is None:
        return st.builds(Create, st.just(path), CONTENTS, st.just(""), st.booleans())
    return st.one_of(
        st.builds(Edit, st.just(path), st.just(before), CONTENTS, st.just("")),
        st.just(Delete(path, before, "")),
    )


@settings(max_examples=60, deadline=None)
@given(projects())
def test_undo_restores_every_byte_mode_and_folder(
    snapshot: Snapshot, undo: Undo, project: tuple[dict[str, tuple[bytes, int]], list[Change]]
) -> None:
    files, some_changes = project
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for path, (content, mode) in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
            (root / path).chmod(mode)
        before = snapshot(root)
        apply(root, *some_changes)
        undo(root)
        assert snapshot(root) == before
