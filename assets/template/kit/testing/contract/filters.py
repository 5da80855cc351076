"""What narrows a list."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from httpx2 import AsyncClient

from kit.testing.contract.fields import Field, Reference
from kit.testing.contract.promises import Contract, Declared, promise
from kit.testing.contract.rows import Rows, json_id, json_value, python_value
from kit.testing.contract.select import fields

LONG_AGO = "2000-01-01T00:00:00Z"
LONGEST_PART = 255


def filters(contract: type[Declared]) -> Iterator[tuple[str, Field]]:
    """Of fields that all rows of a factory have alike."""
    return (
        (word, field)
        for field in contract.fields
        if isinstance(field, Field) and not field.unique and field.value != field.other
        for word in field.words
    )


def own_values(contract: type[Declared]) -> Iterator[Field | Reference]:
    """Of fields in which each row has a value of its own."""
    return (
        field
        for field in contract.fields
        if field.filters and (field.unique or isinstance(field, Reference))
    )


def bad_filters(contract: type[Declared]) -> Iterator[tuple[str, Any]]:
    for field in contract.fields:
        if isinstance(field, Reference):
            if field.filters:
                yield field.name, "nobody"
        elif "like" in field.words:
            yield field.filter("like"), "x" * (LONGEST_PART + 1)
        elif field.words and field.bad:
            yield field.filter(field.words[0]), field.bad[0]
    searched = any(isinstance(field, Field) and field.searched for field in contract.fields)
    yield "q", "x" * (LONGEST_PART + 1) if searched else "x"
    yield "include", "unheard_of"
    yield "unheard_of", 1


def is_less(first: Any, second: Any) -> bool:
    try:
        return Decimal(str(first)) < Decimal(str(second))
    except InvalidOperation:
        return bool(first < second)


class FilterPromises(Contract):
    @promise("list", case=filters)
    async def test_a_filter_finds_its_row_and_not_another(
        self, user_client: AsyncClient, rows: Rows, case: tuple[str, Field]
    ) -> None:
        word, field = case
        first = await rows.row()
        second = await rows.row(**{field.name: python_value(first, field.name, field.other)})
        values = [json_value(first, field.name), field.other]
        low, high = ((0, 1) if is_less(*values) else (1, 0)) if word[0] in "gl" else (0, 1)
        asked, found = {
            "eq": (1, 1),
            "like": (1, 1),
            "ge": (high, high),
            "gt": (low, high),
            "le": (low, low),
            "lt": (high, low),
        }[word]
        value = values[asked]
        if word == "like" or (word == "eq" and field.case_insensitive):
            value = value.upper()

        items = (await user_client.get(rows.url, params={field.filter(word): value})).json()

        assert [item["id"] for item in items["items"]] == [json_id((first, second)[found])]

    @promise("list", field=fields(lambda field: field.searched))
    async def test_a_search_finds_its_row_and_not_another(
        self, user_client: AsyncClient, rows: Rows, field: Field
    ) -> None:
        first = await rows.row()
        second = await rows.row(**{field.name: python_value(first, field.name, field.other)})

        items = (await user_client.get(rows.url, params={"q": field.other.upper()})).json()["items"]

        assert [item["id"] for item in items] == [json_id(second)]

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

    @promise(
        "list",
        when=lambda contract: contract.has_times,
        case=lambda _: (("created_at_ge", 1), ("created_at_lt", 0)),
    )
    async def test_it_is_narrowed_by_when_it_was_made(
        self, user_client: AsyncClient, rows: Rows, case: tuple[str, int]
    ) -> None:
        name, count = case
        await rows.row()

        page = (await user_client.get(rows.url, params={name: LONG_AGO})).json()

        assert len(page["items"]) == count

    @promise("list", case=bad_filters)
    async def test_a_bad_filter_is_refused(
        self, user_client: AsyncClient, rows: Rows, case: tuple[str, Any]
    ) -> None:
        name, value = case

        response = await user_client.get(rows.url, params={name: value})

        self.assert_refused(response, name)
