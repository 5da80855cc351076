"""A project on disk: found from any folder inside it, and read on demand."""

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath

from fastapi_backend_builder.errors import ProjectError
from fastapi_backend_builder.plan import Change, content_after
from fastapi_backend_builder.project.attributes import attribute_source
from fastapi_backend_builder.project.classes import class_outlines, may_map
from fastapi_backend_builder.project.disk import Disk
from fastapi_backend_builder.project.migrations import Revision, head_of, read_revision
from fastapi_backend_builder.project.models import Bases, Model
from fastapi_backend_builder.project.text import decode_source
from fastapi_backend_builder.spec.kit import KIT
from fastapi_backend_builder.spec.names import snake_case

RUFF_LINE_LENGTH = 88  # where a project does not say it

_ROUTER = "api/v1/router.py"


class Project:
    """The sources of a generated project. Paths are POSIX and relative to `root`.

    `planned` has files that are not written yet: what they hold, or None for those that go. `disk`
    has those that are, as they were when this command has read them.
    """

    def __init__(
        self,
        root: Path,
        package_path: str,
        planned: Mapping[str, bytes | None] | None = None,
        disk: Disk | None = None,
    ) -> None:
        self.root = root
        self.disk = disk or Disk(root)
        self._package_path = PurePosixPath(package_path)
        self._planned = dict(planned or {})

    @classmethod
    def find(cls, directory: Path) -> "Project":
        """The project that a folder belongs to."""
        start = directory.resolve()
        for root in (start, *start.parents):
            if (root / "pyproject.toml").is_file() and (package_path := _package_path(root)):
                return cls(root, package_path)
        raise ProjectError(
            f"{start} is not inside a project with a package that has {_ROUTER}",
            hint="make one with `fbb new my-project`, or name its folder with `-C DIR`",
        )

    def after(self, changes: Iterable[Change]) -> "Project":
        """The project as it is once these are written."""
        planned = {change.path: content_after(change) for change in changes}
        return Project(self.root, str(self._package_path), self._planned | planned, self.disk)

    @property
    def planned(self) -> Mapping[str, bytes | None]:
        """What files hold that are not written yet, or None for those that go."""
        return self._planned

    @property
    def package(self) -> str:
        """The name to import it by: `app` for `app/`, `shop` for `src/shop/`."""
        return self._package_path.name

    @property
    def name(self) -> str:
        """The name in pyproject.toml; that of the folder where it gives none."""
        match self._metadata:
            case {"project": {"name": str(name)}}:
                return name
        return self.root.name

    @property
    def line_length(self) -> int:
        """How long a line of code may be, for ruff."""
        match self._metadata:
            case {"tool": {"ruff": {"line-length": int(length)}}}:
                return length
        return RUFF_LINE_LENGTH

    def encoded(self, source: str) -> bytes:
        """A new file, with the line ends of the others."""
        router = self.read(self.path(_ROUTER)) or b""
        newline = "\r\n" if router.count(b"\r\n") * 2 > router.count(b"\n") else "\n"
        return source.replace("\r\n", "\n").replace("\n", newline).encode()

    @cached_property
    def _metadata(self) -> dict[str, object]:
        try:
            return _toml((self.read("pyproject.toml") or b"").decode())
        except ValueError as error:
            raise ProjectError(
                f"pyproject.toml cannot be read: {error}", hint="correct it, then try again"
            ) from error

    def path(self, *parts: str) -> str:
        """A path inside the package: `path("models", "user.py")` is `app/models/user.py`."""
        return self._package_path.joinpath(*parts).as_posix()

    def read(self, relative: str) -> bytes | None:
        """The content of a file; None when there is none."""
        if relative in self._planned:
            return self._planned[relative]
        return self.disk.read(relative)

    def text(self, relative: str) -> str:
        """A file to look at; empty where there is none."""
        if relative in self._planned:
            return decode_source(self._planned[relative] or b"")
        return self.disk.text(relative)

    def texts(self, *folder: str) -> Iterator[str]:
        """The Python files of a folder in the package."""
        return map(self.text, self.python_files(*folder))

    def modules_below(self, folder: str) -> list[str]:
        """The Python files in a folder of the root, and in its folders."""
        paths = (path.relative_to(self.root) for path in (self.root / folder).rglob("*.py"))
        found = {path.as_posix() for path in paths} | self._planned.keys()
        return sorted(p for p in found if p.startswith(f"{folder}/") and p.endswith(".py"))

    def find_model(self, class_name: str, *, in_any_case: bool = False) -> Model | None:
        """The model of that name; its usual file is tried first."""
        usual = self.path("models", f"{snake_case(class_name)}.py")
        case = re.IGNORECASE if in_any_case else re.NOFLAG
        name = re.compile(re.escape(class_name), case)
        statement = re.compile(rf"^[ \t]*class[ \t]+{name.pattern}\b", re.MULTILINE | case)
        wanted = class_name.lower()
        for path in sorted(self._model_texts, key=lambda path: path != usual):
            text = self._model_texts[path]
            if wanted in text.lower() and statement.search(text):
                for model in self._models_in(path):
                    if name.fullmatch(model.class_name):
                        return model
        return None

    def attribute(self, model: Model, name: str) -> str | None:
        """The statement that gives a model an attribute, also by inheritance."""
        texts = [self._model_texts[model.path], *self.base_texts.values()]
        return attribute_source(texts, model.class_name, name)

    @property
    def base_texts(self) -> dict[str, str]:
        """The files with the bases of models, by path: the project's own, and the kit's.

        `fbb own` moves that of the kit into the package.
        """
        inside = f"{KIT}/models/base.py"
        paths = (self.path("models", "base.py"), self.path(inside), inside)
        return {path: self.text(path) for path in paths}

    def model_names(self) -> list[str]:
        """The names of all models, for a proposal when one is misspelt."""
        models = (model for path in self._model_texts for model in self._models_in(path))
        return sorted(model.class_name for model in models)

    def table_owner(self, table: str) -> str | None:
        """The class that maps a table, if it is taken."""
        paths = [path for path, text in self._model_texts.items() if may_map(text, table)]
        models = [model for path in paths for model in self._models_in(path)]
        owners = [model.class_name for model in models if model.table == table]
        return owners[-1] if owners else None

    def makes_table(self, table: str) -> bool:
        """Whether a migration names the table."""
        if any(f'"{table}"' in text or f"'{table}'" in text for text in self._migration_texts):
            return True
        name = re.escape(table)
        named = re.compile(rf"[\"']{name}[\"']|\btable\s+(?:if not exists\s+)?{name}\b", re.I)
        return any(map(named.search, self._migration_texts))

    def link_table_path(self, table: str) -> str | None:
        """The file that makes a table without a model, as those of links are."""
        made = re.compile(rf"\bTable\(\s*[\"']{re.escape(table)}[\"']")
        texts = ((path, text) for path, text in self._model_texts.items() if table in text)
        return next((path for path, text in texts if made.search(text)), None)

    def migration_head(self) -> str:
        """The revision that the next migration follows."""
        return head_of(self.revisions)

    @cached_property
    def revisions(self) -> list[Revision]:
        """What the migrations are called, and what they follow."""
        return [found for text in self._migration_texts if (found := read_revision(text))]

    @cached_property
    def _migration_texts(self) -> list[str]:
        return list(map(self.text, self.python_files("db", "migrations", "versions")))

    @cached_property
    def _model_texts(self) -> dict[str, str]:
        models = self.root / self.path("models")
        folders = [models, *(path for path in models.rglob("*/") if path.name != "__pycache__")]
        inside = [folder.relative_to(self.root / self.path()).parts for folder in folders]
        paths = [path for folder in inside for path in self.python_files(*folder)]
        return {path: self.text(path) for path in paths}

    @cached_property
    def _bases(self) -> Bases:
        return Bases(
            [outline for text in self.base_texts.values() for outline in class_outlines(text)]
        )

    def _models_in(self, path: str) -> Iterator[Model]:
        file = PurePosixPath(path).relative_to(self._package_path).with_suffix("")
        parts = file.parent.parts if file.name == "__init__" else file.parts
        module = ".".join([self.package, *parts])
        for outline in class_outlines(self._model_texts[path]):
            if self._bases.is_model(outline):
                yield self._bases.model(outline, module=module, path=path)

    def python_files(self, *folder: str) -> list[str]:
        """The paths of those in a folder of the package."""
        relative = self.path(*folder)
        found = set()
        missing = suppress(FileNotFoundError, NotADirectoryError)
        with missing, os.scandir(self.root / relative) as entries:
            found = {f"{relative}/{entry.name}" for entry in entries if entry.is_file()}
        for path, content in self._planned.items():
            if path.rpartition("/")[0] == relative:
                (found.discard if content is None else found.add)(path)
        return sorted(path for path in found if path.endswith(".py"))


@lru_cache(maxsize=1)
def _toml(text: str) -> dict[str, object]:
    return tomllib.loads(text)


def _package_path(root: Path) -> str | None:
    """Where the package is: `app`, or else the only one that looks like it."""
    routers = [*root.glob(f"*/{_ROUTER}"), *root.glob(f"src/*/{_ROUTER}")]
    folders = {router.parents[2].relative_to(root).as_posix() for router in routers}
    found = sorted(folder for folder in folders if PurePosixPath(folder).name.isidentifier())
    if "app" in found:
        return "app"
    if len(found) > 1:
        raise ProjectError(
            f"{root} has more than one package with {_ROUTER}: {', '.join(found)}",
            hint="give each project a folder and a pyproject.toml of its own",
        )
    return found[0] if found else None
