"""Where rows are in the API, read from sources that people have worked on."""

from collections.abc import Callable

import pytest

from fastapi_backend_builder.errors import ProjectError
from fastapi_backend_builder.project import Model, Project
from fastapi_backend_builder.project.nesting import model_of_parameter, prefix_of

POST = Model("Post", "app.models.post", "app/models/post.py", "posts", "int")
COMMENT = Model("Comment", "app.models.comment", "app/models/comment.py", "comments", "int")
ENDPOINTS = "app/api/v1/endpoints/posts.py"
MODEL = "class Post(BaseModel):\n    title: Mapped[str]\n"

Make = Callable[[dict[str, str]], Project]


@pytest.mark.parametrize(
    "source",
    [
        'router = Router(prefix="/articles", tags=["posts"])\n',
        "posts: APIRouter = fastapi.APIRouter(\n    tags=[],\n    prefix='/articles',\n)\n",
        'router = Router(prefix="/articles")\npublic = Router(prefix="/articles")\n',
    ],
)
def test_the_prefix_is_that_of_the_router(make_project: Make, source: str) -> None:
    assert prefix_of(make_project({ENDPOINTS: source}), POST) == "/articles"


@pytest.mark.parametrize(
    "source",
    [
        "router = Router(prefix=PREFIX)\n",
        "router = Router()\n",
        'router = Router(prefix="/{tenant}/posts")\n',
        'router = Router(prefix="/a")\nother = Router(prefix="/b")\n',
        'router = Router(prefix="/posts"\n',
        "",
    ],
)
def test_one_that_is_not_clear_is_an_error(make_project: Make, source: str) -> None:
    with pytest.raises(ProjectError, match=ENDPOINTS):
        prefix_of(make_project({ENDPOINTS: source}), POST)


def test_so_is_a_model_without_endpoints(make_project: Make) -> None:
    with pytest.raises(ProjectError, match=f"{ENDPOINTS} is not there"):
        prefix_of(make_project({}), POST)


@pytest.mark.parametrize(
    "column",
    [
        'post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))',
        'post_id = sa.Column(sa.ForeignKey("posts.id"))',
    ],
)
def test_a_column_says_what_a_parameter_means(make_project: Make, column: str) -> None:
    comment = f"class Comment(BaseModel):\n    body: Mapped[str]\n    {column}\n"
    project = make_project({POST.path: MODEL, COMMENT.path: comment})

    assert model_of_parameter(project, COMMENT, "post_id") == POST


@pytest.mark.parametrize(
    "column",
    ["other_id: Mapped[int] = mapped_column(ForeignKey('posts.id'))", "post_id: Mapped[int]"],
)
def test_without_one_it_is_not_known(make_project: Make, column: str) -> None:
    project = make_project({POST.path: MODEL, COMMENT.path: f"class Comment:\n    {column}\n"})

    with pytest.raises(ProjectError, match="post_id"):
        model_of_parameter(project, COMMENT, "post_id")
