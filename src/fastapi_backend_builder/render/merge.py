"""The migration that joins several heads, and does nothing else."""

from collections.abc import Sequence
from hashlib import sha256

from fastapi_backend_builder.render.environment import template


def render_merge(heads: Sequence[str], folder: str) -> dict[str, str]:
    """The file by its path; the revision follows from what it joins."""
    revision = sha256("\n".join(heads).encode()).hexdigest()[:12]
    path = f"{folder}/db/migrations/versions/{revision}_merge_heads.py"
    return {path: template("merge").render(heads=heads, revision=revision)}
