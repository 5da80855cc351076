import pytest

from fastapi_backend_builder.edit.pyproject import merge_pyproject

BASE = """\
[project]
name = "shop"
version = "0.1.0"
# Pinned to minor versions.
dependencies = [
    "alembic>=1.20,<2",
    "fastapi>=0.165,<0.166",
    "pyjwt>=2",
]

[project.optional-dependencies]
dev = ["mypy>=2.4", "ruff>=0.17"]

[tool.ruff]
line-length = 100
"""


def merged(mine: str, theirs: str, *, left: tuple[str, ...] = ()) -> str:
    result = merge_pyproject(mine.encode(), BASE.encode(), theirs.encode())
    assert result.requirements == left
    assert result.rest is None
    return result.content.decode()


RAISED = BASE.replace("fastapi>=0.165,<0.166", "fastapi>=0.166,<0.167")


def test_a_requirement_is_raised_beside_those_of_the_user() -> None:
    mine = BASE.replace('<0.166",', '<0.166",  # see docs\n    # for mails\n    "jinja2>=3",')

    assert merged(mine, RAISED) == mine.replace("0.165,<0.166", "0.166,<0.167")


def test_a_requirement_that_is_written_otherwise_is_raised_too() -> None:
    mine = BASE.replace("fastapi>=0.165,<0.166", "FastAPI >= 0.165, < 0.166")

    assert merged(mine, RAISED) == RAISED


def test_requirements_come_in_their_place_and_go() -> None:
    theirs = BASE.replace('"pyjwt>=2"', '"httpx>=1"').replace('["mypy', '["pytest>=9", "mypy')

    assert (
        merged(BASE + "# mine\n", theirs)
        == BASE.replace('    "pyjwt>=2",\n', '    "httpx>=1",\n').replace(
            '4", "ruff', '4", "pytest>=9", "ruff'
        )
        + "# mine\n"
    )


def test_a_requirement_that_the_user_took_out_stays_out() -> None:
    mine = BASE.replace('    "fastapi>=0.165,<0.166",\n', "")

    assert merged(mine, RAISED) == mine


def test_a_requirement_that_both_have_changed_is_left_to_the_user() -> None:
    mine = BASE.replace("fastapi>=0.165,<0.166", "fastapi==0.165.3")

    assert merged(mine, RAISED, left=("fastapi>=0.166,<0.167",)) == mine


def test_a_requirement_per_platform_is_one_each() -> None:
    mine = BASE.replace(
        '"pyjwt>=2"',
        "\"pyjwt>=2; sys_platform == 'win32'\", \"pyjwt>=3; sys_platform != 'win32'\"",
    )

    assert merged(mine, RAISED) == mine.replace("0.165,<0.166", "0.166,<0.167")


def test_other_tables_are_merged_by_lines() -> None:
    mine = BASE.replace('"0.1.0"', '"7.0.0"')
    theirs = f"{RAISED}\n[tool.mypy]\nstrict = true\n"

    assert merged(mine, theirs) == theirs.replace('"0.1.0"', '"7.0.0"')


def test_dependencies_are_merged_where_the_rest_cannot_be() -> None:
    mine = BASE.replace("= 100", "= 120")

    result = merge_pyproject(mine.encode(), BASE.encode(), RAISED.replace("= 100", "= 99").encode())

    assert result.content.decode() == RAISED.replace("= 100", "= 120")
    assert result.rest is not None
    assert [b"= 99" in text for text in result.rest] == [False, True]


def test_dependencies_of_another_tool_are_left_alone() -> None:
    mine = '[tool.poetry.dependencies]\nfastapi = "^0.165"\n'

    result = merge_pyproject(mine.encode(), BASE.encode(), RAISED.encode())

    assert result.content.decode() == mine
    assert result.rest


def test_what_does_not_parse_is_an_error() -> None:
    with pytest.raises(ValueError, match="line 1"):
        merge_pyproject(b"[project", BASE.encode(), RAISED.encode())
