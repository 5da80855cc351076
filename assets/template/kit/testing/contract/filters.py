"""What narrows a list."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from httpx2 import AsyncClient

from kit.testing.contract.fields import Field, Reference
from kit.testing.contract.promises import Contract, Declared, promise
from kit.testing.contract.rows import Rows, json_id, json_value
from kit.testing.contract.select import fields

LONG_AGO = "2000-01-01T00:00:00Z"
LONGEST_PART = 255


def filtered(field: Field) -> bool:
    """Whether all rows of a factory have it alike, and another value sets one apart."""
    return bool(field.words) and not field.unique and field.value != field.other


def own_values(contract: type[Declared]) -> Iterator[Field | Reference]:
    """Of fields in which each row has a value of its own."""
    return (
        field
        for field in contract.fields
        if field.filters and (field.unique or isinstance(field, Reference))
    )


def bad_filters(contract: type[Declared]) -> Iterator[tuple[str, Any]]:
    """One of each field."""
    for field in contract.fields:
        if isinstance(field, Reference):
            if field.filters:
                yield field.name, "nobody"
        elif "like" in field.words:
            yield field.filter("like"), "x" * (LONGEST_PART + 1)
        elif field.words and field.bad:
            yield field.filter(field.words[0]), field.bad[0]
        elif field.words and not isinstance(field.value, str):
            yield field.filter(field.words[0]), "unheard_of"
    searched = any(isinstance(field, Field) and field.searched for field in contract.fields)
    yield "q", "x" * (LONGEST_PART + 1) if searched else "x"
    yield "include", "unheard_of"
    yield "unheard_of", 1


def is_less(first: Any, second: Any) -> bool:
    try:
        return Decimal(str(first)) < Decimal(str(second))
    except InvalidOperation:
        return bool(first < second)


def is_searched(field: Field) -> bool:
    """Whether it has a value that can be searched for; in capitals, others are another text."""
    other = field.other
    return field.searched and field.is_written and other.isascii() and len(other) <= LONGEST_PART


def asked_and_found(field: Field, word: str) -> tuple[Any, int]:
    """What a filter asks for, and which of a pair of rows it then finds."""
    values = (field.value, field.other)
    if word in ("eq", "like"):
        is_folded = word == "like" or field.case_insensitive
        return (field.other.upper() if is_folded else field.other), 1
    low, high = (0, 1) if is_less(*values) else (1, 0)
    found = high if word.startswith("g") else low
    return values[found if word.endswith("e") else 1 - found], found


class FilterPromises(Contract):
    @promise("list", field=fields(filtered))
    async def test_a_filter_finds_its_row_and_not_another(
        self, user_client: AsyncClient, rows: Rows, field: Field
    ) -> None:
        ids = [json_id(row) for row in await rows.pair(field)]

        for word in field.words:
            value, found = asked_and_found(field, word)
            params = {field.filter(word): value}
            response = await user_client.get(rows.url, params=params)

            self.assert_status(response, 200)
            assert [item["id"] for item in response.json()["items"]] == [ids[found]], params

    @promise("list", field=fields(is_searched))
    async def test_a_search_finds_its_row_and_not_another(
        self, user_client: AsyncClient, rows: Rows, field: Field
    ) -> None:
        first, second = await rows.pair(field)
        asked = getattr(second, field.name).upper()

        items = (await user_client.get(rows.url, params={"q": asked})).json()["items"]

        found = [row for row in (first, second) if asked in self._searched(row)]
        assert [item["id"] for item in items] == list(map(json_id, found))

    @promise("list", field=own_values)
    async def test_its_own_value_finds_it_and_not_another(
        self, user_client: AsyncClient, rows: Rows, field: Field | Reference
    ) -> None:
        await rows.row()
        row = await rows.row(**await rows.with_references())
        words = [word for word in field.filters.split() if word not in ("gt", "lt")]
        names = [field.name if word == "eq" else f"{field.name}_{word}" for word in words]
        asked = dict.fromkeys(names, json_value(row, field.name))

        items = (await user_client.get(rows.url, params=asked)).json()["items"]

        assert [item["id"] for item in items] == [json_id(row)]

    @promise("list", when=lambda contract: contract.has_times)
    async def test_it_is_narrowed_by_when_it_was_made(
        self, user_client: AsyncClient, rows: Rows
    ) -> None:
        await rows.row()

        for name, count in (("created_at_ge", 1), ("created_at_lt", 0)):
            page = (await user_client.get(rows.url, params={name: LONG_AGO})).json()

            assert len(page["items"]) == count, name

    @promise("list")
    async def test_a_bad_filter_is_refused(self, user_client: AsyncClient, rows: Rows) -> None:
        for name, value in bad_filters(type(self)):
            response = await user_client.get(rows.url, params={name: value})

            self.assert_refused(response, name)

    def _searched(self, row: Any) -> str:
        searched = [f.name for f in self.fields if isinstance(f, Field) and f.searched]
        return "\n".join(str(getattr(row, name)).upper() for name in searched)
