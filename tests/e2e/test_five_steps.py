"""The mission's "Adding a New Resource", pasted as it stands into a copy of the template."""

import re
from pathlib import Path

import pytest
from e2e.processes import call, serving

STEPS = Path(__file__).with_name("adding_a_resource.txt")
MISSION = Path(__file__).parents[3] / "shared" / "seed" / "000_1791ac9e490b08fa.txt"

# The steps call a `create` that they do not show.
CREATE = """
    def create(self, data):
        todo = Todo(title=data.title, user_id=self.db.query(User).first().id)
        self.db.add(todo)
        self.db.flush()
        return todo
"""
# Uses the rest of what the mission shows: the list of a page, the user, the 404.
REST = """
from app.dependencies import CurrentUser
from app.schemas.common import PaginatedResponse

TodoListResponse = PaginatedResponse[TodoResponse]


@router.get("", response_model=TodoListResponse)
def list_todos(db: DbSession, user: CurrentUser):
    todos = TodoService(db).db.query(Todo).filter(Todo.user_id == user.id).all()
    return {"items": todos, "total": len(todos), "page": 1, "size": 20, "pages": 1}


@router.get("/{id}", response_model=TodoResponse)
def get_todo(db: DbSession, id: int):
    return TodoService(db).get_or_404(id)
"""


def steps() -> list[tuple[str, str]]:
    """The file of each step, and the code for it."""
    found = re.findall(r"\(`([^`]+)`\)\n\n```python\n(.*?)```", STEPS.read_text(), re.DOTALL)
    return [(path.replace("{resource}", "todo"), code) for path, code in found]


@pytest.fixture
def project(template: Path) -> Path:
    for path, code in steps():
        if path == "app/api/v1/router.py":
            file = template / path
            file.write_text(file.read_text() + code)
        else:
            # Step 5 imports the endpoints as `todos`.
            (template / path.replace("endpoints/todo.py", "endpoints/todos.py")).write_text(code)
    service = template / "app/services/todo.py"
    service.write_text("from app.models.user import User\n" + service.read_text() + CREATE)
    endpoints = template / "app/api/v1/endpoints/todos.py"
    endpoints.write_text(endpoints.read_text() + "from app.models.todo import Todo\n" + REST)
    return template


@pytest.mark.skipif(
    not MISSION.exists(), reason="the mission's document is not beside the checkout"
)
def test_the_steps_are_the_missions() -> None:
    assert STEPS.read_text() in MISSION.read_text()


def test_the_steps_work_as_written(project: Path, database_url: str) -> None:
    alembic = ("alembic", "upgrade", "head")
    call(project, *alembic, DATABASE_URL=database_url)
    call(
        project,
        *("alembic", "revision", "--autogenerate", "-m", "create todos"),
        DATABASE_URL=database_url,
    )
    call(project, *alembic, DATABASE_URL=database_url)

    with serving(project, DATABASE_URL=database_url) as client:
        client.register()
        created = client.post("/api/v1/todos", {"title": "write it down"})
        listed = client.get("/api/v1/todos")
        missing = client.get("/api/v1/todos/4711")

    assert (created.status, created.body) == (201, {"id": 1, "title": "write it down"})
    assert listed.body["items"] == [created.body]
    assert missing.status == 404
    assert missing.headers["content-type"] == "application/problem+json"
    assert missing.body["detail"] == "Todo 4711 not found"
