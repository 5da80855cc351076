import tomllib
from hashlib import sha256
from pathlib import Path

from fastapi_backend_builder.project.template import template_files

REPOSITORY = Path(__file__).parents[2]


def test_the_kit_has_the_version_of_the_builder() -> None:
    metadata = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())

    assert template_files()["kit/VERSION"].decode() == f"{metadata['project']['version']}\n"


def test_the_kit_is_the_same_in_every_project() -> None:
    kit = [file for path, file in template_files().items() if path.startswith("kit/")]

    assert not any(name in file for file in kit for name in (b"my-project", b"my_project"))


def test_the_manifest_has_the_hash_of_every_file_of_the_kit(project: Path) -> None:
    lines = (project / "kit/manifest.txt").read_text().splitlines()

    hashes = {
        path: sha256((project / path).read_bytes()).hexdigest() for path in kit_files(project)
    }
    assert lines == [f"{hashes[path]}  {path}" for path in sorted(hashes)]


def kit_files(project: Path) -> set[str]:
    paths = (project / "kit").rglob("*.*")
    found = {path.relative_to(project).as_posix() for path in paths}
    return found - {"kit/manifest.txt", "kit/update.json"}
