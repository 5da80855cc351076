"""Relations of many rows to many."""

from typing import Any

from httpx2 import AsyncClient

from kit.testing.contract.fields import Links
from kit.testing.contract.promises import Contract, promise
from kit.testing.contract.rows import Rows, json_id
from kit.testing.contract.select import links

written = links(lambda link: link.is_written)
shown = links(lambda link: not link.private)


class LinkPromises(Contract):
    @promise("create", link=written)
    async def test_a_new_one_has_the_links_that_are_sent(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any], link: Links
    ) -> None:
        ids = [json_id(await rows.target(link)) for _ in range(2)]

        made = await user_client.post(rows.url, json=body | {link.name: [*reversed(ids), ids[0]]})

        self.assert_status(made, 201)
        assert await self._linked(rows, link, made.json()) == ids

    @promise("create", link=written)
    async def test_a_new_one_has_no_link_to_nothing(
        self, user_client: AsyncClient, rows: Rows, body: dict[str, Any], link: Links
    ) -> None:
        nothing = rows.unknown_id(await rows.target(link))

        response = await user_client.post(rows.url, json=body | {link.name: [nothing]})

        self.assert_refused(response, link.name)

    @promise("update", link=written)
    async def test_a_change_of_links_makes_another_version(
        self, user_client: AsyncClient, rows: Rows, link: Links
    ) -> None:
        first, second = [await rows.target(link) for _ in range(2)]
        url = rows.item_url(await rows.row(**{link.attribute: [first]}))
        before = await user_client.patch(url, json={link.name: [json_id(first)]})

        after = await user_client.patch(url, json={link.name: [json_id(second)]})

        assert await self._linked(rows, link, after.json()) == [json_id(second)]
        assert self.etag(before) != self.etag(after)

    @promise("update", link=written)
    async def test_none_is_linked_to_nothing(
        self, user_client: AsyncClient, rows: Rows, link: Links
    ) -> None:
        url = rows.item_url(await rows.row())
        nothing = rows.unknown_id(await rows.target(link))

        self.assert_refused(await user_client.patch(url, json={link.name: [nothing]}), link.name)

    @promise("update", link=links(lambda link: link.is_written and (link.owned or link.within)))
    async def test_none_is_linked_to_what_is_anothers(
        self, user_client: AsyncClient, rows: Rows, link: Links
    ) -> None:
        url = rows.item_url(await rows.row())
        others = json_id(await link.factory(rows.db))

        self.assert_refused(await user_client.patch(url, json={link.name: [others]}), link.name)

    @promise("get", link=shown)
    async def test_what_is_deleted_is_no_link_any_more(
        self, user_client: AsyncClient, rows: Rows, link: Links
    ) -> None:
        target = await rows.target(link)
        url = rows.item_url(await rows.row(**{link.attribute: [target]}))
        before = await user_client.get(url)

        await rows.db.delete(target)
        await rows.db.commit()

        after = await user_client.get(url)
        assert (before.json()[link.name], after.json()[link.name]) == ([json_id(target)], [])
        assert self.etag(before) != self.etag(after)

    @promise("list", link=links(lambda link: bool(link.filter)))
    async def test_a_list_is_narrowed_to_those_linked_to_one(
        self, user_client: AsyncClient, rows: Rows, link: Links
    ) -> None:
        target = await rows.target(link)
        await rows.row()
        row = await rows.row(**{link.attribute: [target]})
        id = json_id(target)

        items = (await user_client.get(rows.url, params={link.filter: id})).json()["items"]

        assert [(item["id"], item[link.name]) for item in items] == [(json_id(row), [id])]

    @promise("get", link=links(lambda link: link.is_shown))
    async def test_linked_rows_are_embedded_where_they_are_asked_for(
        self, user_client: AsyncClient, rows: Rows, link: Links
    ) -> None:
        target = await rows.target(link)
        url = rows.item_url(await rows.row(**{link.attribute: [target]}))

        row = (await user_client.get(url, params={"include": link.attribute})).json()

        assert [item["id"] for item in row[link.attribute]] == row[link.name] == [json_id(target)]

    @promise("delete", link=links())
    async def test_it_is_deleted_and_what_it_was_linked_to_stays(
        self, user_client: AsyncClient, rows: Rows, link: Links
    ) -> None:
        target = await rows.target(link)
        url = rows.item_url(await rows.row(**{link.attribute: [target]}))

        self.assert_status(await user_client.delete(url), 204)
        await rows.refresh(target)

    async def _linked(self, rows: Rows, link: Links, shown: dict[str, Any]) -> list[Any]:
        """The ids that a response shows, or that the database has where none shows them."""
        if not link.private:
            ids: list[Any] = shown[link.name]
            return ids
        assert link.name not in shown
        kind = type(await rows.row())
        key = kind.id.type.python_type(shown["id"])
        row = await rows.db.get_one(kind, key)
        await rows.db.refresh(row, [link.attribute])
        return sorted(map(json_id, getattr(row, link.attribute)))
