"""The agent skill, as it ships with the builder."""

from pathlib import Path

NAME = "fastapi-backend-builder"
_PACKAGE = Path(__file__).parents[1]
# In the installed package, where agents look for it, or in the repository of the builder.
_FOLDERS = (_PACKAGE / ".agents" / "skills" / NAME, _PACKAGE.parents[1])


def skill_files() -> dict[str, bytes]:
    """The content of each file, by its path in the folder of the skill."""
    folder = next(folder for folder in _FOLDERS if (folder / "SKILL.md").is_file())
    paths = [folder / "SKILL.md", *sorted((folder / "references").glob("*.md"))]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
