"""What a command parses: as much in a project that has grown as in a new one."""

import builtins
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fastapi_backend_builder.cli import main
from fastapi_backend_builder.project.disk import Disk
from fastapi_backend_builder.project.template import template_folder

ORM = "from sqlalchemy.orm import Mapped, mapped_column"
IMPORT = "    from app.models.note{0} import Note{0}\n"
RELATION = """\
    note{0}s: Mapped[list["Note{0}"]] = relationship(
        back_populates="author", lazy="raise", passive_deletes="all"
    )
"""


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lines of code in each text that Python parsed, of those with the model `User`."""
    counts: list[int] = []
    parse: Callable[..., Any] = compile

    def counted(source: Any, *arguments: Any, **options: Any) -> Any:
        text = source.decode() if isinstance(source, bytes) else source
        if isinstance(text, str) and "class User(BaseModel)" in text:
            counts.append(sum(1 for line in text.split("\n") if line))
        return parse(source, *arguments, **options)

    monkeypatch.setattr(builtins, "compile", counted)
    return counts


def user_with_relations(times: int) -> str:
    """The model `User` after as many commands that added a reference to it."""
    text = (template_folder() / "app/models/user.py").read_text()
    text = text.replace(ORM, f"{ORM}, relationship")
    text = text.replace("import StrEnum\n", "import StrEnum\nfrom typing import TYPE_CHECKING\n")
    imports = "".join(map(IMPORT.format, range(times)))
    text = text.replace("\n\n\nclass Role", f"\n\nif TYPE_CHECKING:\n{imports}\n\nclass Role")
    return text + "\n" + "".join(map(RELATION.format, range(times)))


def test_a_model_with_many_relations_is_parsed_without_them(
    project: Path, parsed: list[int]
) -> None:
    file = project / "app/models/user.py"
    counts = []
    for times in (2, 200):
        file.write_text(user_with_relations(times))
        parsed.clear()
        fields = ("title:str", "author:ref=User", "editor:ref=User:as=edited_books")
        assert main(["add", "resource", "Book", *fields, "-C", str(project)]) == 0
        counts.append([*parsed])
        assert main(["undo", "-C", str(project)]) == 0

    few, many = counts
    assert few == many != []


def test_a_file_is_read_once_for_many_resources(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    read_one = Disk._read

    def count(self: Disk, relative: str) -> bytes | None:
        read.append(relative)
        return read_one(self, relative)

    monkeypatch.setattr(Disk, "_read", count)
    request = tmp_path / "three.yaml"
    names = ("Book", "Author", "Shelf")
    lines = [f"- {{name: {name}, fields: [owner:ref=User]}}" for name in names]
    request.write_text("\n".join(["resources:", *lines]))

    assert main(["add", "resource", "--from", str(request), "-C", str(project)]) == 0
    assert len(read) == len(set(read))
