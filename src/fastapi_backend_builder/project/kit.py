"""The kit of a project: its version, its files as they came, and which of them are the user's."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from packaging.version import InvalidVersion, Version

from fastapi_backend_builder.errors import ProjectError
from fastapi_backend_builder.plan import digest
from fastapi_backend_builder.project.line_ends import normal
from fastapi_backend_builder.project.project import Project
from fastapi_backend_builder.spec.kit import KIT, KIT_VERSION

FOLDER = f"{KIT}/"
MANIFEST = f"{FOLDER}manifest.txt"
RECORD = f"{FOLDER}update.json"
STATE = (KIT_VERSION, MANIFEST, RECORD)


@dataclass(frozen=True, slots=True)
class Record:
    """What `fbb update` has to know later on.

    `originals` has the text of each file that is merged, as it came; `kept` the kit files that stay
    as they were edited; `owned` those that the user took over, and where they are now.
    """

    name: str
    database: str
    kept: tuple[str, ...] = ()
    owned: Mapping[str, str] = field(default_factory=dict)
    originals: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, content: bytes) -> Self:
        fields: dict[str, Any] = json.loads(content)
        texts = {path: "\n".join(lines) for path, lines in fields["originals"].items()}
        return cls(
            name=str(fields["name"]),
            database=str(fields["database"]),
            kept=tuple(map(str, fields["kept"])),
            owned={str(path): str(place) for path, place in fields["owned"].items()},
            originals=texts,
        )

    def content(self) -> bytes:
        """With a line for each line of the originals, so that its changes can be read."""
        lines = {path: self.originals[path].split("\n") for path in sorted(self.originals)}
        owned = dict(sorted(self.owned.items()))
        fields = asdict(self) | {"owned": owned, "originals": lines}
        return f"{json.dumps(fields, indent=1, ensure_ascii=False)}\n".encode()


@dataclass(frozen=True, slots=True)
class Kit:
    """`manifest` has the hash of each file of the kit, as it came."""

    version: Version
    manifest: Mapping[str, str]
    record: Record

    @classmethod
    def of(cls, project: Project) -> Self:
        """That of a project; ProjectError where it cannot be read."""
        return cls(
            version_of(project), parse_manifest(_required(project, MANIFEST)), _record(project)
        )


def version_of(project: Project) -> Version:
    if project.read(KIT_VERSION) is None:
        raise ProjectError(
            f"the project has no {KIT_VERSION}: it was made before there was `fbb update`",
            hint="make a new project beside it with `fbb new`, and bring app/ over",
        )
    text = _required(project, KIT_VERSION).decode(errors="replace").strip()
    try:
        return Version(text)
    except InvalidVersion as error:
        raise _unreadable(KIT_VERSION, f"{text[:40]!r} is not a version") from error


def kit_path(given: str) -> str:
    """A path as it was typed, the way that the manifest has it."""
    return given.replace("\\", "/").removeprefix("./").rstrip("/")


def manifest_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """The hashes of the files of a kit, whatever their line ends."""
    paths = sorted(path for path in files if path.startswith(FOLDER) and path not in STATE)
    return {path: digest(normal(files[path])) for path in paths}


def manifest_content(manifest: Mapping[str, str]) -> bytes:
    """As `sha256sum --check` reads it."""
    return "".join(f"{hashed}  {path}\n" for path, hashed in manifest.items()).encode()


def parse_manifest(content: bytes) -> dict[str, str]:
    lines = [line.split("  ", 1) for line in content.decode(errors="replace").splitlines()]
    if any(len(line) != 2 for line in lines):  # noqa: PLR2004 - a hash and a path
        raise _unreadable(MANIFEST, "a line has no hash and path")
    return {path: hashed for hashed, path in lines}


def _record(project: Project) -> Record:
    try:
        return Record.parse(_required(project, RECORD))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _unreadable(RECORD, f"{type(error).__name__}: {error}") from error


def _required(project: Project, path: str) -> bytes:
    content = project.read(path)
    if content is None:
        raise _unreadable(path, "it is gone")
    return content


def _unreadable(path: str, why: str) -> ProjectError:
    return ProjectError(
        f"{path} cannot be read: {why}",
        hint="take it back from your version control; the fbb of that version makes it anew where "
        "it is gone",
    )
