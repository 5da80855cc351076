"""Rows that can be restored after they are deleted."""

from typing import Any

from httpx2 import AsyncClient

from kit.testing.contract.fields import Field, Reference
from kit.testing.contract.promises import Contract, Declared, promise
from kit.testing.contract.rows import Rows, json_id, json_value
from kit.testing.contract.select import any_fields, is_taken_once
from kit.testing.contract.writes import OUTDATED


def restores(contract: type[Declared]) -> bool:
    return contract.soft_delete and "delete" in contract.operations


class RestorePromises(Contract):
    @promise(when=restores)
    async def test_restored_it_is_there_again(self, user_client: AsyncClient, rows: Rows) -> None:
        row = await rows.row()
        url = rows.item_url(row)
        await user_client.delete(url)

        response = await user_client.post(f"{url}/restore")

        self.assert_status(response, 200)
        assert response.json()["id"] == json_id(row)
        if "get" in self.operations:
            shown = await user_client.get(url)
            assert shown.json() == response.json()
            assert self.etag(shown) == self.etag(response)
        self.assert_status(await user_client.delete(url), 204)

    @promise("update", when=restores)
    async def test_nobody_changes_a_deleted_one(self, user_client: AsyncClient, rows: Rows) -> None:
        url = rows.item_url(await rows.row())
        await user_client.delete(url)

        self.assert_status(await user_client.patch(url, json={}), 404)

    @promise("list", when=restores)
    async def test_no_list_has_a_deleted_one(self, user_client: AsyncClient, rows: Rows) -> None:
        await user_client.delete(rows.item_url(await rows.row()))

        for params in ({}, {"cursor": ""}, {"exact_total": True}):
            page = (await user_client.get(rows.url, params=params)).json()

            assert page["items"] == [], params
            assert not page["total"], params

    @promise("create", when=restores, field=any_fields(is_taken_once))
    async def test_the_values_of_a_deleted_one_are_free(
        self,
        user_client: AsyncClient,
        rows: Rows,
        body: dict[str, Any],
        field: Field | Reference,
    ) -> None:
        row = await rows.row(**await rows.with_references())
        taken = json_value(row, field.name)
        await user_client.delete(rows.item_url(row))

        made = await user_client.post(rows.url, json=body | {field.name: taken})
        restored = await user_client.post(f"{rows.item_url(row)}/restore")

        self.assert_status(made, 201)
        self.assert_refused(restored, field.name, 409)

    @promise(when=restores)
    async def test_what_is_not_deleted_stays_as_it_is(
        self, user_client: AsyncClient, rows: Rows
    ) -> None:
        url = rows.item_url(await rows.row())

        first, second = [await user_client.post(f"{url}/restore") for _ in range(2)]

        self.assert_status(first, 200)
        assert self.etag(first) == self.etag(second)

    @promise(when=restores)
    async def test_who_has_seen_another_version_restores_nothing(
        self, user_client: AsyncClient, rows: Rows
    ) -> None:
        url = rows.item_url(await rows.row())
        await user_client.delete(url)

        response = await user_client.post(f"{url}/restore", headers=OUTDATED)

        self.assert_status(response, 412)

    @promise(when=restores)
    async def test_an_unknown_one_is_not_restored(
        self, user_client: AsyncClient, rows: Rows
    ) -> None:
        url = f"{rows.url}/{rows.unknown_id(await rows.row())}/restore"

        self.assert_status(await user_client.post(url), 404)
