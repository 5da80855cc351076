"""What every resource promises, as tests.

A test of a resource declares its URL, its factory and its fields:

    class TestTodos(ResourceContract):
        url = "/todos"
        factory = create_todo
        fields = (Field("title", "title", "other title", bad=(1, " "), filters="like"),)

A method of the same name in the class replaces a promise, and None drops it. The project has the
fixtures `user`, `user_client` (signed in as the user) and `admin_client` (somebody else, who may do
everything).
"""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from kit.testing.contract.access import AccessPromises, OwnershipPromises
from kit.testing.contract.bulk import BulkPromises
from kit.testing.contract.export import ExportPromises
from kit.testing.contract.fields import Default, Field, Links, Parent, Reference
from kit.testing.contract.filters import FilterPromises
from kit.testing.contract.hidden import PrivatePromises, ReadonlyPromises
from kit.testing.contract.links import LinkPromises
from kit.testing.contract.nested import PathPromises
from kit.testing.contract.reads import GetPromises, ListPromises
from kit.testing.contract.references import ReferencePromises
from kit.testing.contract.rows import Rows
from kit.testing.contract.soft_delete import RestorePromises
from kit.testing.contract.values import ValuePromises
from kit.testing.contract.writes import CreatePromises, DeletePromises, UpdatePromises
from kit.testing.project import Project

__all__ = ["Default", "Field", "Links", "Parent", "Reference", "ResourceContract", "Rows"]


class ResourceContract(
    AccessPromises,
    OwnershipPromises,
    CreatePromises,
    ValuePromises,
    ListPromises,
    FilterPromises,
    GetPromises,
    UpdatePromises,
    DeletePromises,
    RestorePromises,
    PathPromises,
    ReferencePromises,
    LinkPromises,
    PrivatePromises,
    ReadonlyPromises,
    BulkPromises,
    ExportPromises,
):
    """The promises of a resource; those that do not apply to it are no tests."""

    @pytest.fixture
    async def rows(self, project: Project, db: AsyncSession, user: Any) -> Rows:
        rows = Rows(type(self), db, user, project.prefix)
        await rows.make_parents()
        return rows

    @pytest.fixture
    async def body(self, rows: Rows) -> dict[str, Any]:
        return await rows.body()
