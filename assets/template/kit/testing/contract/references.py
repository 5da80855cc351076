"""What rows refer to."""

from typing import Any

import pytest
from httpx2 import AsyncClient
from sqlalchemy.exc import IntegrityError, InvalidRequestError

from kit.models.base import utc_now
from kit.testing.contract.fields import Reference
from kit.testing.contract.promises import Contract, promise
from kit.testing.contract.rows import Rows, json_id
from kit.testing.contract.select import references

written = references(lambda field: field.is_written)
owned = references(lambda field: field.owned and field.is_written)
soft_deleted = references(lambda field: field.soft_delete and field.is_written)


class ReferencePromises(Contract):
    @promise("create", reference=written)
    async def test_a_reference_to_nothing_is_refused(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any], reference: Reference
    ) -> None:
        nothing = rows.unknown_id(await rows.target(reference))

        response = await user_client.post(rows.url, json=body | {reference.name: nothing})

        self.assert_refused(response, reference.name)

    @promise("update", reference=written)
    async def test_nothing_changes_to_a_reference_to_nothing(
        self, user_client: AsyncClient, rows: Rows, reference: Reference
    ) -> None:
        url = rows.item_url(await rows.row())
        nothing = rows.unknown_id(await rows.target(reference))

        response = await user_client.patch(url, json={reference.name: nothing})

        self.assert_refused(response, reference.name)

    @promise("create", reference=owned)
    async def test_a_new_one_refers_to_nothing_of_another(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any], reference: Reference
    ) -> None:
        others = json_id(await reference.factory(rows.db))

        response = await user_client.post(rows.url, json=body | {reference.name: others})

        self.assert_refused(response, reference.name)

    @promise("update", reference=owned)
    async def test_none_is_changed_to_refer_to_what_is_anothers(
        self, user_client: AsyncClient, rows: Rows, reference: Reference
    ) -> None:
        url = rows.item_url(await rows.row())
        others = json_id(await reference.factory(rows.db))

        response = await user_client.patch(url, json={reference.name: others})

        self.assert_refused(response, reference.name)

    @promise("create", reference=soft_deleted)
    async def test_a_new_one_refers_to_nothing_that_is_deleted(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any], reference: Reference
    ) -> None:
        deleted = json_id(await rows.target(reference, deleted_at=utc_now()))

        response = await user_client.post(rows.url, json=body | {reference.name: deleted})

        self.assert_refused(response, reference.name)

    @promise("update", reference=soft_deleted)
    async def test_none_is_changed_to_refer_to_what_is_deleted(
        self, user_client: AsyncClient, rows: Rows, reference: Reference
    ) -> None:
        url = rows.item_url(await rows.row())
        deleted = json_id(await rows.target(reference, deleted_at=utc_now()))

        response = await user_client.patch(url, json={reference.name: deleted})

        self.assert_refused(response, reference.name)

    @promise("update", reference=soft_deleted)
    async def test_a_deleted_one_that_it_has_may_be_sent_again(
        self, user_client: AsyncClient, rows: Rows, reference: Reference
    ) -> None:
        target = await rows.target(reference, deleted_at=utc_now())
        url = rows.item_url(await rows.row(**{reference.name: target.id}))

        response = await user_client.patch(url, json={reference.name: json_id(target)})

        self.assert_status(response, 200)

    @promise("update", reference=references(lambda field: field.acyclic and field.is_written))
    async def test_none_refers_to_itself_or_to_what_refers_to_it(
        self, user_client: AsyncClient, rows: Rows, reference: Reference
    ) -> None:
        first = await rows.row()
        second = await rows.row(**{reference.name: first.id})

        for row in (first, second):
            response = await user_client.patch(
                rows.item_url(first), json={reference.name: json_id(row)}
            )
            self.assert_refused(response, reference.name)

    @promise(reference=references())
    async def test_what_becomes_of_it_without_what_it_refers_to(
        self, rows: Rows, reference: Reference
    ) -> None:
        target = await rows.target(reference)
        row = await rows.row(**{reference.name: target.id})

        await rows.db.delete(target)

        match reference.on_delete:
            case "restrict":
                with pytest.raises(IntegrityError):
                    await rows.db.flush()
            case "cascade":
                await rows.db.commit()
                with pytest.raises(InvalidRequestError):
                    await rows.refresh(row)
            case "set_null":
                await rows.db.commit()
                await rows.refresh(row)
                assert getattr(row, reference.name) is None
