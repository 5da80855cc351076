"""Rows under the rows that the URL names."""

from typing import Any

from httpx2 import AsyncClient

from kit.testing.contract.promises import METHODS, Contract, promise
from kit.testing.contract.rows import Rows
from kit.testing.contract.select import of_all_rows, of_one_row


class PathPromises(Contract):
    @promise("create", when=lambda contract: bool(contract.parents))
    async def test_it_is_made_under_what_the_url_names(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any]
    ) -> None:
        column = self.parents[-1].column

        made = await user_client.post(rows.url, json=body)

        assert str(made.json()[column]) == str(rows.parents[column])

    @promise(when=lambda contract: bool(contract.parents), operation=of_all_rows)
    async def test_under_what_is_not_there_is_nothing(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any], operation: str
    ) -> None:
        column = self.parents[-1].column
        nothing = rows.unknown_id(await rows.make_other_parent())

        response = await user_client.request(
            METHODS[operation], rows.url_with(**{column: nothing}), json=body
        )

        self.assert_status(response, 404)

    @promise(when=lambda contract: bool(contract.parents), operation=of_one_row)
    async def test_under_another_it_is_not_there(
        self, user_client: AsyncClient, rows: Rows, operation: str
    ) -> None:
        other, row = await rows.make_other_parent(), await rows.row()
        url = rows.url_with(**{self.parents[-1].column: other.id})

        response = await user_client.request(METHODS[operation], f"{url}/{row.id}", json={})

        self.assert_status(response, 404)

    @promise("list", when=lambda contract: bool(contract.parents))
    async def test_the_list_under_another_is_without_it(
        self, user_client: AsyncClient, rows: Rows
    ) -> None:
        other = await rows.make_other_parent()
        await rows.row()

        page = await user_client.get(rows.url_with(**{self.parents[-1].column: other.id}))

        assert page.json()["items"] == []

    @promise(
        when=lambda contract: len(contract.parents) > 1,
        operation=lambda contract: contract.operations,
    )
    async def test_the_whole_path_has_to_be_right(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any], operation: str
    ) -> None:
        outer = self.parents[0]
        other, row = await rows.make_parent(outer), await rows.row()
        url = rows.url_of(operation, row)
        url = url.replace(f"/{rows.parents[outer.column]}/", f"/{other.id}/", 1)

        self.assert_status(await user_client.request(METHODS[operation], url, json=body), 404)

    @promise(
        when=lambda contract: any(at.owned for at in contract.parents),
        operation=lambda contract: contract.operations,
    )
    async def test_for_another_user_there_is_nothing_under_it(
        self, admin_client: AsyncClient, rows: Rows, body: dict[str, Any], operation: str
    ) -> None:
        url = rows.url_of(operation, await rows.row())

        self.assert_status(await admin_client.request(METHODS[operation], url, json=body), 404)
