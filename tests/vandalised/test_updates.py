"""Vandalised projects are updated, or refused; and nothing of them is lost.

Those whose routers or models alone are other ones are left out: no update reads these.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands.releases import NEXT, greet, next_release
from vandalised import layouts, surroundings
from vandalised.vandal import VANDALS, Files, Vandal

from fastapi_backend_builder.commands import update as update_module
from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.project.template import template_files
from fastapi_backend_builder.recipes.update import codemods

WRITES = (ExitCode.OK, ExitCode.MANUAL)
PLACES = (layouts.__name__, surroundings.__name__)
AROUND = [vandal for vandal in VANDALS if vandal.change.__module__ in PLACES]
REFUSES = (ExitCode.FAILED, ExitCode.CONFLICT)
Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def released(monkeypatch: pytest.MonkeyPatch) -> None:
    files = next_release(template_files())
    monkeypatch.setattr(update_module, "template_files", lambda: files)
    monkeypatch.setattr(update_module, "tried", lambda plan, _: plan)
    mods = {NEXT: [greet]}
    monkeypatch.setattr(codemods, "CODEMODS", mods)


@pytest.mark.parametrize("vandal", AROUND, ids=str, scope="module")
def test_an_update_is_whole_or_is_none(vandal: Vandal, clean: Files, root: Path, run: Run) -> None:
    files = Files(clean)
    vandal.change(files)
    files.put(root)
    if vandal.on_disk:
        vandal.on_disk(root)
    before = Files.of(root)

    asked = run("update", "--diff", "-C", root)
    result = run("update", "--json", "--take", "kit", "-C", root)

    found = json.loads(result.stdout)
    assert "bug in fbb" not in result.stdout
    if result.exit_code not in WRITES:
        assert result.exit_code in REFUSES, result
        assert found["hint"]
        assert Files.of(root) == before
        return
    edited = [path for path in clean if path.startswith("kit/") and not _same(path, clean, files)]
    assert (asked.exit_code == ExitCode.CONFLICT) == bool(edited)
    assert all(path in asked.stderr for path in edited)
    after = Files.of(root)
    assert len({path for path in before if _is_code_of_theirs(path, before, after)}) <= 1
    assert b">>>>>>>" not in b"".join(after.values())
    assert run("update", "-C", root).stderr.endswith("Nothing to do.\n")
    assert run("undo", "-C", root).exit_code == ExitCode.OK
    assert Files.of(root) == before


def _same(path: str, clean: Files, files: Files) -> bool:
    return clean[path] == files.get(path, b"").replace(b"\r\n", b"\n")


def _is_code_of_theirs(path: str, before: Files, after: Files) -> bool:
    """The codemod edits a file, and nothing else of the user's is touched."""
    return not path.startswith("kit/") and path.endswith(".py") and before[path] != after.get(path)
