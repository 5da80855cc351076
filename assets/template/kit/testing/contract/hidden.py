"""Fields that no response has, and fields that no request sets."""

from typing import Any

from httpx2 import AsyncClient

from kit.testing.contract.fields import Default, Field, Links, Reference
from kit.testing.contract.promises import Contract, Declared, promise
from kit.testing.contract.rows import Rows, json_id, json_value
from kit.testing.contract.select import any_fields, fields


def readonly(contract: type[Declared]) -> Any:
    return (field for field in [*contract.fields, *contract.links] if field.readonly)


def is_computed_once(field: Field) -> bool:
    """Whether the service gives each new row another value."""
    is_given = not field.optional and field.default is Default.NONE
    return field.readonly and field.unique and is_given


class PrivatePromises(Contract):
    @promise(field=any_fields(lambda field: field.private))
    async def test_no_response_has_a_private_field(
        self,
        user_client: AsyncClient,
        rows: Rows,
        body: dict[str, Any],
        field: Field | Reference,
    ) -> None:
        url = rows.item_url(await rows.row())
        shown = []
        if "get" in self.operations:
            shown.append(await user_client.get(url))
        if "update" in self.operations:
            shown.append(await user_client.patch(url, json={}))
        if "create" in self.operations:
            shown.append(await user_client.post(rows.url, json=body))
        found = [response.json() for response in shown]
        if "list" in self.operations:
            found += (await user_client.get(rows.url)).json()["items"]

        assert found
        assert all("id" in row and field.name not in row for row in found)

    @promise("create", field=any_fields(lambda field: field.private and field.is_written))
    async def test_a_private_field_is_kept(
        self,
        user_client: AsyncClient,
        rows: Rows,
        body: dict[str, Any],
        field: Field | Reference,
    ) -> None:
        row = await rows.row()

        made = await user_client.post(rows.url, json=body)

        stored = await rows.db.get_one(type(row), type(row.id)(made.json()["id"]))
        assert json_value(stored, field.name) == body.get(field.name)

    @promise("update", field=fields(lambda field: field.private and field.is_written))
    async def test_a_private_field_changes(
        self, user_client: AsyncClient, rows: Rows, field: Field
    ) -> None:
        row = await rows.row()

        await user_client.patch(rows.item_url(row), json={field.name: field.other})

        await rows.refresh(row)
        assert json_value(row, field.name) == field.other


class ReadonlyPromises(Contract):
    @promise("create", field=readonly)
    async def test_nobody_sets_a_readonly_field(
        self,
        user_client: AsyncClient,
        rows: Rows,
        body: dict[str, Any],
        field: Field | Reference | Links,
    ) -> None:
        value = await good_value(rows, field)

        response = await user_client.post(rows.url, json=body | {field.name: value})

        self.assert_refused(response, field.name)

    @promise("create", field=readonly)
    async def test_a_readonly_field_is_shown(
        self,
        user_client: AsyncClient,
        rows: Rows,
        body: dict[str, Any],
        field: Field | Reference | Links,
    ) -> None:
        made = (await user_client.post(rows.url, json=body)).json()

        assert field.name in made
        if isinstance(field, Field) and not isinstance(field.default, Default):
            assert made[field.name] == field.default

    @promise("update", field=readonly)
    async def test_nobody_changes_a_readonly_field(
        self, user_client: AsyncClient, rows: Rows, field: Field | Reference | Links
    ) -> None:
        url = rows.item_url(await rows.row())
        value = await good_value(rows, field)

        response = await user_client.patch(url, json={field.name: value})

        self.assert_refused(response, field.name)

    @promise(
        "create",
        when=lambda contract: not any(f.unique and f.is_written for f in contract.fields),
        field=fields(is_computed_once),
    )
    async def test_each_row_has_its_own(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any], field: Field
    ) -> None:
        first, second = [(await user_client.post(rows.url, json=body)).json() for _ in range(2)]

        assert first[field.name] != second[field.name]


async def good_value(rows: Rows, field: Field | Reference | Links) -> Any:
    """What would be valid if requests could have it."""
    match field:
        case Reference():
            return json_id(await rows.target(field))
        case Links():
            return [json_id(await rows.target(field))]
    return field.value
