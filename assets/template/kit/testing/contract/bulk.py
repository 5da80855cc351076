"""Many rows in one request."""

from collections.abc import Iterator
from typing import Any

import pytest
from httpx2 import AsyncClient

from kit.testing.contract.fields import Field, Reference
from kit.testing.contract.promises import Contract, Declared, promise
from kit.testing.contract.rows import Rows, json_id
from kit.testing.contract.select import any_fields, fields, is_taken_once, references
from kit.testing.contract.writes import KEY


def is_bulk(contract: type[Declared]) -> bool:
    return contract.bulk


def changes(contract: type[Declared]) -> Iterator[Field | None]:
    """A field that many rows can have alike, if there is one."""
    yield next(fields(can_be_alike)(contract), None)


def can_be_alike(field: Field) -> bool:
    return field.is_written and not (field.unique or field.private)


class BulkPromises(Contract):
    @pytest.fixture
    async def items(self, rows: Rows, body: dict[str, Any]) -> list[dict[str, Any]]:
        """Two, which differ in what is unique."""
        other: dict[str, Any] = {}
        for field in self.fields:
            if is_taken_once(field):
                other[field.name] = (
                    field.other if isinstance(field, Field) else json_id(await rows.target(field))
                )
        return [body, body | other]

    @promise("create", when=is_bulk)
    async def test_many_are_made_in_order(
        self, user_client: AsyncClient, rows: Rows, items: list[dict[str, Any]]
    ) -> None:
        response = await user_client.post(f"{rows.url}/bulk", json={"items": items})

        self.assert_status(response, 201)
        made = response.json()["items"]
        assert [row["id"] for row in made] == sorted({row["id"] for row in made})
        hidden = {field.name for field in self.fields if field.private}
        shown = [
            {name: value for name, value in item.items() if name not in hidden} for item in items
        ]
        assert [row | item for row, item in zip(made, shown, strict=True)] == made

    @promise("create", when=lambda contract: contract.bulk and "create" not in contract.public)
    async def test_many_asked_again_under_their_key_are_the_same(
        self, user_client: AsyncClient, rows: Rows, items: list[dict[str, Any]]
    ) -> None:
        first, again = [
            await user_client.post(f"{rows.url}/bulk", json={"items": items}, headers=KEY)
            for _ in range(2)
        ]

        assert (again.status_code, again.json()) == (201, first.json())

    @promise("create", when=is_bulk)
    async def test_a_bad_one_of_many_is_named(
        self, user_client: AsyncClient, rows: Rows, items: list[dict[str, Any]]
    ) -> None:
        items[1] = items[1] | {"unheard_of": 1}

        response = await user_client.post(f"{rows.url}/bulk", json={"items": items})

        self.assert_refused(response, "items.1.unheard_of")

    @promise(
        "create",
        when=is_bulk,
        reference=references(lambda field: field.owned and field.is_written),
    )
    async def test_one_of_many_that_refers_to_what_is_anothers_is_named(
        self,
        user_client: AsyncClient,
        rows: Rows,
        items: list[dict[str, Any]],
        reference: Reference,
    ) -> None:
        items[1] = items[1] | {reference.name: json_id(await reference.factory(rows.db))}

        response = await user_client.post(f"{rows.url}/bulk", json={"items": items})

        self.assert_refused(response, f"items.1.{reference.name}")

    @promise("create", when=is_bulk, field=any_fields(is_taken_once))
    async def test_where_one_of_many_is_a_conflict_none_is_made(
        self,
        user_client: AsyncClient,
        rows: Rows,
        items: list[dict[str, Any]],
        field: Field | Reference,
    ) -> None:
        twice = [items[0] | {field.name: items[1][field.name]}, items[1]]
        before = await self._ids(user_client, rows)

        response = await user_client.post(f"{rows.url}/bulk", json={"items": twice})

        self.assert_status(response, 409)
        assert await self._ids(user_client, rows) == before

    async def _ids(self, user_client: AsyncClient, rows: Rows) -> list[Any]:
        """Those of all rows, if there is a list of them."""
        if "list" not in self.operations:
            return []
        return [item["id"] for item in (await user_client.get(rows.url)).json()["items"]]

    @promise("update", when=is_bulk, field=changes)
    async def test_many_change_in_order(
        self, user_client: AsyncClient, rows: Rows, field: Field | None
    ) -> None:
        ids = [json_id(await rows.row()) for _ in range(2)][::-1]
        change = {field.name: field.other} if field else {}

        response = await user_client.patch(
            f"{rows.url}/bulk", json={"items": [{"id": id} | change for id in ids]}
        )

        self.assert_status(response, 200)
        items = response.json()["items"]
        assert [item["id"] for item in items] == ids
        assert [item | change for item in items] == items

    @promise("update", when=is_bulk)
    async def test_one_of_many_that_is_unknown_or_there_twice_is_named(
        self, user_client: AsyncClient, rows: Rows
    ) -> None:
        row = await rows.row()

        for second, status in ((rows.unknown_id(row), 404), (json_id(row), 422)):
            items = [{"id": json_id(row)}, {"id": second}]
            response = await user_client.patch(f"{rows.url}/bulk", json={"items": items})

            self.assert_refused(response, "items.1.id", status)

    @promise("delete", when=is_bulk)
    async def test_many_are_deleted(self, user_client: AsyncClient, rows: Rows) -> None:
        ids = [json_id(await rows.row()) for _ in range(2)]

        response = await user_client.delete(f"{rows.url}/bulk", params={"id": ids})

        self.assert_status(response, 204)
        gone = [(await user_client.delete(f"{rows.url}/{id}")).status_code for id in ids]
        assert gone == [404, 404]

    @promise("delete", when=is_bulk)
    async def test_where_one_of_many_is_unknown_or_there_twice_none_is_deleted(
        self, user_client: AsyncClient, rows: Rows
    ) -> None:
        row = await rows.row()

        for second, status in ((rows.unknown_id(row), 404), (json_id(row), 422)):
            ids = [json_id(row), second]
            response = await user_client.delete(f"{rows.url}/bulk", params={"id": ids})

            self.assert_refused(response, "id", status)
        self.assert_status(await user_client.delete(rows.item_url(row)), 204)
