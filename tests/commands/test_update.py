import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import releases
from commands.releases import CHANGED, FILES, GONE, NEW, next_release
from vandalised.vandal import Files

from fastapi_backend_builder.commands import own as own_module
from fastapi_backend_builder.commands import update as update_module
from fastapi_backend_builder.errors import ExitCode
from fastapi_backend_builder.project.template import template_files
from fastapi_backend_builder.recipes.update import codemods

RECORD = "kit/update.json"
OWNED = "app/kit/services/slugs.py"
# What the codemod does, below the last of the settings.
LAST = 'mail_limit: RateLimit = parse_limit("5/hour")\n'
GREETED = (LAST, f'{LAST}    greeted: str = "world"\n')
Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def not_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried in a copy has tests of its own."""
    for module in (update_module, own_module):
        monkeypatch.setattr(module, "tried", lambda plan, _: plan)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have `fbb` ship these files as its template."""

    def install(files: dict[str, bytes]) -> None:
        for module in (update_module, own_module):
            monkeypatch.setattr(module, "template_files", lambda: files)

    return install


@pytest.fixture
def released(installed: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The next version is installed; what it ships."""
    files = next_release(template_files())
    mods = {releases.NEXT: [releases.greet]}
    monkeypatch.setattr(codemods, "CODEMODS", mods)
    installed(files)
    return files


@pytest.fixture
def update(run: Run, project: Path) -> Run:
    return lambda *arguments: run("update", *arguments, "-C", project)


@pytest.fixture
def own(run: Run, project: Path) -> Run:
    return lambda *arguments: run("own", *arguments, "-C", project)


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def record(project: Path) -> Any:
    return json.loads((project / RECORD).read_text())


# A project that nobody has edited


@pytest.mark.usefixtures("released")
def test_an_untouched_project_becomes_one_of_the_next_version(
    update: Run, project: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = update()

    assert result.exit_code == ExitCode.OK, result.stderr
    assert "edit   kit/VERSION  0.1.0 to 7.0.0\n" in result.stderr
    assert f"create {NEW}\n" in result.stderr
    assert f"delete {GONE}\n" in result.stderr
    assert "edit   app/config.py  say whom the project greets\n" in result.stderr
    assert "pip install --editable" in result.stderr

    monkeypatch.setattr(
        "fastapi_backend_builder.commands.new.template_files", update_module.template_files
    )
    run("new", "my-project", "--dir", tmp_path / "made")
    updated, made = Files.of(project), Files.of(tmp_path / "made")
    made.replace("app/config.py", *GREETED)
    made["app/greetings.py"] = releases.GREETINGS
    assert updated == made


@pytest.mark.usefixtures("released")
def test_a_second_update_has_nothing_to_do(update: Run) -> None:
    update()

    assert update("--check").exit_code == ExitCode.OK
    assert update().stderr == "Nothing to do.\n"


def test_the_version_that_made_the_project_has_nothing_to_do(update: Run) -> None:
    assert update("--check").exit_code == ExitCode.OK
    assert update().stderr == "Nothing to do.\n"


@pytest.mark.usefixtures("released")
def test_undo_gives_back_every_byte(update: Run, project: Path, run: Run) -> None:
    before = Files.of(project)
    update()

    assert run("undo", "-C", project).exit_code == ExitCode.OK

    assert Files.of(project) == before


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize("option", ["--dry-run", "--diff", "--check"])
def test_a_preview_writes_nothing(update: Run, project: Path, option: str) -> None:
    before = Files.of(project)

    result = update(option)

    assert result.exit_code == (ExitCode.PENDING if option == "--check" else ExitCode.OK)
    assert Files.of(project) == before


@pytest.mark.usefixtures("released")
def test_the_plan_is_data_on_request(update: Run) -> None:
    found = json.loads(update("--json", "--dry-run").stdout)

    assert found["status"] == "planned"
    actions = {change["path"]: change["action"] for change in found["changes"]}
    assert (actions[CHANGED], actions[NEW], actions[GONE]) == ("edit", "create", "delete")


@pytest.mark.usefixtures("released")
def test_a_codemod_that_is_done_already_changes_nothing(update: Run, project: Path) -> None:
    file = project / "app/config.py"
    replace(file, "    mail_from:", '    greeted: str = "world"\n    mail_from:')
    (project / "app/greetings.py").write_bytes(releases.GREETINGS)
    before = file.read_bytes()

    result = update()

    assert result.exit_code == ExitCode.OK
    assert "app/greetings.py" not in result.stderr
    assert file.read_bytes() == before


@pytest.mark.usefixtures("released")
def test_a_codemod_that_finds_no_place_leaves_a_step(update: Run, project: Path) -> None:
    replace(project / "app/config.py", "class Settings", "class Options")

    result = update()

    assert result.exit_code == ExitCode.MANUAL
    assert 'greeted: str = "world"' in result.stderr


@pytest.mark.usefixtures("released")
def test_a_file_that_a_codemod_would_create_may_be_there(update: Run, project: Path) -> None:
    (project / "app/greetings.py").write_text("mine = 1\n")

    result = update()

    assert result.exit_code == ExitCode.MANUAL
    assert "manual app/greetings.py  greet: another file has this name" in result.stderr
    assert (project / "app/greetings.py").read_text() == "mine = 1\n"


def test_a_project_for_postgresql_stays_one(
    run: Run, tmp_path: Path, installed: Callable[..., None]
) -> None:
    run("new", "corner-shop", "--db", "postgresql", "--dir", tmp_path / "shop")
    installed(next_release(template_files()))

    run("update", "-C", tmp_path / "shop")

    settings = (tmp_path / "shop/.env.example").read_text()
    assert "GREETING=hello\n" in settings
    assert "postgresql://corner_shop:" in settings


# Edited files of the kit


@pytest.fixture
def edited(project: Path, released: dict[str, bytes]) -> Path:
    """A module of the kit that the user has edited, and the next version too."""
    assert released
    replace(project / CHANGED, "RANDOM_BYTES = 4", "RANDOM_BYTES = 8")
    return project / CHANGED


@pytest.mark.usefixtures("edited")
def test_an_edited_file_of_the_kit_is_a_conflict(update: Run, project: Path) -> None:
    before = Files.of(project)

    result = update()

    assert result.exit_code == ExitCode.CONFLICT
    assert f"that you have changed: {CHANGED}\n" in result.stderr
    for answer in (f"fbb update --take {CHANGED}", f"--keep {CHANGED}", f"fbb own {CHANGED}"):
        assert answer in result.stderr
    assert Files.of(project) == before


@pytest.mark.usefixtures("edited")
def test_a_conflict_is_an_update_to_a_check(update: Run) -> None:
    assert update("--check").exit_code == ExitCode.PENDING


@pytest.mark.usefixtures("released")
def test_every_edited_file_is_named(update: Run, project: Path) -> None:
    (project / CHANGED).unlink()
    replace(project / FILES, '"""', '"""My ')
    (project / NEW).write_text("mine = 1\n")

    message = update().stderr.splitlines()[0]

    assert all(path in message for path in (CHANGED, FILES, NEW))


def test_the_new_file_can_be_taken(
    edited: Path, update: Run, released: dict[str, bytes], project: Path
) -> None:
    assert update("--take", CHANGED).exit_code == ExitCode.OK

    assert edited.read_bytes() == released[CHANGED]
    assert record(project)["kept"] == []


def test_a_whole_folder_can_be_taken(
    edited: Path, update: Run, released: dict[str, bytes], project: Path
) -> None:
    (project / FILES).unlink()

    assert update("--take", "kit/").exit_code == ExitCode.OK

    assert edited.read_bytes() == released[CHANGED]
    assert (project / FILES).read_bytes() == released[FILES]


def test_an_edited_file_can_be_kept(
    edited: Path, update: Run, installed: Callable[..., None], released: dict[str, bytes]
) -> None:
    mine = edited.read_bytes()

    result = update("--keep", CHANGED)

    assert result.exit_code == ExitCode.OK
    assert f"{CHANGED} stays edited" in result.stderr
    assert edited.read_bytes() == mine
    assert "Nothing to do." in update().stderr

    installed(later(released))
    again = update()

    assert again.exit_code == ExitCode.OK
    assert edited.read_bytes() == mine
    assert "    -LONGEST = 200\n    +LONGEST = 100\n" in again.stderr


def later(files: dict[str, bytes]) -> dict[str, bytes]:
    """A version after the next."""
    changed = files[CHANGED].replace(b"= 200", b"= 100")
    return files | {"kit/VERSION": b"7.1.0\n", CHANGED: changed}


@pytest.mark.usefixtures("edited")
def test_who_keeps_a_file_may_take_it_later(
    update: Run, project: Path, released: dict[str, bytes]
) -> None:
    update("--keep", CHANGED)

    assert update("--take", CHANGED).exit_code == ExitCode.OK

    assert (project / CHANGED).read_bytes() == released[CHANGED]
    assert record(project)["kept"] == []


@pytest.mark.usefixtures("edited")
@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--take", "kit/nothing.py"), "the kit has no kit/nothing.py"),
        (("--keep", "app/main.py"), "the kit has no app/main.py"),
        (("--keep", "kit", "--take", CHANGED), "cannot be both taken and kept"),
    ],
)
def test_an_answer_for_no_file_of_the_kit_is_refused(
    update: Run, options: tuple[str, ...], says: str
) -> None:
    result = update(*options)

    assert result.exit_code == ExitCode.USAGE
    assert says in result.stderr


def test_an_edited_file_is_told_of_while_there_is_no_update(update: Run, project: Path) -> None:
    (project / CHANGED).write_text("mine = 1\n")

    result = update()

    assert result.exit_code == ExitCode.OK
    assert f"{CHANGED} was edited; the next update will ask what to do" in result.stderr


@pytest.mark.usefixtures("released")
def test_a_file_that_is_none_of_the_kit_stays(update: Run, project: Path) -> None:
    (project / "kit/mine.py").write_text("mine = 1\n")

    assert "kit/mine.py does not belong to the kit and is left alone" in update().stderr

    assert (project / "kit/mine.py").exists()


@pytest.mark.usefixtures("released")
def test_a_kept_file_may_be_one_that_the_kit_gives_up(update: Run, project: Path) -> None:
    replace(project / GONE, "import json\n", "import json  # mine\n")

    result = update("--keep", GONE)

    assert f"{GONE} stays edited; the new kit does not have this file" in result.stderr
    assert (project / GONE).exists()
    assert update("--check").exit_code == ExitCode.OK


@pytest.mark.usefixtures("released")
def test_a_deleted_file_may_stay_away(update: Run, project: Path) -> None:
    (project / CHANGED).unlink()

    assert f"{CHANGED} stays deleted" in update("--keep", CHANGED).stderr

    assert not (project / CHANGED).exists()
    assert update("--check").exit_code == ExitCode.OK


# Modules that the user took over


def test_an_owned_module_is_the_users(own: Run, project: Path) -> None:
    source = (project / CHANGED).read_bytes()

    result = own(CHANGED)

    assert result.exit_code == ExitCode.OK, result.stderr
    assert (project / OWNED).read_bytes() == source
    assert (project / "app/kit/__init__.py").read_bytes() == b""
    assert (project / CHANGED).read_text() == (
        f'"""Yours since `fbb own`: {OWNED}."""\n\n'
        "from app.kit.services.slugs import LONGEST, RANDOM_BYTES, slug_of, unique_slug\n\n"
        '__all__ = ["LONGEST", "RANDOM_BYTES", "slug_of", "unique_slug"]\n'
    )
    assert record(project)["owned"] == {CHANGED: OWNED}


def test_resources_are_the_same_beside_an_owned_base_of_models(
    own: Run, project: Path, run: Run
) -> None:
    words = ("add", "resource", "Book", "title:str", "--soft-delete", "-C", project)
    run(*words)
    wanted = Files.of(project)
    run("undo", "-C", project)

    assert own("kit/models/base.py").exit_code == ExitCode.OK
    run(*words)

    found = Files.of(project)
    changed = {path for path in wanted if found[path] != wanted[path]}
    assert changed == {"kit/models/base.py", RECORD}


def test_an_owned_module_can_be_given_back(own: Run, project: Path, run: Run) -> None:
    before = Files.of(project)
    own(CHANGED)

    assert "is yours already" in own(CHANGED).stderr
    assert run("undo", "-C", project).exit_code == ExitCode.OK

    assert Files.of(project) == before


def test_an_update_leaves_an_owned_module_and_tells_what_has_changed(
    own: Run, update: Run, project: Path, installed: Callable[..., None]
) -> None:
    own(CHANGED)
    replace(project / OWNED, "LONGEST = 255", "LONGEST = 60\nSHORTEST = 3")
    installed(next_release(template_files()))

    result = update()

    assert result.exit_code == ExitCode.OK, result.stderr
    assert f"{CHANGED} is yours, as {OWNED}; the kit has changed it:" in result.stderr
    assert "    -LONGEST = 255\n    +LONGEST = 200\n" in result.stderr
    assert "LONGEST = 60" in (project / OWNED).read_text()
    assert '"SHORTEST"' in (project / CHANGED).read_text()
    assert update("--check").exit_code == ExitCode.OK


def test_an_edited_module_can_be_owned_to_answer_the_conflict(
    edited: Path, own: Run, update: Run, project: Path
) -> None:
    mine = edited.read_bytes()

    assert own(CHANGED).exit_code == ExitCode.OK
    result = update()

    assert result.exit_code == ExitCode.OK, result.stderr
    assert (project / OWNED).read_bytes() == mine
    assert "; the new kit differs:" in result.stderr


def test_an_owned_module_may_lack_what_the_new_kit_imports(
    own: Run, update: Run, installed: Callable[..., None]
) -> None:
    own(CHANGED)
    files = next_release(template_files())
    files[FILES] += b"\nfrom kit.services.slugs import short_slug\n"
    installed(files)

    result = update()

    assert result.exit_code == ExitCode.CONFLICT
    assert f"{OWNED} lacks what the new kit imports from it: short_slug" in result.stderr
    assert "def short_slug(text: str) -> str:" in result.stderr


def test_the_module_of_the_kit_can_be_taken_back(
    own: Run, update: Run, project: Path, installed: Callable[..., None]
) -> None:
    own(CHANGED)
    (project / OWNED).unlink()
    files = next_release(template_files())
    installed(files)
    assert update().exit_code == ExitCode.CONFLICT

    assert update("--take", CHANGED).exit_code == ExitCode.OK

    assert (project / CHANGED).read_bytes() == files[CHANGED]
    assert record(project)["owned"] == {}


def test_a_folder_that_is_taken_leaves_owned_modules(
    own: Run, update: Run, project: Path, installed: Callable[..., None]
) -> None:
    own(CHANGED)
    installed(next_release(template_files()))

    assert update("--take", "kit").exit_code == ExitCode.OK

    assert record(project)["owned"] == {CHANGED: OWNED}


@pytest.mark.parametrize("path", ["app/main.py", "kit/nothing.py", "kit/README.md", "kit"])
def test_what_is_no_module_of_the_kit_cannot_be_owned(own: Run, path: str) -> None:
    result = own(path)

    assert result.exit_code == ExitCode.USAGE
    assert f"{path} is not a module of the kit" in result.stderr


def test_a_place_that_is_taken_is_left_alone(own: Run, project: Path) -> None:
    (project / OWNED).parent.mkdir(parents=True)
    (project / OWNED).write_text("mine = 1\n")

    assert own(CHANGED).exit_code == ExitCode.CONFLICT


def test_a_package_can_be_owned_with_its_relative_imports(own: Run, project: Path) -> None:
    path = "kit/services/__init__.py"
    (project / path).write_text("from . import slugs\nfrom .slugs import slug_of as made\n")

    own(CHANGED)
    assert own(path).exit_code == ExitCode.OK

    assert (project / "app/kit/services/__init__.py").read_text() == (
        "from kit.services import slugs\nfrom kit.services.slugs import slug_of as made\n"
    )


# Files that are no code


def test_an_edited_text_is_merged_without_git(
    update: Run, project: Path, released: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    file = project / "Dockerfile"
    replace(file, "EXPOSE 8000\n", "EXPOSE 9000\n")

    assert update().exit_code == ExitCode.OK

    assert file.read_bytes() == released["Dockerfile"].replace(b"EXPOSE 8000", b"EXPOSE 9000")


@pytest.mark.usefixtures("released")
def test_a_text_that_both_have_changed_is_left_with_a_step(update: Run, project: Path) -> None:
    file = project / "Dockerfile"
    replace(file, "python:3.13-slim", "python:3.12-slim")
    before = file.read_bytes()

    result = update()

    assert result.exit_code == ExitCode.MANUAL
    assert file.read_bytes() == before
    assert "manual Dockerfile  edited here and in the update" in result.stderr
    assert "    +FROM python:3.14-slim" in result.stderr
    assert "Nothing to do." in update().stderr


def test_dependencies_of_the_user_stay(
    update: Run, project: Path, released: dict[str, bytes]
) -> None:
    file = project / "pyproject.toml"
    mine = ('"structlog', '"stripe>=13",  # payments\n    "structlog')
    replace(file, *mine)

    assert update().exit_code == ExitCode.OK

    assert file.read_text() == released["pyproject.toml"].decode().replace(*mine)


@pytest.mark.usefixtures("released")
def test_a_dependency_that_both_have_changed_is_left_with_a_step(
    update: Run, project: Path
) -> None:
    replace(project / "pyproject.toml", "structlog>=26.1,<27", "structlog==26.1.3")

    result = update()

    assert result.exit_code == ExitCode.MANUAL
    assert re.search(r"manual pyproject.toml .*\n +\"structlog>=26.1,<28\"", result.stderr)


@pytest.mark.usefixtures("released")
def test_a_text_that_the_user_deleted_stays_away(update: Run, project: Path) -> None:
    (project / "Dockerfile").unlink()

    result = update()

    assert result.exit_code == ExitCode.OK
    assert "Dockerfile was deleted" in result.stderr
    assert not (project / "Dockerfile").exists()


def test_texts_come_and_go(
    update: Run, project: Path, released: dict[str, bytes], installed: Callable[..., None]
) -> None:
    files = released | {"CONTRIBUTING.md": b"How to.\n", "NOTICE": b"theirs\n"}
    installed({p: c for p, c in files.items() if p not in ("SECURITY.md", "docker-compose.yml")})
    replace(project / "docker-compose.yml", "services:", "name: mine\nservices:")
    (project / "NOTICE").write_text("mine\n")

    result = update()

    assert result.exit_code == ExitCode.MANUAL
    assert "manual NOTICE" in result.stderr
    assert "docker-compose.yml was edited, so it stays" in result.stderr
    assert (project / "CONTRIBUTING.md").read_text() == "How to.\n"
    assert not (project / "SECURITY.md").exists()


# Other commands


def test_a_resource_that_needs_a_newer_kit_says_so(project: Path, run: Run) -> None:
    (project / "kit/VERSION").write_text("0.0.9\n")
    replace(project / "kit/services/listing.py", "class Listing", "class Lists")

    result = run("add", "resource", "Book", "title:str", "-C", project)

    assert result.exit_code == ExitCode.MANUAL
    assert "the new files import what your kit is too old for: Listing\n" in result.stderr
    assert "    fbb update\n" in result.stderr


# Projects that cannot be updated


def test_a_project_without_a_version_is_refused(update: Run, project: Path) -> None:
    (project / "kit/VERSION").unlink()

    result = update()

    assert result.exit_code == ExitCode.FAILED
    assert "before there was `fbb update`" in result.stderr


def test_a_project_of_a_newer_version_is_refused(update: Run, project: Path) -> None:
    (project / "kit/VERSION").write_text("99.0\n")

    result = update()

    assert result.exit_code == ExitCode.FAILED
    assert "the kit of version 99.0, and this is fbb 0.1.0" in result.stderr
    assert "pip install --upgrade" in result.stderr


@pytest.mark.parametrize("path", ["kit/manifest.txt", RECORD])
def test_a_state_that_is_lost_is_made_anew_by_the_same_version(
    update: Run, project: Path, path: str, installed: Callable[..., None]
) -> None:
    before = Files.of(project)
    (project / path).unlink()

    assert update().exit_code == ExitCode.OK

    assert Files.of(project) == before
    (project / path).unlink()
    installed(next_release(template_files()))
    result = update()
    assert result.exit_code == ExitCode.FAILED
    assert f"{path} cannot be read: it is gone" in result.stderr


def test_a_module_of_a_copied_template_can_be_owned(own: Run, project: Path) -> None:
    before = Files.of(project)
    (project / "kit/manifest.txt").unlink()
    (project / RECORD).unlink()

    assert own(CHANGED).exit_code == ExitCode.OK

    assert (project / "kit/manifest.txt").read_bytes() == before["kit/manifest.txt"]
    assert record(project)["owned"] == {CHANGED: OWNED}


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("kit/VERSION", "<<<<<<< HEAD\n"),
        ("kit/manifest.txt", "one\n"),
        (RECORD, "{"),
        (RECORD, "[]"),
        (RECORD, "{}"),
        (RECORD, '{"name": 1, "database": 1, "kept": 1, "owned": 1, "originals": 1}'),
    ],
)
def test_a_state_that_cannot_be_read_is_named(
    update: Run, project: Path, path: str, content: str
) -> None:
    (project / path).write_text(content)

    result = update()

    assert result.exit_code == ExitCode.FAILED
    assert f"{path} cannot be read" in result.stderr
    assert "version control" in result.stderr
