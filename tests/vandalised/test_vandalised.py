"""Every kind of request to every vandalised project: right, a manual step, or refused.

Right and manual steps are proven: the project is imported, and its API has what was asked for.
"""

import ast
import difflib
import json
import os
import re
from collections.abc import Callable
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from libcst import ParserSyntaxError, parse_module
from vandalised import (  # noqa: F401 - they fill VANDALS
    classes,
    layouts,
    models,
    routers,
    surroundings,
)
from vandalised.vandal import ALL, REQUESTS, VANDALS, Files, Vandal, Verdict, nowhere

from fastapi_backend_builder.cli import main
from fastapi_backend_builder.errors import ExitCode

TABLES = {"plain": "books", "refs": "reviews", "owned": "notes", "only": "entries"}
Run = Callable[..., Any]
Imported = tuple[Callable[..., Any], dict[str, Any]]

# It is not certain who may read the authors in them, so reviews do not show them.
UNREADABLE = {
    *("another_name_for_the_router", "routers_in_a_list", "modules_in_a_loop"),
    *("routers_in_a_dict", "routers_with_prefixes", "routers_in_a_function"),
    *("routers_by_a_helper", "routers_found_by_name", "imported_whole_and_renamed"),
    *("relative_imports", "the_package_of_endpoints_by_a_dot", "a_star_import"),
    *("plain_fastapi_routers", "includes_with_arguments", "a_router_without_includes"),
    *("another_name_for_the_router_in_a_loop_over_a_dict", "an_empty_router_file"),
    *("a_router_file_that_only_hands_on", "a_session_under_another_name"),
    *("a_session_that_only_a_comment_still_names", "a_session_for_type_checkers_alone"),
}

PREVIEWS = [*product(REQUESTS, ("--dry-run", "--diff", "--check"))]
# Those that can be imported come first, so that both tests of one have the same place: pytest then
# runs them one after the other, and the second finds what the first has added.
ORDERED = sorted(VANDALS, key=lambda vandal: not vandal.imports)
IMPORTED = [v for v in ORDERED if v.imports and v.refused != ALL]
ADDED: dict[str, Files] = {}


def vandalised(vandal: Vandal, clean: Files, root: Path) -> None:
    files = Files(clean)
    vandal.change(files)
    files.put(root)
    if vandal.on_disk:
        vandal.on_disk(root)


@pytest.mark.parametrize("vandal", ORDERED, ids=str, scope="module")
def test_a_command_is_right_or_leaves_a_step_or_does_nothing(
    vandal: Vandal, clean: Files, root: Path, run: Run
) -> None:
    preview = PREVIEWS[ORDERED.index(vandal) % len(PREVIEWS)]
    vandalised(vandal, clean, root)
    states = [Files.of(root)]
    for request, words in REQUESTS.items():
        before = states[-1]
        if request == preview[0]:
            run("add", "resource", *words, preview[1], "-C", root)
            assert Files.of(root) == before
        result = run("add", "resource", *words, "--json", "-C", root)
        after = Files.of(root)
        assert "Traceback" not in result.stderr
        assert "bug in fbb" not in result.stdout
        if vandal.verdict(request) is Verdict.REFUSED:
            _assert_refused(vandal, result)
            assert after == before
            continue
        manual = vandal.verdict(request) is Verdict.MANUAL
        assert result.exit_code == (ExitCode.MANUAL if manual else ExitCode.OK), result
        assert bool(json.loads(result.stdout)["manual_steps"]) == manual
        _assert_untouched(before, after)
        if not manual and request in (preview[0], "refs"):
            assert run("add", "resource", *words, "-C", root).stderr == "Nothing to do.\n"
        states.append(after)
    if not (vandal.manual or vandal.on_disk):
        ADDED[vandal.name] = states[-1]
    _assert_undone(states, root, run)


def test_there_are_as_many_as_the_readme_says() -> None:
    assert len({vandal.name for vandal in VANDALS}) == len(VANDALS) > 100


def _assert_refused(vandal: Vandal, result: Any) -> None:
    assert result.exit_code in (ExitCode.FAILED, ExitCode.USAGE, ExitCode.CONFLICT), result
    error = json.loads(result.stdout)
    assert vandal.says in f"{error['message']} {error['hint']}"
    assert error["hint"]


