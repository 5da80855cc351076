"""The agent skill in a folder where agents look for skills."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from fastapi_backend_builder.errors import ConflictError
from fastapi_backend_builder.plan import Change, Create, Delete, Edit, Plan
from fastapi_backend_builder.project.skill import NAME

# What was installed, so that a later version can tell it from edits.
MANIFEST = "manifest.txt"
REASON = "agent skill"


def install_skill(
    root: Path, folders: Iterable[str], files: Mapping[str, bytes], command: str
) -> Plan:
    """Install it in each of the folders, which are relative to `root`."""
    complete = {**files, MANIFEST: _manifest(files)}
    changes = [
        change for folder in folders for change in _changes(root, f"{folder}/{NAME}", complete)
    ]
    return Plan(command, tuple(changes))


def _manifest(files: Mapping[str, bytes]) -> bytes:
    lines = (f"{sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files))
    return "".join(lines).encode()


def _changes(root: Path, folder: str, files: Mapping[str, bytes]) -> Iterator[Change]:
    known = _installed(root / folder / MANIFEST)
    edited = []
    for path in sorted({*files, *known}):
        place, new = f"{folder}/{path}", files.get(path)
        current = _read(root / place)
        if current == new:
            continue
        is_ours = path == MANIFEST or (
            current is not None and sha256(current).hexdigest() == known.get(path)
        )
        if current is None and new is not None:
            yield Create(place, new, REASON)
        elif current is not None and not is_ours:
            edited.append(place)
        elif current is not None and new is not None:
            yield Edit(place, current, new, REASON)
        elif current is not None:
            yield Delete(place, current, REASON)
    if edited:
        raise ConflictError(
            f"edited since it was installed, or not installed by fbb: {', '.join(edited)}",
            hint="move these files away, or install into another folder with --dir",
        )


def _installed(manifest: Path) -> dict[str, str]:
    """The hashes of the files that an earlier version has installed, by path."""
    lines = (_read(manifest) or b"").decode("utf-8", "replace").splitlines()
    pairs = (line.split("  ", 1) for line in lines if "  " in line)
    return {path: digest for digest, path in pairs}


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
