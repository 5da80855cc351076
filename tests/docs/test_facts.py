"""What the documents say about the code is what the code says."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.project.template import template_files
from fastapi_backend_builder.spec.modifiers import FLAGS, KEYS
from fastapi_backend_builder.spec.request import OPTIONS
from fastapi_backend_builder.spec.types import FieldType

Find = Callable[[str], Any]

REPOSITORY = Path(__file__).parents[2]
MAX_LINES = 250
MAX_BYTES = 12 * 1024  # of a reference
RESOURCES = "references/resources.md"
# The keys of the Agent Skills specification.
FRONTMATTER_KEYS = {
    "name",
    "description",
    "license",
    "compatibility",
    "metadata",
    "allowed-tools",
}


def rows(markdown: str) -> Iterator[list[str]]:
    """The cells of all tables, heads and rules left out."""
    for line in re.findall(r"^\|(.+)\|$", markdown, re.MULTILINE):
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)]
        if not set(cells[0]) <= set("-: "):
            yield cells


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def template_classes(path: str) -> list[ast.ClassDef]:
    body = ast.parse(template_files()[path]).body
    return [node for node in body if isinstance(node, ast.ClassDef)]


@pytest.mark.parametrize("path", ["README.md", "SKILL.md"])
def test_the_exit_codes_are_those_of_the_help(
    path: str, document: Find, run: Callable[..., Any]
) -> None:
    table = [row for row in rows(document(path).text) if row[0].isdigit()]
    told = {int(row[0]): row[1].replace("`", "") for row in table}
    helped = {
        int(number): meaning.strip()
        for number, meaning in re.findall(r"^    (\d)  (.+)$", run("--help").stdout, re.MULTILINE)
    }
    assert told == helped
    assert set(told) == set(ExitCode)


def test_the_readme_has_every_type_and_no_other(document: Find) -> None:
    types, _ = document("README.md").section("Fields").split("The names are PostgreSQL's")
    assert {word.partition("=")[0] for row in rows(types) for word in code(row[0])} == {*FieldType}


def test_the_readme_has_every_flag_and_key_and_no_other(document: Find) -> None:
    _, words = document("README.md").section("Fields").split("The names are PostgreSQL's")
    told = {word.rstrip("=") for row in rows(words) for word in code(row[0])}
    assert told == {*FLAGS, *KEYS}


def test_the_reference_has_the_whole_field_language(document: Find) -> None:
    told = {row[0]: code(row[1]) for row in rows(document(RESOURCES).text)}
    assert {word.partition("=")[0] for word in told["types"]} == set(FieldType)
    assert told["flags"] == list(FLAGS)
    assert [word.rstrip("=") for word in told["keys"]] == list(KEYS)


def test_the_readme_has_every_option_of_a_resource_once(document: Find) -> None:
    told = options_in(document("README.md").section("Options of a resource"))
    assert sorted(told) == sorted(f"--{name.replace('_', '-')}" for name in OPTIONS)


def test_the_reference_has_every_option_of_the_command(
    document: Find, run: Callable[..., Any]
) -> None:
    helped = re.findall(r"^  (?:-C, )?(--[\w-]+)", run("add", "resource", "--help").stdout, re.M)
    told = options_in(document(RESOURCES).text)
    assert {*told} == {*helped} - {"--directory", "--help"}


def options_in(markdown: str) -> list[str]:
    """The options in the first cells of tables."""
    words = (word for row in rows(markdown) for word in code(row[0])[:1])
    return [word.split()[0] for word in words if word.startswith("--")]


def test_the_changelog_counts_the_types(document: Find) -> None:
    assert f"{len(FieldType)} types" in document("CHANGELOG.md").text


def test_the_tree_has_every_file_of_the_application(document: Find) -> None:
    tree, *_ = document("references/project-structure.md").blocks("")
    expected = {path for path in template_files() if path.startswith("app/")}
    assert set(drawn_files(tree.text)) == expected


def drawn_files(tree: str) -> Iterator[str]:
    """The paths in a drawn tree; each level is four characters wide."""
    folders: list[str] = []
    for line in tree.splitlines():
        match = re.match(r"((?:[│ ]   )*(?:[├└]── )?)(\S+)", line)
        assert match, line
        folders[len(match[1]) // 4 :] = [match[2]]
        if not match[2].endswith("/"):
            yield "".join(folders)


def test_the_readme_of_a_project_has_every_setting(document: Find) -> None:
    paths = ("kit/settings/__init__.py", "app/config.py")
    classes = [settings for path in paths for settings in template_classes(path)]
    fields = [node for settings in classes for node in settings.body]
    told = [code(row[0]) for row in rows(document("assets/template/README.md").text)]
    assert sorted(name for names in told for name in names) == sorted(
        {ast.unparse(field.target).upper() for field in fields if isinstance(field, ast.AnnAssign)}
    )


def test_the_table_of_exceptions_is_complete(document: Find) -> None:
    raised = {
        node.name: ast.unparse(value)
        for node in template_classes("kit/errors.py")
        for statement in node.body
        if isinstance(statement, ast.Assign) and (value := statement.value)
    }
    section = document("references/error-handling.md").section("Raising")
    assert {code(row[0])[0]: row[1] for row in rows(section) if code(row[0])} == raised


@pytest.mark.parametrize("path", ["README.md", "AGENTS.md", "CHANGELOG.md"])
def test_the_script_has_every_command_that_is_named(path: str, document: Find) -> None:
    usage = (REPOSITORY / "dev").read_text().partition("END\n}")[0]
    named = set(re.findall(r"\./dev (\w+(?: --\w+)?)", document(path).text))
    assert named
    assert not [command for command in named if f"  {command} " not in usage]


class TestTheSkill:
    @pytest.fixture
    def frontmatter(self, document: Find) -> dict[str, Any]:
        _, text, _ = document("SKILL.md").text.split("---\n", 2)
        loaded: dict[str, Any] = yaml.safe_load(text)
        return loaded

    def test_its_keys_are_those_of_the_specification(self, frontmatter: dict[str, Any]) -> None:
        assert {"name", "description"} <= set(frontmatter) <= FRONTMATTER_KEYS

    def test_its_name_is_that_of_the_package(self, frontmatter: dict[str, Any]) -> None:
        assert frontmatter["name"] == "fastapi-backend-builder"

    @pytest.mark.parametrize(("key", "longest"), [("description", 1024), ("compatibility", 500)])
    def test_it_is_short_enough_for_the_specification(
        self, frontmatter: dict[str, Any], key: str, longest: int
    ) -> None:
        assert 0 < len(frontmatter[key]) <= longest

    def test_it_can_be_read_in_one_go(self, document: Find) -> None:
        assert len(document("SKILL.md").text.splitlines()) < MAX_LINES

    @pytest.mark.parametrize(
        "path", sorted((REPOSITORY / "references").iterdir()), ids=lambda path: path.name
    )
    def test_its_references_are_short(self, path: Path) -> None:
        assert path.stat().st_size <= MAX_BYTES

    def test_it_leads_to_every_reference(self, document: Find) -> None:
        references = {f"references/{path.name}" for path in (REPOSITORY / "references").iterdir()}
        assert references <= set(re.findall(r"\]\(([^)#]+)", document("SKILL.md").text))
