"""What each field accepts and refuses."""

from typing import Any

from httpx2 import AsyncClient

from kit.testing.contract.fields import Field, Reference
from kit.testing.contract.promises import Contract, promise
from kit.testing.contract.rows import Rows, json_value
from kit.testing.contract.select import any_fields, bad_values, fields, is_taken_once, refusing


class ValuePromises(Contract):
    @promise("create", field=any_fields(lambda field: field.is_required))
    async def test_a_required_field_must_be_there(
        self,
        user_client: AsyncClient,
        rows: Rows,
        body: dict[str, Any],
        field: Field | Reference,
    ) -> None:
        del body[field.name]

        self.assert_refused(await user_client.post(rows.url, json=body), field.name)

    @promise("create")
    async def test_an_unknown_field_is_refused(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any]
    ) -> None:
        response = await user_client.post(rows.url, json=body | {"unheard_of": 1})

        self.assert_refused(response, "unheard_of")

    @promise("update")
    async def test_an_unknown_field_changes_nothing(
        self, user_client: AsyncClient, rows: Rows
    ) -> None:
        url = rows.item_url(await rows.row())

        self.assert_refused(await user_client.patch(url, json={"unheard_of": 1}), "unheard_of")

    @promise("create", field=refusing)
    async def test_a_bad_value_is_refused(
        self,
        user_client: AsyncClient,
        rows: Rows,
        body: dict[str, Any],
        field: Field | Reference,
    ) -> None:
        for value in bad_values(field):
            response = await user_client.post(rows.url, json=body | {field.name: value})

            self.assert_refused(response, field.name)

    @promise("update", field=refusing)
    async def test_a_bad_value_changes_nothing(
        self, user_client: AsyncClient, rows: Rows, field: Field | Reference
    ) -> None:
        url = rows.item_url(await rows.row())

        for value in bad_values(field):
            response = await user_client.patch(url, json={field.name: value})

            self.assert_refused(response, field.name)

    @promise("create", field=any_fields(is_taken_once))
    async def test_a_value_that_is_taken_is_a_conflict(
        self,
        user_client: AsyncClient,
        rows: Rows,
        body: dict[str, Any],
        field: Field | Reference,
    ) -> None:
        row = await rows.row(**await rows.with_references())
        taken = body | {field.name: json_value(row, field.name)}

        self.assert_refused(await user_client.post(rows.url, json=taken), field.name, 409)

    @promise("create", field=fields(lambda field: is_taken_once(field) and field.case_insensitive))
    async def test_a_value_in_capitals_is_taken_too(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any], field: Field
    ) -> None:
        row = await rows.row(**await rows.with_references())
        taken = body | {field.name: json_value(row, field.name).upper()}

        self.assert_refused(await user_client.post(rows.url, json=taken), field.name, 409)

    @promise("update", field=any_fields(is_taken_once))
    async def test_nothing_changes_to_a_value_that_is_taken(
        self, user_client: AsyncClient, rows: Rows, field: Field | Reference
    ) -> None:
        first = await rows.row(**await rows.with_references())
        url = rows.item_url(await rows.row())

        response = await user_client.patch(url, json={field.name: json_value(first, field.name)})

        self.assert_refused(response, field.name, 409)

    @promise("update", field=any_fields(lambda field: field.is_written and not field.optional))
    async def test_null_is_refused(
        self, user_client: AsyncClient, rows: Rows, field: Field | Reference
    ) -> None:
        url = rows.item_url(await rows.row())

        self.assert_refused(await user_client.patch(url, json={field.name: None}), field.name)

    @promise(
        "update",
        field=any_fields(lambda field: field.is_written and field.optional and not field.private),
    )
    async def test_null_clears(
        self, user_client: AsyncClient, rows: Rows, field: Field | Reference
    ) -> None:
        url = rows.item_url(await rows.row(**await rows.with_references()))

        response = await user_client.patch(url, json={field.name: None})

        self.assert_status(response, 200)
        assert response.json()[field.name] is None
