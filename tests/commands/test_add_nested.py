"""`fbb add resource --under`: what is made, and what it is refused for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fastapi_backend_builder.errors import ExitCode

Run = Callable[..., object]


@pytest.fixture
def add(run: Run, project: Path) -> Run:
    """Add a resource to a project that has posts, with comments under them."""
    run("add", "resource", "Post", "title:str", "-C", project)
    run("add", "resource", "Comment", "body:text", "--under", "Post", "-C", project)
    return lambda *arguments: run("add", "resource", *arguments, "-C", project)


def endpoints(project: Path, plural: str) -> str:
    return (project / f"app/api/v1/endpoints/{plural}.py").read_text()


@pytest.mark.usefixtures("add")
def test_the_url_goes_through_the_row_above(project: Path) -> None:
    assert 'prefix="/posts/{post_id}/comments"' in endpoints(project, "comments")


def test_and_through_the_one_above_that(add: Run, project: Path) -> None:
    assert add("Reply", "body:text", "--under", "Comment").exit_code == ExitCode.OK

    prefix = 'prefix="/posts/{post_id}/comments/{comment_id}/replies"'
    assert prefix in endpoints(project, "replies")
    service = (project / "app/services/reply.py").read_text()
    assert "path = (Comment.post_id, Reply.comment_id)" in service


def test_but_no_further(add: Run) -> None:
    add("Reply", "body:text", "--under", "Comment")

    result = add("Like", "stars:int", "--under", "Reply")

    assert result.exit_code == ExitCode.USAGE
    assert "reply:ref=Reply:cascade" in result.stderr


def test_its_tests_link_it_to_its_own_kind_under_the_same_row(add: Run, project: Path) -> None:
    add("Reply", "body:text", "related:many=self", "--under", "Comment")

    tests = (project / "tests/api/test_replies.py").read_text()
    assert tests.count("create_reply,") == 1
    assert "within=True" in tests


def test_its_tests_link_it_to_rows_of_the_user_whose_row_is_above(add: Run, project: Path) -> None:
    add("Board", "name:str", "--owned-by", "User")
    add("Tag", "name:str", "--owned-by", "User")
    add("Pin", "text:str", "tags:many=Tag", "--under", "Board")

    tests = (project / "tests/api/test_pins.py").read_text()
    assert 'Links("tag_ids", "tags", create_tag, filter="tag_id", owned=True)' in tests


def test_it_follows_what_was_edited(add: Run, project: Path) -> None:
    posts = project / "app/api/v1/endpoints/posts.py"
    posts.write_text(posts.read_text().replace('prefix="/posts"', 'prefix="/articles"'))

    add("Vote", "points:int", "--under", "Post")

    assert 'prefix="/articles/{post_id}/votes"' in endpoints(project, "votes")


@pytest.mark.parametrize("owned", ["Board", "Pin"])
def test_who_asks_counts_where_a_row_of_the_path_is_owned(
    add: Run, project: Path, owned: str
) -> None:
    add("Board", "name:str", *(["--owned-by", "User"] if owned == "Board" else []))
    add("Pin", "note:str", "--under", "Board", *(["--owned-by", "User"] if owned == "Pin" else []))

    add("Tack", "note:str", "--under", "Pin")

    assert "TackService(db, user, board_id, pin_id)" in endpoints(project, "tacks")


def test_no_request_and_no_filter_has_the_parent(add: Run, project: Path) -> None:
    add("Vote", "points:int", "--under", "Post")

    schemas = (project / "app/schemas/vote.py").read_text()
    before, answer = schemas.split("class VoteResponse")
    assert "post_id" not in before
    assert "post_id: int" in answer


def test_a_second_time_there_is_nothing_to_do(add: Run) -> None:
    assert add("Comment", "body:text", "--under", "Post").stderr == "Nothing to do.\n"


def test_a_model_that_is_not_there_is_an_error(add: Run) -> None:
    result = add("Vote", "points:int", "--under", "Pots")

    assert result.exit_code == ExitCode.USAGE
    assert "did you mean Post?" in result.stderr


@pytest.mark.parametrize("owner", [[], ["--owned-by", "User"]])
def test_who_refers_to_rows_under_those_of_users_is_told(add: Run, owner: list[str]) -> None:
    add("Board", "name:str", "--owned-by", "User")
    add("Pin", "note:str", "--under", "Board", *owner)

    said = add("Tack", "pin:ref=Pin").stderr

    assert ("under whose rows the Pin is" in said) is (not owner)
    assert "under whose rows" not in add("Reply", "comment:ref=Comment").stderr
