"""Lists and single rows."""

from typing import Any

from httpx2 import AsyncClient

from kit.testing.contract.fields import Field
from kit.testing.contract.promises import METHODS, Contract, promise
from kit.testing.contract.rows import Rows, json_id
from kit.testing.contract.select import fields, of_one_row, references


class ListPromises(Contract):
    @promise("list")
    async def test_it_comes_in_pages(self, user_client: AsyncClient, rows: Rows) -> None:
        made = [json_id(await rows.row()) for _ in range(2)]

        pages = [
            (await user_client.get(rows.url, params={"page": number, "size": 1})).json()
            for number in (1, 2)
        ]

        assert [page["items"][0]["id"] for page in pages] == made
        assert {(page["total"], page["pages"]) for page in pages} == {(2, 2)}

    @promise("list")
    async def test_a_cursor_goes_on_where_the_page_before_ended(
        self, user_client: AsyncClient, rows: Rows
    ) -> None:
        made = [json_id(await rows.row()) for _ in range(2)]

        start = (await user_client.get(rows.url, params={"cursor": "", "size": 1})).json()
        rest = (await user_client.get(rows.url, params={"cursor": start["next_cursor"]})).json()

        assert [item["id"] for item in start["items"] + rest["items"]] == made
        assert rest["next_cursor"] is None

    @promise("list", field=fields(lambda field: field.sortable))
    async def test_it_is_sorted_up_and_down(
        self, user_client: AsyncClient, rows: Rows, field: Field
    ) -> None:
        await rows.pair(field)

        up, down = [
            (await user_client.get(rows.url, params={"sort": sort})).json()["items"]
            for sort in (field.name, f"-{field.name},-id")
        ]

        assert len(up) == 2
        assert up == down[::-1]
        values = [item[field.name] for item in up]
        # Texts are in the order of the database.
        assert isinstance(values[0], str) or values == sorted(values)

    @promise("list")
    async def test_it_is_not_sorted_by_just_anything(
        self, user_client: AsyncClient, rows: Rows
    ) -> None:
        for sort in ("unheard_of", "id,unheard_of", "id,-id"):
            response = await user_client.get(rows.url, params={"sort": sort})

            self.assert_refused(response, "sort")

    @promise("list", reference=references(lambda field: bool(field.shown_as)))
    async def test_a_list_embeds_what_is_asked_for(
        self, user_client: AsyncClient, rows: Rows, reference: Any
    ) -> None:
        await rows.row(**await rows.with_references())
        name = reference.shown_as

        without = (await user_client.get(f"{rows.url}?sort=-id")).json()["items"][0]
        item = (await user_client.get(f"{rows.url}?sort=-id&include={name}")).json()["items"][0]

        assert name not in without
        assert item[name]["id"] == item[reference.name]


class GetPromises(Contract):
    @promise("get")
    async def test_it_is_shown(self, user_client: AsyncClient, rows: Rows) -> None:
        row = await rows.row()

        response = await user_client.get(rows.item_url(row))

        self.assert_status(response, 200)
        assert response.json()["id"] == json_id(row)

    @promise("get")
    async def test_it_is_not_sent_again_to_who_has_it(
        self, user_client: AsyncClient, rows: Rows
    ) -> None:
        url = rows.item_url(await rows.row())
        etag = self.etag(await user_client.get(url))

        response = await user_client.get(url, headers={"If-None-Match": etag})

        self.assert_status(response, 304)

    @promise("get", reference=references(lambda field: bool(field.shown_as)))
    async def test_one_embeds_what_is_asked_for_and_has_no_version(
        self, user_client: AsyncClient, rows: Rows, reference: Any
    ) -> None:
        row = await rows.row(**await rows.with_references())
        name = reference.shown_as

        response = await user_client.get(rows.item_url(row), params={"include": name})

        assert response.json()[name]["id"] == response.json()[reference.name]
        assert "etag" not in response.headers

    @promise(operation=of_one_row)
    async def test_an_unknown_one_is_not_found(
        self, user_client: AsyncClient, rows: Rows, operation: str
    ) -> None:
        url = f"{rows.url}/{rows.unknown_id(await rows.row())}"

        response = await user_client.request(
            METHODS[operation], url, json={} if operation == "update" else None
        )

        self.assert_status(response, 404)

    @promise(when=lambda contract: contract.uuid, operation=of_one_row)
    async def test_what_is_no_uuid_is_refused(
        self, user_client: AsyncClient, rows: Rows, operation: str
    ) -> None:
        response = await user_client.request(METHODS[operation], f"{rows.url}/4711", json={})

        self.assert_status(response, 422)
