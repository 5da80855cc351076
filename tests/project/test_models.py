"""Finding models in the sources."""

from collections.abc import Callable

import pytest

from fastapi_backend_builder.project import Model, Project

Make = Callable[[dict[str, str | bytes]], Project]

TODO = "class Todo(BaseModel):\n    title: Mapped[str]\n"
NEWER_SYNTAX = "def first[T](items: list[T]) -> T: ...\n\n\n"


def test_a_model_is_found_in_its_usual_file(make_project: Make) -> None:
    assert make_project({}).find_model("User") == Model(
        class_name="User",
        module="app.models.user",
        path="app/models/user.py",
        table="users",
        primary_key="int",
    )


def test_a_model_is_found_in_another_file(make_project: Make) -> None:
    model = make_project({"app/models/work.py": TODO}).find_model("Todo")

    assert model
    assert model.module == "app.models.work"


def test_the_usual_file_is_all_that_is_read(make_project: Make) -> None:
    project = make_project({"app/models/account.py": "class User(BaseModel): ..."})

    model = project.find_model("User")

    assert model
    assert model.path == "app/models/user.py"


def test_the_package_name_is_part_of_the_module(make_project: Make) -> None:
    project = Project(make_project({"src/shop/models/todo.py": TODO}).root, "src/shop")

    model = project.find_model("Todo")

    assert model
    assert (model.module, model.path) == ("shop.models.todo", "src/shop/models/todo.py")


@pytest.mark.parametrize("name", ["Missing", "user", "Role", "BaseModel", "Mapped"])
def test_what_is_not_a_model_is_not_found(make_project: Make, name: str) -> None:
    assert make_project({}).find_model(name) is None


def test_the_names_are_there_to_propose_from(make_project: Make) -> None:
    assert make_project({"app/models/todo.py": TODO}).model_names() == ["Todo", "User"]


def test_an_abstract_class_is_not_a_model(make_project: Make) -> None:
    source = "class Owned(BaseModel):\n    __abstract__ = True\n    owner: Mapped[int]\n"

    assert make_project({"app/models/owned.py": source}).find_model("Owned") is None


def test_a_mixin_is_not_a_model(make_project: Make) -> None:
    source = "class Dated:\n    at: Mapped[datetime]\n"

    assert make_project({"app/models/dated.py": source}).find_model("Dated") is None


@pytest.mark.parametrize("prefix", ["", NEWER_SYNTAX])
@pytest.mark.parametrize(("base", "owned"), [("BaseModel", False), ("base.OwnedModel", True)])
def test_a_model_says_whether_its_rows_belong_to_users(
    make_project: Make, base: str, owned: bool, prefix: str
) -> None:
    source = f"{prefix}class Todo({base}):\n    title: Mapped[str]\n"

    model = make_project({"app/models/todo.py": source}).find_model("Todo")

    assert model
    assert model.owned is owned


@pytest.mark.parametrize("prefix", ["", NEWER_SYNTAX, "x = (\n"])
@pytest.mark.parametrize(
    "assignment", ['__tablename__ = "tasks"', "__tablename__: ClassVar[str] = 'tasks'"]
)
def test_an_explicit_table_name_counts(make_project: Make, assignment: str, prefix: str) -> None:
    source = f"{prefix}class Todo(BaseModel):\n    {assignment}\n\n    title: Mapped[str]\n"

    assert make_project({"app/models/todo.py": source}).table_owner("tasks") == "Todo"


def test_a_computed_table_name_does_not(make_project: Make) -> None:
    source = "class Todo(BaseModel):\n    __tablename__ = PREFIX + 'todo'\n"

    assert make_project({"app/models/todo.py": source}).table_owner("todos") == "Todo"


@pytest.mark.parametrize(
    "source",
    [
        'class Todo(BaseModel):\n    __tablename__ = "tasks"\n',
        "class Todo(BaseModel):\n    __abstract__ = True\n",
        "class Todo:\n    title: str\n",
        '"""\nclass Todo(BaseModel):\n"""\n',
        "# class Todo\nclass Note(BaseModel):\n    title: Mapped[str]\n",
    ],
    ids=["has another name", "abstract", "no model", "in a text", "in a comment"],
)
def test_a_table_that_no_model_maps_is_free(make_project: Make, source: str) -> None:
    assert make_project({"app/models/todo.py": source}).table_owner("todos") is None


