"""Rows of a resource, and what requests about them hold."""

from base64 import b64decode
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python
from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncSession

from kit.testing.contract.fields import Field, Links, Parent, Reference
from kit.testing.contract.promises import OF_ONE_ROW, Declared

UNKNOWN = {int: 10**15, UUID: "00000000-0000-7000-8000-000000004711"}


class Rows:
    """What a test makes: rows of the user, under the rows that the URL names."""

    def __init__(
        self, contract: type[Declared], db: AsyncSession, user: Any, prefix: str = ""
    ) -> None:
        self.contract = contract
        self.prefix = prefix
        self.db = db
        self.user = user
        self.parents: dict[str, Any] = {}

    async def make_parents(self) -> None:
        outer: dict[str, Any] = {}
        for parent in self.contract.parents:
            row = await self.make_parent(parent, **outer)
            outer = {parent.column: row.id}
            self.parents |= outer

    async def make_parent(self, parent: Parent, **values: Any) -> Any:
        owner = {"user_id": self.user.id} if parent.owned else {}
        return await parent.factory(self.db, **owner, **values)

    async def make_other_parent(self) -> Any:
        """Another row in the place of the innermost one of the URL."""
        *outer, innermost = self.contract.parents
        values = {at.column: self.parents[at.column] for at in outer[-1:]}
        return await self.make_parent(innermost, **values)

    @property
    def url(self) -> str:
        return self.url_with()

    def url_with(self, **ids: Any) -> str:
        return self.prefix + self.contract.url.format(**self.parents | ids)

    def item_url(self, row: Any) -> str:
        return f"{self.url}/{row.id}"

    def url_of(self, operation: str, row: Any) -> str:
        return self.item_url(row) if operation in OF_ONE_ROW else self.url

    async def row(self, **values: Any) -> Any:
        return await self.contract.factory(self.db, **self._mine() | values)

    async def refresh(self, row: Any) -> None:
        """Read it anew, and leave no transaction that a request would have to wait for."""
        await self.db.refresh(row)
        await self.db.commit()

    async def pair(self, field: Field) -> tuple[Any, Any]:
        """Two rows; where a factory gives all of them the same value, the second has another."""
        first = await self.row()
        if field.unique:
            return first, await self.row()
        other = python_value(first, field.name, field.other)
        return first, await self.row(**{field.name: other})

    def _mine(self) -> dict[str, Any]:
        owner = {"user_id": self.user.id} if self.contract.owned else {}
        innermost = [at.column for at in self.contract.parents[-1:]]
        return owner | {column: self.parents[column] for column in innermost}

    async def target(self, field: Reference | Links, **values: Any) -> Any:
        """A row to refer to: the user's, where such rows belong to users."""
        if field.owned:
            values["user_id"] = self.user.id
        if isinstance(field, Links) and field.within:
            values |= {at.column: self.parents[at.column] for at in self.contract.parents[-1:]}
        return await field.factory(self.db, **values)

    async def with_references(self) -> dict[str, Any]:
        """Ids of new rows for the references that a factory leaves out, or shares."""
        return {
            field.name: (await self.target(field)).id
            for field in self.contract.fields
            if isinstance(field, Reference) and (field.optional or field.unique)
        }

    async def body(self) -> dict[str, Any]:
        """What a request holds to make a row; optional references are left out."""
        body: dict[str, Any] = {}
        for field in self.contract.fields:
            if isinstance(field, Field) and field.is_written:
                body[field.name] = field.value
            elif isinstance(field, Reference) and field.is_required:
                body[field.name] = json_id(await self.target(field))
        return body

    def unknown_id(self, row: Any) -> Any:
        """The id of no row, as JSON has it."""
        return UNKNOWN[type(row.id)]


def json_id(row: Any) -> Any:
    return to_jsonable_python(row.id)


def json_value(row: Any, name: str) -> Any:
    """What JSON has for an attribute of a row."""
    return to_jsonable_python(getattr(row, name), bytes_mode="base64")


def python_value(row: Any, name: str, value: Any) -> Any:
    """What a model has for a value of JSON."""
    try:
        kind = inspect(type(row)).columns[name].type.python_type
    except NotImplementedError:
        return value
    if kind is bytes:
        return b64decode(value)
    return value if kind in (dict, list) else TypeAdapter(kind).validate_python(value)
