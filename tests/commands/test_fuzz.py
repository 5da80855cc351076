"""Whatever is asked for: a plan, or a hint what to do; no traceback, and no write on error."""

import io
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.spec.modifiers import FLAGS, KEYS
from fastapi_backend_builder.spec.types import FieldType

Run = Callable[..., Any]

# What is nearly right, so that what becomes of it gets far.
FIELDS = """
title:str:max=200:unique body:text:min=3:default=abc count:int:ge=0:le=9:default=1
size:bigint:gt=-5 share:float:lt=1e9 price:decimal=10.2:ge=0.5:default=1.25 done:bool:default=true
day:date:default=today at:datetime:default=2026-01-31T0930Z hour:time:default=0930
key:uuid:index extra:json:private raw:bytes:max=10 mail:email site:url:max=12 tag:slug:default=a-b
state:enum=draft/in-progress:default=draft author:ref=User:optional:on_delete=set_null
parent:ref=self:optional:cascade code:str:pattern=[A-Z]{2,3}(-[0-9])?:min=2:max=5:unique
seen:int:optional:readonly
"""
WORDS = [*FieldType, *FLAGS, *(f"{key}=" for key in KEYS), "self", "User", "many=Tag", "now", "0"]
ODD = "\0\n\t\x1b\x7f\u200b\u202e\ud800\ufeff'\"\\`$%{}[]():=/,.-_ *&!#|<>?@"
ODD += "éß\u0131K漢\U0001d4b3٣0\uff11"
NOUNS = ["Book", "order-item", "SSHKey", "User", "Person", "b", "HTTPLog2", "Analysis", "Größe"]
OPTIONS = {"only": "list,get,create", "plural": "people", "owned_by": "User"}
SEPARATORS = re.compile(r"([:=/,._-])")


@st.composite
def damaged(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """A text of which a part is cut, repeated, moved or replaced, or nothing is."""
    text = draw(texts)
    for _ in range(draw(st.sampled_from([0, 0, 0, 0, 0, 1, 2]))):
        parts = [part for part in SEPARATORS.split(text) if part] or [""]
        index = draw(st.integers(0, len(parts) - 1))
        odd = st.text(ODD, min_size=1, max_size=3) | st.text(max_size=3) | st.sampled_from(WORDS)
        change = draw(st.sampled_from(["cut", "repeat", "move", "replace", "insert", "grow"]))
        part = parts.pop(index)
        other = draw(st.integers(0, len(parts)))
        match change:
            case "repeat":
                parts[index:index] = [part] * draw(st.sampled_from([2, 3, 50]))
            case "move":
                parts.insert(other, part)
            case "replace":
                parts.insert(index, draw(odd))
            case "insert":
                at = draw(st.integers(0, len(part)))
                parts.insert(index, part[:at] + draw(odd) + part[at:])
            case "grow":
                parts.insert(index, part + draw(st.sampled_from(["9", "x"])) * 400)
        text = "".join(parts)
    return text


nouns = damaged(st.sampled_from(NOUNS))
fields = damaged(st.sampled_from(FIELDS.split()))
scalars = st.sampled_from([None, True, 0, -1.5, 10**30, "", "x", [], {}, ["a"], {"a": 1}])


def name(field: str | dict[str, Any]) -> str:
    return field["name"] if isinstance(field, dict) else field.partition(":")[0]


def options() -> st.SearchStrategy[dict[str, str]]:
    values = {name: damaged(st.just(value)) for name, value in OPTIONS.items()}
    return st.fixed_dictionaries({}, optional=values)


@st.composite
def arguments(draw: st.DrawFn) -> list[str]:
    given = draw(options())
    words = [f"--{name.replace('_', '-')}={value}" for name, value in given.items()]
    return [draw(nouns), *draw(st.lists(fields, max_size=4, unique_by=name)), *words]


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A request of resources, of which a value, a key or a character may be another."""
    resources = draw(st.lists(resource(), min_size=1, max_size=3))
    request = draw(st.sampled_from([resources[0], {"resources": resources}]))
    if draw(st.booleans()):
        request = draw(st.sampled_from(list(with_one_other(request, draw(scalars)))))
    text = json.dumps(request)
    if draw(st.booleans()):
        text = f"# YAML\n{text}"
    return draw(damaged(st.just(text))) if draw(st.booleans()) else text


def resource() -> st.SearchStrategy[dict[str, Any]]:
    mapping = st.fixed_dictionaries(
        {"name": damaged(st.just("a_b")), "type": damaged(st.sampled_from(["str", "decimal=8.2"]))},
        optional={
            **{flag: st.booleans() for flag in FLAGS},
            **{key: scalars | st.sampled_from(WORDS) for key in KEYS},
        },
    )
    return st.builds(
        lambda name, fields, options: {"name": name, "fields": fields, **options},
        nouns,
        st.lists(fields | mapping, min_size=1, max_size=2, unique_by=name),
        options(),
    )


def with_one_other(value: Any, other: object) -> Iterator[Any]:
    yield other
    match value:
        case dict():
            for key, item in value.items():
                yield {**value, f"{key}x": item}
                yield {name: item for name, item in value.items() if name != key}
                yield from ({**value, key: changed} for changed in with_one_other(item, other))
        case list():
            for index, item in enumerate(value):
                for changed in with_one_other(item, other):
                    yield [*value[:index], changed, *value[index + 1 :]]


def state(folder: Path) -> dict[str, tuple[int, int]]:
    files = (Path(root) / name for root, _, names in os.walk(folder) for name in names)
    return {str(file): (file.stat().st_mtime_ns, file.stat().st_size) for file in files}


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def type_into_stdin(text: str) -> None:
        stdin = io.BytesIO(text.encode(errors="surrogatepass"))
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=stdin))

    return type_into_stdin


@pytest.fixture
def check(run: Run, project: Path, type_in: Callable[[str], None]) -> Callable[..., None]:
    before = state(project)

    def check_one(*words: str, stdin: str = "") -> None:
        type_in(stdin)
        result = run("add", "resource", "--dry-run", "--json", "-C", project, *words)
        said = json.loads(result.stdout)
        assert state(project) == before
        assert result.stderr == ""
        if result.exit_code == ExitCode.OK:
            assert said["changes"]
        else:
            assert result.exit_code in (ExitCode.USAGE, ExitCode.CONFLICT), said["message"]
            assert said["message"]
            assert said["hint"]

    return check_one


FUZZ = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@FUZZ
@given(words=arguments())
def test_any_arguments(check: Callable[..., None], words: list[str]) -> None:
    check(*words)


@FUZZ
@given(text=documents())
def test_any_document(check: Callable[..., None], text: str) -> None:
    check("--from", "-", stdin=text)


@FUZZ
@given(words=st.lists(st.text(max_size=20) | st.sampled_from(FIELDS.split() + NOUNS), max_size=3))
def test_any_words(check: Callable[..., None], words: list[str]) -> None:
    check("--", *words)
