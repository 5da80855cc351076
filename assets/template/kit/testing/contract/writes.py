"""What is made, changed and deleted."""

from typing import Any

from httpx2 import AsyncClient

from kit.testing.contract.fields import Default, Field, Reference
from kit.testing.contract.promises import Contract, promise
from kit.testing.contract.rows import Rows
from kit.testing.contract.select import any_fields, fields

KEY = {"Idempotency-Key": "4711"}
OUTDATED = {"If-Match": '"outdated"'}
# In place of the time of a change.
NOW = {"updated_at": "now"}


class CreatePromises(Contract):
    @promise("create")
    async def test_it_is_made_as_asked(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any]
    ) -> None:
        response = await user_client.post(rows.url, json=body)

        self.assert_status(response, 201)
        hidden = {field.name for field in [*self.fields, *self.links] if field.private}
        shown = {name: value for name, value in body.items() if name not in hidden}
        assert {name: response.json()[name] for name in shown} == shown

    @promise("create", when=lambda contract: "create" not in contract.public)
    async def test_asked_again_under_its_key_it_is_the_same(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any]
    ) -> None:
        first, again = [await user_client.post(rows.url, json=body, headers=KEY) for _ in range(2)]

        self.assert_status(again, 201)
        assert again.json() == first.json()
        assert self.etag(again) == self.etag(first)

    @promise("create", when=lambda contract: "create" not in contract.public)
    async def test_something_else_under_its_key_is_refused(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any]
    ) -> None:
        await user_client.post(rows.url, json=body, headers=KEY)

        response = await user_client.post(rows.url, json=body | {"unheard_of": 1}, headers=KEY)

        self.assert_refused(response, "Idempotency-Key")

    @promise("create", field=any_fields(lambda field: field.is_written and not field.is_required))
    async def test_what_is_left_out_has_its_default(
        self,
        user_client: AsyncClient,
        rows: Rows,
        body: dict[str, Any],
        field: Field | Reference,
    ) -> None:
        body.pop(field.name, None)

        response = await user_client.post(rows.url, json=body)

        self.assert_status(response, 201)
        default = Default.NONE if isinstance(field, Reference) else field.default
        if not (field.private or default is Default.SOME):
            expected = None if default is Default.NONE else default
            assert response.json()[field.name] == expected


class UpdatePromises(Contract):
    @promise("update", field=fields(lambda field: field.is_written and not field.private))
    async def test_what_is_sent_changes_and_nothing_else(
        self, user_client: AsyncClient, rows: Rows, field: Field
    ) -> None:
        url = rows.item_url(await rows.row())
        before = (await user_client.patch(url, json={})).json()

        response = await user_client.patch(url, json={field.name: field.other})

        self.assert_status(response, 200)
        changed = {field.name: field.other}
        assert response.json() | NOW == before | changed | NOW

    @promise("update", "get")
    async def test_what_is_absent_stays(self, user_client: AsyncClient, rows: Rows) -> None:
        url = rows.item_url(await rows.row())
        before = (await user_client.get(url)).json()

        after = (await user_client.patch(url, json={})).json()

        assert after == before

    @promise("update")
    async def test_who_has_seen_it_as_it_is_may_change_it(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any]
    ) -> None:
        url = rows.item_url(await rows.row())
        seen = await user_client.patch(url, json={})

        response = await user_client.patch(url, json=body, headers={"If-Match": self.etag(seen)})

        self.assert_status(response, 200)

    @promise("update", "create")
    async def test_who_has_made_it_may_change_it(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any]
    ) -> None:
        made = await user_client.post(rows.url, json=body)

        response = await user_client.patch(
            f"{rows.url}/{made.json()['id']}", json={}, headers={"If-Match": self.etag(made)}
        )

        self.assert_status(response, 200)

    @promise("update")
    async def test_who_has_seen_another_version_changes_nothing(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any]
    ) -> None:
        row = await rows.row()
        before = row.updated_at

        response = await user_client.patch(rows.item_url(row), json=body, headers=OUTDATED)

        self.assert_status(response, 412)
        await rows.refresh(row)
        assert row.updated_at == before


class DeletePromises(Contract):
    @promise("delete")
    async def test_deleted_it_is_gone(self, user_client: AsyncClient, rows: Rows) -> None:
        url = rows.item_url(await rows.row())

        response = await user_client.delete(url)

        self.assert_status(response, 204)
        look = user_client.get if "get" in self.operations else user_client.delete
        self.assert_status(await look(url), 404)

    @promise("delete")
    async def test_who_has_seen_another_version_deletes_nothing(
        self, user_client: AsyncClient, rows: Rows
    ) -> None:
        url = rows.item_url(await rows.row())

        response = await user_client.delete(url, headers=OUTDATED)

        self.assert_status(response, 412)
        self.assert_status(await user_client.delete(url), 204)
