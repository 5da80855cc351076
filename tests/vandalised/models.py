"""Models in other places, in other shapes, half of them gone."""

from vandalised.vandal import ALL, USER, VERSIONS, Files, nowhere, vandal

AUTHOR = "app/models/author.py"
BASE = "kit/models/base.py"


def use_module(files: Files, old: str, new: str) -> None:
    """Let every import of a module find it elsewhere."""
    files.sub(rf"\b{old.replace('.', '[.]')}\b(?= import)", new, files.python)


@vandal()
def a_model_in_a_file_of_another_name(files: Files) -> None:
    files.move(AUTHOR, "app/models/people.py")
    use_module(files, "app.models.author", "app.models.people")


@vandal()
def all_models_in_one_file(files: Files) -> None:
    author = files.pop(AUTHOR).decode().partition("class ")[2]
    files.append(USER, f"\n\nclass {author}")
    use_module(files, "app.models.author", "app.models.user")


@vandal()
def a_model_in_a_folder_of_its_own(files: Files) -> None:
    files.move(AUTHOR, "app/models/people/author.py")
    files.write("app/models/people/__init__.py", "from app.models.people import author as author\n")
    use_module(files, "app.models.author", "app.models.people.author")


@vandal()
def a_model_in_the_file_of_the_package(files: Files) -> None:
    author = files.pop(AUTHOR).decode()
    files.append("app/models/__init__.py", f"\n{author}")
    use_module(files, "app.models.author", "app.models")


@vandal()
def tables_under_names_of_their_own(files: Files) -> None:
    files.replace(AUTHOR, "(BaseModel):", '(BaseModel):\n    __tablename__ = "tbl_author"\n')
    files.sub(r'"authors"', '"tbl_author"', [p for p in files.python if "create_authors" in p])


@vandal(refused={"refs"}, says="no migration makes authors")
def a_table_name_from_a_mixin(files: Files) -> None:
    files.replace(
        AUTHOR,
        "class Author(BaseModel):",
        'class Named:\n    __tablename__ = "people"\n\n\nclass Author(Named, BaseModel):',
    )
    files.sub(r'"authors"', '"people"', [p for p in files.python if "create_authors" in p])


@vandal()
def a_model_that_inherits_from_a_mixin(files: Files) -> None:
    mixin = "class Timed:\n    def age(self) -> int:\n        return 1\n\n\n"
    files.replace(AUTHOR, "class Author(BaseModel):", f"{mixin}class Author(Timed, BaseModel):")


@vandal()
def a_model_on_an_intermediate_base(files: Files) -> None:
    files.write(
        "app/models/audited.py",
        "from app.models.base import BaseModel\n\n\nclass Audited(BaseModel):\n"
        "    __abstract__ = True\n",
    )
    files.replace(
        AUTHOR, "from app.models.base import BaseModel", "from app.models.audited import Audited"
    )
    files.replace(AUTHOR, "(BaseModel)", "(Audited)")


@vandal()
def the_base_under_another_name(files: Files) -> None:
    files.replace(AUTHOR, "import BaseModel", "import BaseModel as Table")
    files.replace(AUTHOR, "(BaseModel)", "(Table)")


@vandal()
def the_base_by_its_module(files: Files) -> None:
    files.replace(AUTHOR, "from app.models.base import BaseModel", "from app.models import base")
    files.replace(AUTHOR, "(BaseModel)", "(base.BaseModel)")


@vandal(refused=ALL, says="deleted_at", imports=False)
def a_base_with_more_columns(files: Files) -> None:
    files.replace(
        BASE,
        "    id: Mapped[int]",
        "    deleted_at: Mapped[datetime | None]\n    id: Mapped[int]",
    )


@vandal(refused=ALL, says="integers", imports=False)
def a_base_with_other_ids(files: Files) -> None:
    files.replace(BASE, "id: Mapped[int]", "id: Mapped[UUID]")


@vandal()
def a_base_that_names_new_tables_in_the_singular(files: Files) -> None:
    files.sub(r"^    words = .*\n(?:    .*\n)+", "    return class_name.lower()\n", [BASE])
    for room, name in (
        *(("app", name) for name in ("user", "user_session", "api_key", "author")),
        ("kit", "idempotency_key"),
    ):
        named = rf'\1\n    __tablename__ = "{name}s"\n'
        files.sub(r"^(class \w+\((?:Base|Owned)Model\):)", named, [f"{room}/models/{name}.py"])


@vandal()
def a_base_whose_columns_come_from_a_mixin(files: Files) -> None:
    files.replace(BASE, "    id: Mapped[int]", "    pass\n\n\nclass _Columns:\n    id: Mapped[int]")
    head, _, rest = files[BASE].decode().partition("class BaseModel")
    base, _, mixin = rest.partition("class _Columns")
    columns, _, others = mixin.partition("    @declared_attr.directive")
    files.write(
        BASE,
        f"{head}class _Columns{columns.rstrip()}\n\n\nclass BaseModel"
        + base.replace("(Decl", "(_Columns, Decl").replace("    pass\n", "").rstrip()
        + f"\n\n    @declared_attr.directive{others}",
    )


