"""What is there: a user's project, read from its sources and never written."""

from fastapi_backend_builder.project.answers import (
    is_public,
    is_shown,
    is_under_owned,
    why_not_shown,
)
from fastapi_backend_builder.project.models import Model, PrimaryKey
from fastapi_backend_builder.project.project import Project

__all__ = [
    "Model",
    "PrimaryKey",
    "Project",
    "is_public",
    "is_shown",
    "is_under_owned",
    "why_not_shown",
]
