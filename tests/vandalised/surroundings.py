"""What stands around a resource: the package, settings, tests, base classes, the disk."""

import subprocess
import sys
from pathlib import Path

from vandalised.vandal import (
    ALL,
    CONFTEST,
    DEPENDENCIES,
    PYPROJECT,
    ROUTER,
    USER,
    Files,
    vandal,
)

KNOWS_3_14 = sys.version_info >= (3, 14)


def rename_package(files: Files, name: str, folder: str) -> None:
    files.sub(r"\bapp(?=(\.[a-z_0-9.]+)? import)", name, files.python)
    files.sub(r"%\(here\)s/app/", f"%(here)s/{folder}/", [PYPROJECT])
    files.move("app", folder)


@vandal(package="shop")
def a_package_of_another_name(files: Files) -> None:
    rename_package(files, "shop", "shop")


@vandal(folder="src")
def a_src_layout(files: Files) -> None:
    rename_package(files, "app", "src/app")


@vandal(package="shop", folder="src")
def a_package_of_another_name_in_src(files: Files) -> None:
    rename_package(files, "shop", "src/shop")


@vandal(refused=ALL, says="more than one package", package="shop")
def two_packages_that_could_be_meant(files: Files) -> None:
    rename_package(files, "shop", "shop")
    files.write("blog/api/v1/router.py", "")


@vandal()
def an_unrelated_syntax_error(files: Files) -> None:
    files.write("app/services/broken.py", "class (\n")


@vandal(imports=KNOWS_3_14)
def syntax_of_python_3_14(files: Files) -> None:
    new = (
        "\n\ntype Ids = list[int]\n\n\ndef first[T](items: list[T]) -> T:\n    try:\n"
        "        return items[0]\n    except IndexError, KeyError:\n        raise\n"
    )
    for path in (USER, "app/models/author.py", DEPENDENCIES, CONFTEST):
        files.append(path, new)
    files.append(ROUTER, "\ntype Ids = list[int]\nhello = t'{router}'\n")


@vandal()
def a_pyproject_without_ruff(files: Files) -> None:
    head, _, rest = files[PYPROJECT].decode().partition("[tool.ruff]")
    files.write(PYPROJECT, head + "[tool.mypy]" + rest.partition("[tool.mypy]")[2])


@vandal()
def lines_of_at_most_60(files: Files) -> None:
    files.replace(PYPROJECT, "line-length = 100", "line-length = 60")


@vandal()
def tabs_and_single_quotes_by_ruff(files: Files) -> None:
    files.append(PYPROJECT, "\n[tool.ruff.format]\nindent-style = 'tab'\nquote-style = 'single'\n")


@vandal()
def windows_line_ends_by_ruff(files: Files) -> None:
    files.append(PYPROJECT, "\n[tool.ruff.format]\nline-ending = 'cr-lf'\n")


@vandal()
def settings_of_ruff_in_a_file_of_their_own(files: Files) -> None:
    files.write("ruff.toml", "line-length = 79\n")


@vandal()
def a_package_that_ruff_is_told_to_leave_alone(files: Files) -> None:
    files.replace(
        PYPROJECT, "[tool.ruff]", "[tool.ruff]\nextend-exclude = ['app']\nforce-exclude = true"
    )


@vandal(refused=ALL, says="[tool.ruff]")
def settings_that_ruff_does_not_know(files: Files) -> None:
    files.replace(PYPROJECT, "[tool.ruff]", "[tool.ruff]\nnonsense = 1")


@vandal(refused=ALL, says="pyproject.toml", imports=False)
def a_pyproject_that_does_not_parse(files: Files) -> None:
    files.append(PYPROJECT, "\n[tool.ruff\n")


@vandal(refused=ALL, says="pyproject.toml", imports=False)
def a_pyproject_in_latin_1(files: Files) -> None:
    files[PYPROJECT] += "\n# Jürgen\n".encode("latin-1")


@vandal()
def a_pyproject_without_a_project(files: Files) -> None:
    rest = files[PYPROJECT].decode().partition("[tool.fastapi]")[2]
    files.write(PYPROJECT, f"[tool.fastapi]{rest}")


@vandal(manual=ALL)
def fixtures_under_other_names(files: Files) -> None:
    files.sub(r"\buser_client\b", "customer", [CONFTEST])


@vandal(manual=ALL)
def no_fixtures(files: Files) -> None:
    del files[CONFTEST]


