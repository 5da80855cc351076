"""Models whose class is written in another way."""

from vandalised.vandal import Files, nowhere, vandal

AUTHOR = "app/models/author.py"
NAME = "    name: Mapped[str] = mapped_column(String(255))\n"
METHOD = "    def shout(self) -> str:\n        return self.name.upper()\n"
ORM = "from sqlalchemy.orm import Mapped, mapped_column\n"


@vandal()
def methods_between_the_columns(files: Files) -> None:
    last = "    __mapper_args__ = {'confirm_deleted_rows': False}\n"
    files.replace(AUTHOR, NAME, f"{NAME}\n{METHOD}\n{last}")


@vandal(manual={"refs"}, paste=nowhere)
def a_body_on_one_line(files: Files) -> None:
    files.replace(AUTHOR, f":\n{NAME}", f":{NAME.lstrip(' ')}")


@vandal()
def arguments_of_the_table_last(files: Files) -> None:
    files.append(AUTHOR, f"\n{METHOD}\n    __table_args__ = {{'comment': 'who wrote it'}}\n")


@vandal()
def a_relationship_under_an_alias(files: Files) -> None:
    files.replace(AUTHOR, ORM, f"{ORM.rstrip()}, relationship as related\n")


@vandal()
def a_relationship_imported_below_the_class(files: Files) -> None:
    files.append(AUTHOR, "\n\nfrom sqlalchemy.orm import relationship  # noqa: E402\n")


@vandal(manual={"refs"}, paste=nowhere)
def another_thing_called_relationship(files: Files) -> None:
    files.replace(AUTHOR, "\n\nclass ", "\n\ndef relationship() -> None: ...\n\n\nclass ")


@vandal()
def no_block_of_imports(files: Files) -> None:
    files.write(
        AUTHOR,
        "import sqlalchemy as sa, sqlalchemy.orm as so; import app.models.base as base\n"
        "class Author(base.BaseModel):\n"
        "    name: so.Mapped[str] = so.mapped_column(sa.String(255))\n",
    )


@vandal()
def star_imports_in_a_model(files: Files) -> None:
    files.replace(AUTHOR, ORM, "from sqlalchemy.orm import *\n")


@vandal()
def imports_for_type_checkers_below_the_class(files: Files) -> None:
    files.append(
        AUTHOR,
        "\n\nfrom typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n"
        "    from app.models.user import User\n",
    )


@vandal()
def imports_for_type_checkers_in_one_line_and_otherwise(files: Files) -> None:
    files.replace(
        AUTHOR,
        "\n\nclass ",
        "import typing as t\nif t.TYPE_CHECKING: from app.models.user import User\n"
        "else: User = None\n\n\nclass ",
    )


@vandal(manual={"refs"}, paste=nowhere)
def a_type_checking_of_their_own(files: Files) -> None:
    files.replace(
        AUTHOR,
        "\n\nclass ",
        "TYPE_CHECKING = False\nif TYPE_CHECKING:\n"
        "    from app.models.user import User\n\n\nclass ",
    )


@vandal()
def a_decorated_model_with_a_docstring_alone(files: Files) -> None:
    files.replace(
        AUTHOR,
        "\n\nclass Author(BaseModel):\n",
        "class _Named:\n    name: Mapped[str] = mapped_column(String(255))\n\n\n"
        "def known(cls):\n    return cls\n\n\n@known\nclass Author(_Named, BaseModel):\n",
    )
    files.replace(
        AUTHOR, f"(_Named, BaseModel):\n{NAME}", '(_Named, BaseModel):\n    """Them."""\n'
    )


@vandal()
def comments_behind_the_last_column(files: Files) -> None:
    files.append(AUTHOR, "    # born: Mapped[date]\n  # between\n# books = relationship()\n")
