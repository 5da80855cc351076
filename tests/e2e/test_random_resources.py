"""A project of resources that nobody chose: hard names, and every type at its edges."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from e2e.processes import call, generated_tests, run_tests

from fastapi_backend_builder.cli import main
from fastapi_backend_builder.spec.names import Noun
from fastapi_backend_builder.spec.operations import ALL, Operation

SEED = 2026
RESOURCES = 12

# Acronyms, irregular plurals, and words that the generated code uses itself.
NOUNS = """
Analysis Body Child Count Event First HTTPRequestLog Matrix Medium Name News OrderItem
Param Person Pytest Series SSHKey TestResult Ticket URL Uuid4 Value Wolf
"""
NAMES = """
a1 after any_value body body_ client code count decimal defaults enum event exact_decimal first
hash index input int32 json_data kind max media min name next number o object old one open page
params path pytest range response second size string tags test text timedelta total url utc
uuid4 value values version zip
"""
TYPES = """
str str:max=1:unique str:min=2:max=2:unique str:min=100 str:max=2000:index str:default=it's
text text:min=10000 text:max=1 text:default=some_time slug slug:max=1:unique slug:min=50:unique
slug:default=a-b email email:max=6 email:max=13:unique email:unique url url:max=12 url:unique
url:max=21:unique int int:ge=2147483647 int:unique:le=0 int:unique:ge=1:le=10 int:gt=4:lt=6
int:le=-2147483648 int:default=-3 bigint bigint:ge=9223372036854775807 bigint:gt=0:unique
bigint:default=0 float float:gt=0:lt=1:unique float:ge=1e300:unique float:ge=0.5:le=0.5
float:default=1e16 decimal decimal=1.0:unique decimal=18.18:unique decimal=18.18:gt=0
decimal=18.0:lt=0 decimal=1.1:default=0.5 decimal=10.2:ge=0:le=0 bool bool:default=true
date date:unique date:default=today date:default=0001-01-01 date:default=9999-12-31
datetime datetime:unique datetime:default=now datetime:default=2026-01-31T093015.5Z
time time:unique time:default=235959.5 uuid uuid:unique json bytes bytes:min=5:max=5 bytes:max=1
bytes:min=100 str:pattern=[A-Z]{3}-[0-9]{4}:unique str:pattern=[0-9a-f]{64} text:pattern=.+:min=30
str:pattern=yes|no:default=no str:pattern=[^"a-z]*\\.:max=9 enum=only
enum=draft/in-progress:index enum=None/True:default=None
"""
# How rows are kept.
KEPT = [[], ["--soft-delete"], ["--id", "uuid"], ["--soft-delete", "--id", "uuid"]]
# Other options, each with the operations of which it needs one.
MORE = {
    "--sync": set(Operation),
    "--export": {Operation.LIST},
    "--bulk": {Operation.CREATE, Operation.UPDATE, Operation.DELETE},
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("random")
    assert main(["new", "fuzzed", "-C", str(folder)]) == 0
    for noun, fields in _resources(Random(SEED)):  # noqa: S311 - the same on each run
        assert main(["add", "resource", noun, *fields, "-C", str(folder / "fuzzed")]) == 0
    return folder / "fuzzed"


def test_the_tests_of_its_resources_pass(project: Path) -> None:
    run_tests(project, *generated_tests(project))


@pytest.mark.parametrize(
    "command",
    ["ruff check --no-cache .", "ruff format --check --no-cache .", "lint-imports --no-cache"],
)
def test_it_is_clean(project: Path, command: str) -> None:
    call(project, *shlex.split(command))


def test_its_migrations_make_its_tables(project: Path, tmp_path: Path) -> None:
    for command in ("upgrade head", "check", "downgrade base"):
        call(project, "alembic", *command.split(), DATABASE_URL=f"sqlite:///{tmp_path}/e2e.db")


def _field(random: Random, name: str) -> str:
    # The enum of `response` would be the class of what endpoints answer.
    kinds = [kind for kind in TYPES.split() if name != "response" or "enum" not in kind]
    access = ["", "", ":private", ":optional:readonly"]
    return f"{name}:{random.choice(kinds)}{random.choice(access)}"


def _resources(random: Random) -> Iterator[tuple[str, list[str]]]:
    """Nouns with their fields; each refers, and links, to itself, to users or to those before it.

    Some belong to users, some are marked when they are deleted, some have UUIDs as ids.
    """
    targets = ["self", "User"]
    for noun in random.sample(NOUNS.split(), RESOURCES):
        names = random.sample(NAMES.split(), random.randint(2, 7))
        fields = [_field(random, name) for name in names]
        reference = f"parent:ref={random.choice(targets)}:optional"
        owner = random.choice([[], ["--owned-by", "User"]])
        # One of these could be called like a field there.
        side = f":as=related_{Noun.parse(noun).plural}"
        words = ["", ":unique", ":cascade", ":on_delete=set_null", ":private", ":readonly"]
        operations = random.sample(ALL, random.randint(2, len(ALL)))
        links = f"others:many={random.choice(targets)}" + random.choice(
            ["", ":private", ":readonly"]
        )
        sides = [reference + random.choice(words) + side, f"{links}{side}_too"]
        options = [*owner, *random.choice(KEPT), "--only", ",".join(operations)]
        more = [option for option, needed in MORE.items() if needed & set(operations)]
        options += random.sample(more, random.randint(0, len(more)))
        if "--bulk" in options:
            del sides[1]
        yield noun, [*fields, *sides, *options]
        targets.append(Noun.parse(noun).class_name)