def _assert_untouched(before: Files, after: Files) -> None:
    """The router and models are edited, and of their lines an import or a list is rewritten."""
    assert after.keys() >= before.keys()
    changed = [path for path in before if before[path] != after[path]]
    edited = [Path(path).name for path in changed if "models" not in Path(path).parts]
    assert edited in ([], ["router.py"])
    for path in changed:
        old, new = (files[path].decode("latin-1").splitlines(True) for files in (before, after))
        assert sum(line.startswith("- ") for line in difflib.ndiff(old, new)) <= 2
    for path in [path for path in after if after[path] != before.get(path)]:
        if path.endswith(".py") and (path not in before or _parses(before[path])):
            assert _parses(after[path]), path


def _parses(content: bytes) -> bool:
    """LibCST is slower, and knows what is newer."""
    for parse in (ast.parse, parse_module):
        with suppress(ParserSyntaxError, SyntaxError, ValueError):
            parse(content)
            return True
    return False


def _assert_undone(states: list[Files], root: Path, run: Run) -> None:
    for earlier in reversed(states[:-1]):
        assert run("undo", "-C", root).exit_code == ExitCode.OK
        assert Files.of(root) == earlier
    assert "nothing to undo" in run("undo", "-C", root).stderr


@pytest.fixture(scope="session")
def imported(clean: Files, tmp_path_factory: pytest.TempPathFactory, look: Any) -> Imported:
    """The way to import a project, and what it would have if it had been a clean one."""
    root = tmp_path_factory.mktemp("wanted") / "project"
    clean.put(root)
    for words in REQUESTS.values():
        assert main(["add", "resource", *words, "-C", str(root)]) == ExitCode.OK
    return look, look(root)


@pytest.mark.e2e
@pytest.mark.skipif(not hasattr(os, "fork"), reason="projects are imported in forks")
@pytest.mark.parametrize("vandal", IMPORTED, ids=str, scope="module")
def test_the_api_has_exactly_what_was_asked_for(
    vandal: Vandal, clean: Files, root: Path, run: Run, imported: Imported
) -> None:
    look, wanted = imported
    without = (*vandal.loses, *(f"/api/v1/{TABLES[name]}" for name in vandal.refused))
    if vandal.name in ADDED:
        ADDED[vandal.name].put(root)
    else:
        vandalised(vandal, clean, root)
        _add_all(vandal, root, run)

    found = look(root, vandal)

    assert "error" not in found, found
    expected = {p: item for p, item in wanted["paths"].items() if not p.startswith(without)}
    if vandal.name in UNREADABLE:
        assert _names_of_schemas(found["paths"]).isdisjoint({"ReviewWithRelated"})
        expected = _without_embedding(expected)
    assert found["paths"] == expected
    assert len(found["heads"]) == 1
    if vandal.manual:
        assert found["fixtures"] == wanted["fixtures"]
    assert {TABLES[name] for name in TABLES if name not in vandal.refused} <= set(found["tables"])


def _names_of_schemas(paths: dict[str, Any]) -> set[str]:
    return set(re.findall(r"schemas/(\w+)", json.dumps(paths)))


def _without_embedding(paths: dict[str, Any]) -> dict[str, Any]:
    """The same where nothing is shown with reviews."""
    plain: dict[str, Any] = json.loads(
        json.dumps(paths).replace("ReviewWithRelated", "ReviewResponse")
    )
    for path, item in plain.items():
        if path.startswith("/api/v1/reviews") and "get" in item:
            parameters = item["get"]["parameters"]
            item["get"]["parameters"] = [p for p in parameters if p["name"] != "include"]
    return plain


def _add_all(vandal: Vandal, root: Path, run: Run) -> None:
    for words in (REQUESTS[name] for name in REQUESTS if name not in vandal.refused):
        result = run("add", "resource", *words, "--json", "-C", root)
        steps = json.loads(result.stdout)["manual_steps"]
        for step in steps:
            _paste(vandal, step, root)
        if steps and vandal.paste is not nowhere:
            assert run("add", "resource", *words, "-C", root).stderr == "Nothing to do.\n"


def _paste(vandal: Vandal, step: dict[str, str], root: Path) -> None:
    """As a person would who reads the step."""
    file = root / step["path"]
    text = file.read_text() if file.exists() else ""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(vandal.paste(text, step["snippet"], step["reason"]))
