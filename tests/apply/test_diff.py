import subprocess
from pathlib import Path

import pytest

from fastapi_backend_builder.apply.diff import unified_diff
from fastapi_backend_builder.plan import Change, Create, Delete, Edit, Plan

TEXTS = {
    "empty": b"",
    "one line": b"a\n",
    "no last newline": b"a\nb",
    "CRLF": b"a\r\nb\r\n",
    "form feed and lone CR": b"a\x0cb\rc\n",
    "line separators": "a\u2028b\x85c\n".encode(),
}


def apply_with_git(root: Path, change: Change) -> None:
    patch = unified_diff(Plan("fbb", (change,))).encode()
    subprocess.run(["git", "apply", "-"], cwd=root, input=patch, check=True, timeout=20)


@pytest.mark.parametrize("after", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("before", [b"a\nb\n", b"a"], ids=["newline", "no newline"])
def test_git_applies_the_patch_of_an_edit(tmp_path: Path, before: bytes, after: bytes) -> None:
    (tmp_path / "a file.txt").write_bytes(before)
    apply_with_git(tmp_path, Edit("a file.txt", before, after, ""))
    assert (tmp_path / "a file.txt").read_bytes() == after


@pytest.mark.parametrize("content", TEXTS.values(), ids=TEXTS)
def test_git_applies_the_patch_of_a_new_file(tmp_path: Path, content: bytes) -> None:
    apply_with_git(tmp_path, Create("app/new.txt", content, ""))
    assert (tmp_path / "app/new.txt").read_bytes() == content


@pytest.mark.parametrize("content", TEXTS.values(), ids=TEXTS)
def test_git_applies_the_patch_of_a_file_that_goes_away(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "old.txt").write_bytes(content)
    apply_with_git(tmp_path, Delete("old.txt", content, ""))
    assert not (tmp_path / "old.txt").exists()


def test_the_patch_makes_a_script_executable(tmp_path: Path) -> None:
    apply_with_git(tmp_path, Create("run", b"#!/bin/sh\n", "", executable=True))
    assert (tmp_path / "run").stat().st_mode & 0o100


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a\0b"], ids=["not UTF-8", "null byte"])
def test_binary_content_is_named_and_not_printed(content: bytes) -> None:
    patch = unified_diff(Plan("fbb", (Create("logo.png", content, ""),)))
    assert patch.splitlines()[-1] == "Binary files /dev/null and b/logo.png differ"


def test_an_empty_plan_has_an_empty_patch() -> None:
    assert unified_diff(Plan("fbb")) == ""