@vandal(manual={"refs"}, paste=nowhere)
def a_model_under_a_condition(files: Files) -> None:
    head, _, body = files[AUTHOR].decode().partition("class ")
    indented = "".join(f"    {line}\n" for line in f"class {body}".splitlines())
    files.write(AUTHOR, f"{head}if True:\n{indented}")


@vandal()
def models_imported_under_other_names(files: Files) -> None:
    path = "app/api/v1/endpoints/authors.py"
    files.sub(r"\bAuthor\b", "Writer", [path])
    files.replace(path, "import Writer", "import Author as Writer")


@vandal(refused={"refs"}, says="there is no model Author", imports=False)
def a_model_that_is_gone_while_the_rest_stayed(files: Files) -> None:
    del files[AUTHOR]


@vandal(refused={"refs"}, says="there is no model Author")
def a_model_that_is_built_by_a_call(files: Files) -> None:
    head, _, body = files[AUTHOR].decode().partition("class ")
    indented = "".join(f"    {line}\n" for line in f"class {body}".splitlines())
    files.write(
        AUTHOR, f"{head}def build():\n{indented}\n    return Author\n\n\nAuthor = build()\n"
    )


@vandal(refused={"plain"}, says="Volume")
def the_table_of_another_model(files: Files) -> None:
    files.write(
        "app/models/volume.py",
        "from app.models.base import BaseModel\n\n\nclass Volume(BaseModel):\n"
        '    __tablename__ = "books"\n',
    )


@vandal(refused={"plain"}, says="app/models/library.py")
def the_model_in_another_file_already(files: Files) -> None:
    files.write(
        "app/models/library.py",
        "from app.models.base import BaseModel\n\n\nclass Book(BaseModel):\n    pass\n",
    )


@vandal(refused={"plain"}, says="app/api/v1/endpoints/books.py")
def endpoints_that_somebody_began(files: Files) -> None:
    files.write("app/api/v1/endpoints/books.py", "# soon\n")


@vandal(manual={"refs"}, imports=False)
def a_model_that_does_not_parse(files: Files) -> None:
    files.append(AUTHOR, "\n    def broken(self:\n")


@vandal(manual={"refs"}, imports=False)
def the_users_do_not_parse(files: Files) -> None:
    files.append(USER, "\nclass (\n")


@vandal()
def migrations_written_by_hand(files: Files) -> None:
    (path,) = [p for p in files if "create_authors" in p]
    files.sub(r"^revision: str = ", "# the one\nrevision = ", [path])
    files.sub(r"^down_revision: .* = ", "down_revision = \\\n    ", [path])
    files.sub(r'"""create authors\n(.*\n)+?"""\n', "", [path])


@vandal()
def migrations_with_dates_in_their_names(files: Files) -> None:
    for number, path in enumerate([p for p in files if p.startswith(f"{VERSIONS}/")], 1):
        files.move(path, f"{VERSIONS}/2026_01_{number:02}_1200-{path.rpartition('/')[2]}")


@vandal()
def migrations_under_other_numbers(files: Files) -> None:
    head = next(p for p in files if "create_authors" in p)
    old = head.rpartition("/")[2][:12]
    files.sub(old, "0004", [head])
    files.move(head, f"{VERSIONS}/0004_authors.py")


@vandal()
def joined_branches_of_migrations(files: Files) -> None:
    parent = next(p for p in files if "create_authors" in p).rpartition("/")[2][:12]
    text = "\n\ndef upgrade() -> None:\n    pass\n\n\ndef downgrade() -> None:\n    pass\n"
    for name in "ab":
        files.write(
            f"{VERSIONS}/{name}.py", f'revision = "{name}"\ndown_revision = "{parent}"{text}'
        )
    files.write(f"{VERSIONS}/c.py", f'revision = "c"\ndown_revision = ("a", "b"){text}')


@vandal(refused=ALL, says="fbb merge heads")
def several_heads(files: Files) -> None:
    files.write(
        f"{VERSIONS}/other.py",
        'revision = "aaaaaaaaaaaa"\ndown_revision = "2f6d0c9a41b7"\n\n\n'
        "def upgrade() -> None:\n    pass\n",
    )


@vandal(refused=ALL, says="no migrations yet", imports=False)
def no_migrations(files: Files) -> None:
    for path in [path for path in files if path.startswith(f"{VERSIONS}/")]:
        del files[path]


@vandal(refused=ALL, says="no migrations")
def migrations_in_another_folder(files: Files) -> None:
    files.move("app/db/migrations", "migrations")
    files.replace("pyproject.toml", "%(here)s/app/db/migrations", "%(here)s/migrations")
    files.replace("app/db/__init__.py", "Path(__file__).parent", "Path(__file__).parents[2]")


@vandal(refused=ALL, says="which is not there", imports=False)
def a_missing_migration(files: Files) -> None:
    del files[f"{VERSIONS}/8c1e5b70d2f3_create_user_sessions_and_api_keys.py"]
