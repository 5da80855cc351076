"""The files of a project as they are on disk, each read once."""

from io import FileIO
from pathlib import Path

from fastapi_backend_builder.errors import ProjectError
from fastapi_backend_builder.project.text import decode_source


class Disk:
    """Paths are relative to `root`. A command is short: what it has read stays as it was."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._contents: dict[str, bytes | None] = {}
        self._texts: dict[str, str] = {}

    def read(self, relative: str) -> bytes | None:
        """The content of a file; None when there is none."""
        if relative not in self._contents:
            self._contents[relative] = self._read(relative)
        return self._contents[relative]

    def text(self, relative: str) -> str:
        """A file to look at; empty where there is none."""
        if relative not in self._texts:
            self._texts[relative] = decode_source(self.read(relative) or b"")
        return self._texts[relative]

    def _read(self, relative: str) -> bytes | None:
        try:
            # There may be thousands, for which `Path` and buffers are slow.
            with FileIO(f"{self._root}/{relative}") as file:
                return file.readall()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            raise ProjectError(
                f"{relative} cannot be read: {error.strerror}", hint="check its permissions"
            ) from error