@vandal()
def fixtures_named_by_their_decorators(files: Files) -> None:
    files.replace(
        CONFTEST,
        "@pytest.fixture\nasync def user_client",
        '@pytest.fixture(name="user_client")\nasync def _customer',
    )


@vandal()
def fixtures_of_a_plugin(files: Files) -> None:
    files.move(CONFTEST, "tests/fixtures.py")
    files.write(CONFTEST, 'pytest_plugins = ["tests.fixtures"]\n')


@vandal(manual={"owned"})
def no_administrator_in_the_fixtures(files: Files) -> None:
    files.sub(r"\badmin_client\b", "boss", [CONFTEST])


@vandal(manual={"refs"})
def a_factory_that_is_gone(files: Files) -> None:
    del files["tests/factories/author.py"]


@vandal(manual={"refs", "owned"})
def a_factory_under_another_name(files: Files) -> None:
    files.sub(r"\bcreate_user\b", "make_user", [p for p in files.python if "tests/" in p])


def rename_session(files: Files) -> None:
    files.sub(r"\bAsyncDbSession\b", "Db", [p for p in files.python if p.startswith("app/")])
    files.replace(DEPENDENCIES, "    Db,\n", "    AsyncDbSession as Db,\n")


@vandal(manual=ALL)
def a_session_under_another_name(files: Files) -> None:
    rename_session(files)


@vandal(manual=ALL)
def a_session_that_only_a_comment_still_names(files: Files) -> None:
    rename_session(files)
    files.append(DEPENDENCIES, "\n# AsyncDbSession is called Db now.\n")


@vandal(manual=ALL)
def a_session_for_type_checkers_alone(files: Files) -> None:
    rename_session(files)
    files.append(
        DEPENDENCIES, "\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n    AsyncDbSession = Db\n"
    )


@vandal(refused={"owned"}, says="CurrentUser")
def a_current_user_under_another_name(files: Files) -> None:
    files.sub(r"\bCurrentUser\b", "Me", [p for p in files.python if p.startswith(("app/", "kit/"))])


@vandal()
def names_handed_on_from_another_module(files: Files) -> None:
    files.move(DEPENDENCIES, "app/asked.py")
    files.write(DEPENDENCIES, "from app.asked import *\n")


@vandal(manual={"owned"})
def no_service_of_owned_rows(files: Files) -> None:
    del files["kit/services/owned.py"]


@vandal(manual={"plain", "refs", "only"})
def a_base_of_services_under_another_name(files: Files) -> None:
    files.sub(
        r"\bBaseService\b", "Service", [p for p in files.python if p.startswith(("app/", "kit/"))]
    )


@vandal()
def a_base_of_services_that_was_rewritten(files: Files) -> None:
    path = "kit/services/base.py"
    files.move(path, "app/services/rows.py")
    files.write(
        path,
        "from app.services import rows\nfrom app.services.rows import *\n\n\n"
        "class BaseService(rows.BaseService[rows.ModelT]):\n    pass\n",
    )


def link_endpoints(root: Path) -> None:
    folder = root / "app/api/v1/endpoints"
    folder.rename(root / "endpoints")
    folder.symlink_to(root / "endpoints")


@vandal(on_disk=link_endpoints)
def a_linked_folder(files: Files) -> None:
    pass


def link_outside(root: Path) -> None:
    folder = root / "app/api/v1/endpoints"
    folder.rename(root.parent / "endpoints")
    folder.symlink_to(root.parent / "endpoints")


@vandal(on_disk=link_outside, refused=ALL, says="symbolic link")
def a_folder_linked_from_outside(files: Files) -> None:
    pass


def link_router(root: Path) -> None:
    (root / ROUTER).rename(root / "router.py")
    (root / ROUTER).symlink_to(root / "router.py")


@vandal(on_disk=link_router, refused=ALL, says="symbolic link")
def a_linked_router(files: Files) -> None:
    pass


@vandal(on_disk=lambda root: (root / ROUTER).chmod(0o444), refused=ALL, says="read-only")
def a_read_only_router(files: Files) -> None:
    pass


@vandal(on_disk=lambda root: (root / "app/main.py").chmod(0o444))
def a_read_only_file_that_stays(files: Files) -> None:
    pass


def make_dirty(root: Path) -> None:
    for words in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *words], cwd=root, check=True)
    (root / "app/main.py").write_bytes((root / "app/main.py").read_bytes() + b"\n# not staged\n")


@vandal(on_disk=make_dirty)
def a_dirty_tree_of_git(files: Files) -> None:
    pass
