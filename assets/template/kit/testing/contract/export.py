"""Whole lists as files."""

import csv
import json
from io import StringIO

from httpx2 import AsyncClient

from kit.testing.contract.promises import Contract, Declared, promise
from kit.testing.contract.rows import Rows


def is_exported(contract: type[Declared]) -> bool:
    return bool(contract.export)


class ExportPromises(Contract):
    @promise(when=is_exported)
    async def test_a_file_has_a_line_for_each(self, user_client: AsyncClient, rows: Rows) -> None:
        made = [str((await rows.row()).id) for _ in range(2)]

        response = await user_client.get(f"{rows.url}/export", params={"sort": "-id"})

        disposition = response.headers["content-disposition"]
        assert disposition == f'attachment; filename="{self.export}.csv"'
        lines = list(csv.DictReader(StringIO(response.text, newline="")))
        assert [line["id"] for line in lines] == made[::-1]
        assert not {field.name for field in self.fields if field.private} & {*lines[0]}

    @promise("list", when=is_exported)
    async def test_json_lines_are_the_items_of_the_list(
        self, user_client: AsyncClient, rows: Rows
    ) -> None:
        for _ in range(2):
            await rows.row()

        response = await user_client.get(f"{rows.url}/export", params={"format": "jsonl"})

        items = (await user_client.get(rows.url)).json()["items"]
        assert [json.loads(line) for line in response.content.splitlines()] == items

    @promise(when=lambda contract: is_exported(contract) and contract.has_times)
    async def test_a_file_is_narrowed_as_the_list_is(
        self, user_client: AsyncClient, rows: Rows
    ) -> None:
        await rows.row()
        narrowed = {"created_at_lt": "2000-01-01T00:00:00Z", "format": "jsonl"}

        assert (await user_client.get(f"{rows.url}/export", params=narrowed)).content == b""

    @promise(when=is_exported)
    async def test_a_bad_query_of_a_file_is_refused(
        self, user_client: AsyncClient, rows: Rows
    ) -> None:
        for name in ("format", "bom", "sort", "page", "unheard_of"):
            response = await user_client.get(f"{rows.url}/export", params={name: "unheard_of"})

            self.assert_refused(response, name)

    @promise(
        when=lambda contract: is_exported(contract) and contract.owned and not contract.parents
    )
    async def test_the_file_of_another_is_without_it(
        self, admin_client: AsyncClient, rows: Rows
    ) -> None:
        await rows.row()

        response = await admin_client.get(f"{rows.url}/export", params={"format": "jsonl"})

        assert response.content == b""
