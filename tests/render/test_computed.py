"""The first rules for what a service computes."""

import pytest

from fastapi_backend_builder.render.computed import rule
from fastapi_backend_builder.spec.resource import Resource


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("a:slug:unique:readonly", "unique_slug(data.title)"),
        ("a:slug:unique:max=80:readonly", "unique_slug(data.title, 80)"),
        ("a:slug:readonly", "slug_of(data.title)"),
        ("a:str:readonly", "data.title"),
        ("a:str:max=20:readonly", "data.title[:20].rstrip()"),
        ("a:str:max=20:min=0:readonly", "data.title[:20]"),
        ("a:str:min=3:max=9:readonly", "token_hex(4)"),
        ("a:str:min=9:max=9:readonly", "token_hex(5)[:9]"),
        ("a:str:min=100:readonly", "token_hex(50)"),
        ("a:str:min=40:unique:readonly", "token_hex(20)"),
        ("a:text:readonly", "data.title"),
        ("a:str:unique:readonly", "token_hex(16)"),
        ("a:str:unique:max=9:readonly", "token_hex(4)"),
        ("a:str:pattern=[A-Z]{2}:readonly", '"AA"'),
        ("a:int:unique:readonly", "1 + randbelow(2**31 - 1)"),
        ("a:bigint:unique:readonly", "1 + randbelow(2**53 - 1)"),
        ("a:int:unique:ge=1000:lt=9000000:readonly", "1000 + randbelow(8_999_000)"),
        ("a:int:unique:le=-5:readonly", "-2147483648 + randbelow(2_147_483_644)"),
        ("a:int:readonly", "0"),
        ("a:int:ge=5:readonly", "5"),
        ("a:float:readonly", "0.0"),
        ("a:decimal=8.2:readonly", 'Decimal("0.00")'),
        ("a:bool:readonly", "False"),
        ("a:datetime:readonly", "utc_now()"),
        ("a:uuid:unique:readonly", "uuid4()"),
        ("a:enum=open/done:readonly", "BookA.OPEN"),
        ("a:bytes:max=4:readonly", "token_bytes(4)"),
    ],
)
def test_there_is_a_rule_that_works_at_once(field: str, expected: str) -> None:
    book = Resource.parse("Book", ["pages:int", "body:text", "title:str:max=200", field])

    assert rule(book.fields[-1], book) == expected


@pytest.mark.parametrize("other", ["title:str:optional", "title:str:private", "pages:int"])
def test_without_a_text_in_each_request_a_slug_is_random(other: str) -> None:
    book = Resource.parse("Book", [other, "a:slug:readonly"])

    assert rule(book.fields[-1], book) == "token_hex(16)"
