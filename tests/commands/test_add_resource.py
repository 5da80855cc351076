"""`fbb add resource` on a project as it was made, and on ones that people have worked on."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from commands.snapshots import snapshot

from fastapi_backend_builder.errors import ExitCode

Run = Callable[..., object]

ROUTER = "app/api/v1/router.py"
TESTS = "tests/api/test_books.py"
# Of a resource with eight fields; today they are half of it.
LONGEST_TESTS = 150
LAYERS = {
    "app/models/book.py",
    "app/schemas/book.py",
    "app/services/book.py",
    "app/api/v1/endpoints/books.py",
    "tests/factories/book.py",
    TESTS,
}


def test_new_files_have_the_line_ends_of_the_project(add: Run, project: Path) -> None:
    for file in project.rglob("*.py"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    before = snapshot(project)

    assert add("Book", "title:str").exit_code == ExitCode.OK
    assert add("Book", "title:str").stderr == "Nothing to do.\n"

    for path, content in snapshot(project).items():
        if path.endswith(".py") and content != before.get(path):
            assert content.count(b"\n") == content.count(b"\r\n") > 0, path


def test_it_goes_through_every_layer(add: Run, project: Path) -> None:
    before = snapshot(project)

    assert add("Book", "title:str").exit_code == ExitCode.OK

    after = snapshot(project)
    created = after.keys() - before.keys()
    changed = {name for name in before if before[name] != after[name]}
    (migration,) = created - LAYERS
    assert re.fullmatch(r"app/db/migrations/versions/[0-9a-f]{12}_create_books\.py", migration)
    assert changed == {ROUTER}


def test_the_tests_of_eight_fields_have_each_in_one_place(add: Run, project: Path) -> None:
    fields = {
        "title": "str:max=60:unique",
        "price": "decimal=10.2:ge=0",
        "stock": "int:ge=0:default=0",
        "status": "enum=draft/live:default=draft:index",
        "cost": "decimal=10.2:private:optional",
        "views": "int:readonly:default=0",
        "released": "date:optional:index",
        "author_id": "ref=User",
    }
    arguments = [f"{name.removesuffix('_id')}:{field}" for name, field in fields.items()]
    add("Book", *arguments, "--soft-delete", "--export", "--bulk", "--roles", "delete=admin")

    tests = (project / TESTS).read_text()

    assert len(tests.splitlines()) <= LONGEST_TESTS
    places = re.findall(r'(?:Field|Reference)\(\s*"(\w+)"', tests)
    assert places == [*fields]


def test_the_same_request_gives_the_same_bytes(add: Run, project: Path, run: Run) -> None:
    add("Book", "title:str", "price:decimal=8.2:ge=0", "author:ref=User")
    first = snapshot(project)
    run("undo", "-C", project)

    add("Book", "title:str", "price:decimal=8.2:ge=0", "author:ref=User")

    assert snapshot(project) == first


def test_a_second_time_there_is_nothing_to_do(add: Run, project: Path) -> None:
    add("Book", "title:str")
    before = snapshot(project)

    result = add("Book", "title:str")

    assert (result.exit_code, result.stderr) == (ExitCode.OK, "Nothing to do.\n")
    assert snapshot(project) == before


def test_a_second_time_there_is_nothing_to_do_behind_another_resource(add: Run) -> None:
    add("Book", "title:str")
    add("Shelf", "books:int")

    assert add("Book", "title:str").stderr == "Nothing to do.\n"


def test_undo_restores_every_byte(add: Run, run: Run, project: Path) -> None:
    before = snapshot(project)
    add("Book", "title:str")

    assert run("undo", "-C", project).exit_code == ExitCode.OK

    assert snapshot(project) == before


def test_undo_says_what_a_migrated_database_needs(add: Run, run: Run, project: Path) -> None:
    add("Book", "title:str")
    (migration,) = project.glob("app/db/migrations/versions/*_create_books.py")
    before = re.findall(r"Revises: (\w+)", migration.read_text())

    assert f"alembic downgrade {before[0]}" in run("undo", "-C", project).stderr


def test_undo_keeps_work_in_a_new_file(add: Run, run: Run, project: Path) -> None:
    add("Book", "title:str")
    service = project / "app/services/book.py"
    service.write_text(service.read_text() + "# a rule of ours\n")
    before = snapshot(project)

    result = run("undo", "-C", project)

    assert result.exit_code == ExitCode.CONFLICT
    assert "app/services/book.py" in result.stderr
    assert snapshot(project) == before


def test_a_preview_says_what_is_done_then(add: Run, project: Path) -> None:
    before = snapshot(project)
    planned = json.loads(add("Book", "title:str", "--dry-run", "--json").stdout)
    assert snapshot(project) == before

    add("Book", "title:str")

    after = snapshot(project)
    assert {change["path"] for change in planned["changes"]} == {
        name for name in after if after[name] != before.get(name)
    }


def test_pending_changes_have_an_exit_code(add: Run) -> None:
    assert add("Book", "title:str", "--check").exit_code == ExitCode.PENDING


def test_another_form_of_a_resource_is_a_conflict(add: Run, project: Path) -> None:
    add("Book", "title:str")
    before = snapshot(project)

    result = add("Book", "title:str", "year:int")

    assert result.exit_code == ExitCode.CONFLICT
    assert "app/models/book.py" in result.stderr
    assert snapshot(project) == before


def test_a_model_in_another_file_is_a_conflict(add: Run, project: Path) -> None:
    model = "from app.models.base import BaseModel\n\n\nclass Book(BaseModel):\n    pass\n"
    (project / "app/models/library.py").write_text(model)

    result = add("Book", "title:str")

    assert result.exit_code == ExitCode.CONFLICT
    assert "app/models/library.py" in result.stderr


def test_a_table_that_is_taken_is_a_conflict(add: Run, project: Path) -> None:
    model = (
        "from app.models.base import BaseModel\n\n\n"
        'class Volume(BaseModel):\n    __tablename__ = "books"\n'
    )
    (project / "app/models/volume.py").write_text(model)

    result = add("Book", "title:str")

    assert result.exit_code == ExitCode.CONFLICT
    assert "Volume" in result.stderr


def test_an_unknown_target_is_refused_with_a_proposal(add: Run, project: Path) -> None:
    before = snapshot(project)

    result = add("Book", "owner:ref=Usr")

    assert result.exit_code == ExitCode.USAGE
    assert "did you mean User?" in result.stderr
    assert snapshot(project) == before


def test_several_heads_are_refused(add: Run, project: Path) -> None:
    versions = project / "app/db/migrations/versions"
    (versions / "other.py").write_text('revision = "aaaaaaaaaaaa"\ndown_revision = None\n')

    result = add("Book", "title:str")

    assert result.exit_code == ExitCode.FAILED
    assert "fbb merge heads" in result.stderr


def test_outside_of_a_project_nothing_happens(run: Run, tmp_path: Path) -> None:
    result = run("add", "resource", "Book", "title:str", "-C", tmp_path)

    assert result.exit_code == ExitCode.FAILED
    assert "fbb new" in result.stderr


class TestOwnedResources:
    def test_they_go_through_the_same_layers(self, add: Run, project: Path) -> None:
        before = snapshot(project)

        assert add("Book", "title:str", "--owned-by", "User").exit_code == ExitCode.OK

        created = snapshot(project).keys() - before.keys()
        assert created > LAYERS
        assert len(created) == len(LAYERS) + 1

    def test_a_second_time_there_is_nothing_to_do(self, add: Run) -> None:
        add("Book", "title:str", "--owned-by", "User")

        assert add("Book", "title:str", "--owned-by", "User").stderr == "Nothing to do.\n"

    def test_with_and_without_an_owner_are_two_forms(self, add: Run, project: Path) -> None:
        add("Book", "title:str", "--owned-by", "User")
        before = snapshot(project)

        assert add("Book", "title:str").exit_code == ExitCode.CONFLICT

        assert snapshot(project) == before

    def test_a_field_is_no_owner_to_the_migrations(self, add: Run, run: Run, project: Path) -> None:
        def revision() -> set[str]:
            return {path.name for path in project.rglob("*_create_books.py")}

        add("Book", "user:ref=User", "title:str")
        with_field = revision()
        run("undo", "-C", project)

        add("Book", "title:str", "--owned-by", "User")

        assert revision().isdisjoint(with_field)

    def test_undo_restores_every_byte(self, add: Run, run: Run, project: Path) -> None:
        before = snapshot(project)
        add("Book", "title:str", "--owned-by", "User")

        assert run("undo", "-C", project).exit_code == ExitCode.OK

        assert snapshot(project) == before

    def test_the_command_that_is_kept_has_the_owner(self, add: Run) -> None:
        result = json.loads(add("Book", "title:str", "--owned-by", "User", "--json").stdout)

        assert result["summary"].endswith("fbb add resource Book title:str --owned-by User")

    @pytest.mark.parametrize("model", ["user", "Author", ""])
    def test_others_than_users_own_nothing(self, add: Run, project: Path, model: str) -> None:
        before = snapshot(project)

        result = add("Book", "title:str", "--owned-by", model)

        assert result.exit_code == ExitCode.USAGE
        assert "--owned-by User" in result.stderr
        assert snapshot(project) == before

    def test_a_project_that_does_not_know_who_is_signed_in_is_told(
        self, add: Run, project: Path
    ) -> None:
        dependencies = project / "app/dependencies.py"
        dependencies.write_text(dependencies.read_text().replace("CurrentUser", "Me"))
        before = snapshot(project)

        result = add("Book", "title:str", "--owned-by", "User")

        assert result.exit_code == ExitCode.FAILED
        assert "CurrentUser" in result.stderr
        assert snapshot(project) == before

    def test_users_in_a_table_of_another_name_are_referred_to(
        self, add: Run, project: Path
    ) -> None:
        user = project / "app/models/user.py"
        named = 'class User(BaseModel):\n    __tablename__ = "accounts"\n'
        user.write_text(user.read_text().replace("class User(BaseModel):\n", named))

        add("Book", "title:str", "--owned-by", "User")

        (migration,) = project.rglob("*_create_books.py")
        assert '["accounts.id"], name=op.f("fk_books_user_id_accounts")' in migration.read_text()

    def test_a_base_that_was_taken_out_is_a_manual_step(self, add: Run, project: Path) -> None:
        (project / "kit/services/owned.py").unlink()

        result = add("Book", "title:str", "--owned-by", "User")

        assert result.exit_code == ExitCode.MANUAL
        assert "OwnedService" in result.stderr

    def test_tests_of_two_users_need_both(self, add: Run, project: Path) -> None:
        conftest = project / "tests/conftest.py"
        conftest.write_text(conftest.read_text().replace("admin_client", "boss_client"))

        result = add("Book", "title:str", "--owned-by", "User")

        assert result.exit_code == ExitCode.MANUAL
        assert "admin_client" in result.stderr

    def test_rows_of_all_that_refer_to_rows_of_one_are_noted(self, add: Run) -> None:
        add("Book", "title:str", "--owned-by", "User")

        result = add("Review", "book:ref=Book")

        assert result.exit_code == ExitCode.OK
        assert "note: every user can refer to any Book" in result.stderr
        assert add("Review", "book:ref=Book").stderr == "Nothing to do.\n"

    def test_rows_that_go_or_stay_behind_are_not(self, add: Run) -> None:
        add("Book", "title:str", "--owned-by", "User")

        assert "note:" not in add("Review", "book:ref=Book:cascade").stderr

    def test_rows_of_one_that_refer_to_their_own_are_not(self, add: Run) -> None:
        add("Book", "title:str", "--owned-by", "User")

        assert "note:" not in add("Review", "book:ref=Book", "--owned-by", "User").stderr


class TestSomeOperations:
    def test_the_others_are_in_no_layer(self, add: Run, project: Path) -> None:
        assert add("Book", "title:str", "--only", "list,get").exit_code == ExitCode.OK

        written = "".join((project / path).read_text() for path in LAYERS - {TESTS})
        assert not re.search("BookCreate|BookUpdate|async def (create|update|delete)\\b", written)

    def test_the_order_of_the_words_does_not_matter(self, add: Run) -> None:
        add("Book", "title:str", "--only", "list,get")

        assert add("Book", "title:str", "--only", "get,list").stderr == "Nothing to do.\n"

    def test_other_operations_are_another_form(self, add: Run, project: Path) -> None:
        add("Book", "title:str", "--only", "list,get")
        before = snapshot(project)

        assert add("Book", "title:str").exit_code == ExitCode.CONFLICT

        assert snapshot(project) == before

    def test_undo_restores_every_byte(self, add: Run, run: Run, project: Path) -> None:
        before = snapshot(project)
        add("Book", "title:str", "--only", "create")

        assert run("undo", "-C", project).exit_code == ExitCode.OK

        assert snapshot(project) == before

    def test_the_command_that_is_kept_has_them(self, add: Run) -> None:
        result = json.loads(add("Book", "title:str", "--only", "get,list", "--json").stdout)

        assert result["summary"].endswith("fbb add resource Book title:str --only get,list")

    @pytest.mark.parametrize("words", ["", "read", "list get", "delete"])
    def test_what_is_no_choice_is_refused_before_anything_is_written(
        self, add: Run, project: Path, words: str
    ) -> None:
        before = snapshot(project)

        result = add("Book", "title:str", "--only", words)

        assert result.exit_code == ExitCode.USAGE
        assert "hint:" in result.stderr
        assert snapshot(project) == before


class TestHowRowsAreKept:
    @pytest.mark.parametrize("option", [["--soft-delete"], ["--id", "uuid"]])
    def test_with_and_without_it_are_two_forms(
        self, add: Run, project: Path, option: list[str]
    ) -> None:
        assert add("Book", "title:str:unique", *option).exit_code == ExitCode.OK
        before = snapshot(project)

        assert add("Book", "title:str:unique", *option).stderr == "Nothing to do.\n"
        assert add("Book", "title:str:unique").exit_code == ExitCode.CONFLICT
        assert snapshot(project) == before

    def test_undo_restores_every_byte(self, add: Run, run: Run, project: Path) -> None:
        before = snapshot(project)
        add("Book", "title:str", "--soft-delete", "--id", "uuid", "--owned-by", "User")

        assert run("undo", "-C", project).exit_code == ExitCode.OK

        assert snapshot(project) == before

    def test_the_command_that_is_kept_has_both(self, add: Run) -> None:
        asked = ("Book", "title:str", "--id", "uuid", "--soft-delete")
        result = json.loads(add(*asked, "--json").stdout)

        assert result["summary"].endswith("fbb add resource Book title:str --id uuid --soft-delete")

    def test_what_is_not_deleted_by_requests_is_not_restored(self, add: Run, project: Path) -> None:
        add("Book", "title:str", "--soft-delete", "--only", "list,get")

        assert not any("restore" in (project / path).read_text() for path in LAYERS)

    def test_a_model_with_uuids_is_referred_to_by_a_uuid(self, add: Run, project: Path) -> None:
        add("Author", "name:str", "--id", "uuid")

        assert add("Book", "title:str", "author:ref=Author").exit_code == ExitCode.OK

        book = (project / "app/models/book.py").read_text()
        (migration,) = project.rglob("*_create_books.py")
        assert 'author_id: Mapped[UUID] = mapped_column(ForeignKey("authors.id")' in book
        assert 'sa.Column("author_id", sa.Uuid(), nullable=False)' in migration.read_text()

    @pytest.mark.parametrize(
        ("option", "name"),
        [(["--soft-delete"], "SoftDeleteModel"), (["--id", "uuid"], "UuidModel")],
    )
    def test_a_project_that_lacks_the_base_is_told(
        self, add: Run, project: Path, option: list[str], name: str
    ) -> None:
        base = project / "app/models/base.py"
        base.write_text(base.read_text().replace(name, "Other"))

        result = add("Book", "title:str", *option)

        assert result.exit_code == ExitCode.MANUAL
        assert name in result.stderr

    def test_what_users_can_mark_as_deleted_keeps_nobody(self, add: Run) -> None:
        add("Book", "title:str", "--owned-by", "User", "--soft-delete")

        assert "note: every" not in add("Review", "book:ref=Book").stderr


class TestProjectsThatPeopleWorkedOn:
    def test_a_router_that_cannot_be_edited_is_a_manual_step(self, add: Run, project: Path) -> None:
        (project / ROUTER).write_text("from app.routing import router\n")

        result = add("Book", "title:str")

        assert result.exit_code == ExitCode.MANUAL
        assert "router.include_router(books.router)" in result.stderr
        assert (project / "app/models/book.py").exists()

    def test_a_router_of_another_name_and_with_windows_line_ends_is_edited(
        self, add: Run, project: Path
    ) -> None:
        text = (project / ROUTER).read_text().replace("router = API", "v1 = API")
        text = text.replace("router.include_router", "v1.include_router")
        (project / ROUTER).write_bytes(text.replace("\n", "\r\n").encode())

        assert add("Book", "title:str").exit_code == ExitCode.OK

        assert b"v1.include_router(books.router)\r\n" in (project / ROUTER).read_bytes()

    def test_a_package_of_another_name_is_found(self, add: Run, project: Path) -> None:
        for file in project.rglob("*.py"):
            file.write_text(re.sub(r"\bapp\.", "shop.", file.read_text()))
        (project / "app").rename(project / "shop")

        assert add("Book", "title:str").exit_code == ExitCode.OK

        assert (
            "from shop.models.base import BaseModel"
            in (project / "shop/models/book.py").read_text()
        )

    def test_a_name_that_was_taken_out_is_a_manual_step(self, add: Run, project: Path) -> None:
        dependencies = project / "app/dependencies.py"
        dependencies.write_text(dependencies.read_text().replace("AsyncDbSession", "Session"))

        result = add("Book", "title:str")

        assert result.exit_code == ExitCode.MANUAL
        assert "AsyncDbSession" in result.stderr

    def test_a_target_without_a_factory_is_a_manual_step(self, add: Run, project: Path) -> None:
        (project / "tests/factories/user.py").unlink()

        result = add("Book", "owner:ref=User")

        assert result.exit_code == ExitCode.MANUAL
        assert "create_user" in result.stderr

    def test_a_project_without_tests_is_told_what_they_need(self, add: Run, project: Path) -> None:
        (project / "tests/conftest.py").unlink()

        result = add("Book", "title:str")

        assert result.exit_code == ExitCode.MANUAL
        assert "user_client" in result.stderr

    def test_the_projects_own_line_length_holds(self, add: Run, project: Path) -> None:
        pyproject = project / "pyproject.toml"
        pyproject.write_text(pyproject.read_text().replace("line-length = 100", "line-length = 79"))

        add("Book", "title:str", "an_author_of_a_certain_length:ref=User")

        created = [project / path for path in LAYERS]
        assert max(len(line) for file in created for line in file.read_text().splitlines()) <= 79

    def test_a_syntax_error_elsewhere_does_not_matter(self, add: Run, project: Path) -> None:
        (project / "app/services/user.py").write_text("class (")

        assert add("Book", "title:str").exit_code == ExitCode.OK


class TestOtherOptions:
    @pytest.mark.parametrize("option", ["--sync", "--export", "--bulk"])
    def test_each_is_one_form_that_undo_takes_back(
        self, add: Run, run: Run, project: Path, option: str
    ) -> None:
        before = snapshot(project)
        assert add("Book", "title:str", option).exit_code == ExitCode.OK
        assert add("Book", "title:str", option).stderr == "Nothing to do.\n"
        assert add("Book", "title:str").exit_code == ExitCode.CONFLICT

        assert run("undo", "-C", project).exit_code == ExitCode.OK

        assert snapshot(project) == before

    def test_a_sync_resource_awaits_nothing(self, add: Run, project: Path) -> None:
        add("Book", "title:str", "--sync", "--export", "--bulk", "--owned-by", "User")

        for path in ("app/services/book.py", "app/api/v1/endpoints/books.py"):
            assert not re.search(r"\bawait |\basync ", (project / path).read_text())

    @pytest.mark.parametrize("path", ["app/api/v1/endpoints/books.py", "app/services/book.py"])
    def test_what_does_not_ask_for_them_has_nothing_of_them(
        self, add: Run, project: Path, path: str
    ) -> None:
        add("Book", "title:str")

        assert not re.search("[Bb]ulk|[Ee]xport|[Ss]ync[SO]|_all", (project / path).read_text())


class TestJson:
    def test_one_resource_is_told_in_few_bytes(self, run: Run, project: Path) -> None:
        result = run("add", "resource", "Todo", "title:str", "--json", "-C", project)

        told = json.loads(result.stdout)
        assert len(result.stdout) < 3000
        assert told["next"] == [
            {"command": "pytest tests/api/test_todos.py", "when": "now"},
            {"command": f"fbb undo -C {project}", "when": "to take it back"},
        ]

    def test_a_preview_tells_the_command_that_writes_it(self, run: Run, project: Path) -> None:
        result = run("add", "resource", "Todo", "title:str", "--dry-run", "--json", "-C", project)

        assert json.loads(result.stdout)["next"] == [
            {"command": f"fbb add resource Todo title:str -C {project}", "when": "to write it"}
        ]