@pytest.mark.parametrize(
    "source",
    [
        "class\tTodo(BaseModel):\n    title: Mapped[str]\n",
        "class Todo (BaseModel):\n    title: Mapped[str]\n",
        "\fclass Todo(BaseModel):\n    title: Mapped[str]\n",
        "@final\nclass Todo(BaseModel):\n    title: Mapped[str]\n",
        "class Note(BaseModel): ...\n\n\nclass Todo(BaseModel): ...\n",
        'class Todo(BaseModel):\n    __tablename__ = "to" "dos"\n',
        'class Todo(BaseModel):\n    __tablename__ = (\n        "todos"\n    )\n',
    ],
    ids=["tab", "space", "form feed", "decorated", "second of a file", "two texts", "brackets"],
)
def test_a_table_is_taken_however_its_class_is_written(make_project: Make, source: str) -> None:
    assert make_project({"app/models/work.py": source}).table_owner("todos") == "Todo"


@pytest.mark.parametrize("prefix", ["", NEWER_SYNTAX])
@pytest.mark.parametrize("annotation", ["Mapped[uuid.UUID]", "Mapped[UUID]", "orm.Mapped[UUID]"])
def test_a_uuid_key_is_seen_in_the_class(make_project: Make, annotation: str, prefix: str) -> None:
    source = f"{prefix}class Todo(BaseModel):\n    id: {annotation} = mapped_column()\n"

    model = make_project({"app/models/todo.py": source}).find_model("Todo")

    assert model
    assert model.primary_key == "uuid"


def test_a_uuid_key_is_seen_in_the_base(make_project: Make) -> None:
    base = (
        "class Keyed:\n    id: Mapped[uuid.UUID]\n\n\n"
        "class BaseModel(Keyed, DeclarativeBase):\n    pass\n"
    )

    model = make_project({"app/models/base.py": base}).find_model("User")

    assert model
    assert model.primary_key == "uuid"


@pytest.mark.parametrize("bases", ["UuidModel, OwnedModel", "OwnedModel, UuidModel"])
def test_a_uuid_key_is_seen_in_one_of_several_bases(make_project: Make, bases: str) -> None:
    base = (
        "class BaseModel(DeclarativeBase):\n    id: Mapped[int]\n\n\n"
        "class OwnedModel(BaseModel):\n    __abstract__ = True\n\n\n"
        "class UuidModel(BaseModel):\n    __abstract__ = True\n    id: Mapped[UUID]\n"
    )
    todo = f"class Todo({bases}):\n    title: Mapped[str]\n"

    model = make_project({"app/models/base.py": base, "app/models/todo.py": todo}).find_model(
        "Todo"
    )

    assert model
    assert (model.primary_key, model.owned) == ("uuid", True)


@pytest.mark.parametrize(
    ("bases", "soft_delete"), [("SoftDeleteModel, OwnedModel", True), ("OwnedModel", False)]
)
def test_it_is_seen_whether_deleted_rows_are_marked(
    make_project: Make, bases: str, soft_delete: bool
) -> None:
    todo = f"class Todo({bases}):\n    title: Mapped[str]\n"

    model = make_project({"app/models/todo.py": todo}).find_model("Todo")

    assert model
    assert model.soft_delete is soft_delete


def test_bases_in_a_circle_end(make_project: Make) -> None:
    base = "class A(B):\n    x: int\n\n\nclass B(A):\n    x: int\n"
    source = "class Todo(A):\n    title: Mapped[str]\n"

    model = make_project({"app/models/base.py": base, "app/models/todo.py": source})

    assert model.find_model("Todo")


@pytest.mark.parametrize(
    "content",
    [b"", b"class (:\n", b"\xff\xfe\x00", b"# coding: nonsense\n", b"x = 1\n\x00"],
    ids=["empty", "syntax error", "not text", "unknown encoding", "null byte"],
)
def test_a_broken_file_beside_a_model_does_no_harm(make_project: Make, content: bytes) -> None:
    project = make_project({"app/models/aaa.py": content, "app/models/todo.py": TODO})

    assert project.model_names() == ["Todo", "User"]


@pytest.mark.parametrize(
    "source",
    [TODO.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + TODO.encode()],
    ids=["crlf", "bom"],
)
def test_line_ends_and_marks_do_not_matter(make_project: Make, source: bytes) -> None:
    assert make_project({"app/models/todo.py": source}).find_model("Todo")


def test_a_missing_folder_means_no_models(make_project: Make) -> None:
    project = Project(make_project({}).root, "elsewhere")

    assert project.model_names() == []
