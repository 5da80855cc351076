from collections.abc import Callable

import pytest

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.names import Noun
from fastapi_backend_builder.spec.operations import ALL, Operation
from fastapi_backend_builder.spec.options import Options
from fastapi_backend_builder.spec.resource import Resource
from fastapi_backend_builder.spec.roles import permissions_of, read_roles

Refused = Callable[..., UsageError]

POST = Noun.parse("BlogPost")


def test_roles_are_read_in_the_order_of_the_operations() -> None:
    assert read_roles("create=editor,list=public", ALL) == (
        (Operation.LIST, "public"),
        (Operation.CREATE, "editor"),
    )


@pytest.mark.parametrize(
    ("text", "permissions"),
    [
        ("list=public,get=user", {}),
        ("list=editor,get=editor", {"BLOG_POSTS_READ": "editor"}),
        ("get=editor,update=editor", {"BLOG_POSTS_READ": "editor", "BLOG_POSTS_WRITE": "editor"}),
        ("create=editor,delete=editor", {"BLOG_POSTS_WRITE": "editor"}),
        (
            "create=editor,update=editor,delete=admin",
            {
                "BLOG_POSTS_CREATE": "editor",
                "BLOG_POSTS_UPDATE": "editor",
                "BLOG_POSTS_DELETE": "admin",
            },
        ),
    ],
)
def test_there_is_one_permission_to_write_or_one_for_each_operation_of_several_roles(
    text: str, permissions: dict[str, str]
) -> None:
    found = permissions_of(POST, read_roles(text, ALL))

    assert {permission.member: permission.role for permission in found} == permissions


def test_a_permission_says_what_it_is_for() -> None:
    (permission,) = permissions_of(POST, read_roles("create=editor,delete=editor", ALL))

    assert permission.value == "blog-posts:write"
    assert permission.description == "Add and delete blog posts"


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("lst=public", "did you mean 'list'?"),
        ("read=public", "did you mean 'get'?"),
        ("list=pubic", "did you mean 'public'?"),
        ("list=users", "did you mean 'user'?"),
        ("list=admins", "did you mean 'admin'?"),
        ("list=Chief-Editor", "lower case"),
        ("list=1st", "lower case"),
        ("list", "list=public"),
        ("list=", "list=public"),
        ("", "operations: list"),
        ("list=public,list=user", "leave one out"),
        ("delete=editor", "--only"),
    ],
)
def test_what_is_not_understood_is_refused(refused: Refused, text: str, proposal: str) -> None:
    assert proposal in (refused(read_roles, text, (Operation.LIST, Operation.GET)).hint or "")


def test_rows_of_one_user_are_not_for_everybody(refused: Refused) -> None:
    options = Options(owned_by="User", roles="get=public")

    assert "public" in refused(Resource.parse, "Todo", ["title:str"], options).message
