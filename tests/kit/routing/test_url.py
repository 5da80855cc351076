"""One row has one address: its number is as in JSON, and no parameter is there twice."""

from typing import Any

import pytest

from tests.kit.routing.url_routes import PAIR

URLS = "/api/v1/urls"
UUID = "019ad0a2-7d1c-7a3b-9c55-0123456789ab"
LOOSE = [
    "2_690",
    "+2690",
    "2690.0",
    "02690",
    "%202690",
    "2690%20",
    "2690%0a",
    "2690%09",
    "%D9%A3",
    "-02",
]


@pytest.mark.parametrize("text", [*LOOSE, "1e3", "0x10", "-", "--1", "nan"])
@pytest.mark.parametrize("path", ["int/{}", "sync/{}", "values?i={}", "values?many=1&many={}"])
async def test_an_integer_has_digits_alone(path: str, text: str) -> None:
    answer = await PAIR.ask("GET", f"{URLS}/{path.format(text)}")

    assert answer.response.status_code == 422
    assert answer.response.json()["errors"][0]["message"] == (
        "must be an integer as JSON has it, as in 12"
    )


@pytest.mark.parametrize("text", ["0", "7", "-7", "-0", "2690", str(10**30)])
@pytest.mark.parametrize("path", ["int/{}", "sync/{}", "values?i={}"])
async def test_digits_are_read(path: str, text: str) -> None:
    answer = await PAIR.ask("GET", f"{URLS}/{path.format(text)}")

    assert answer.response.status_code == 200


@pytest.mark.parametrize(
    "text", ["1_000", "nan", "inf", "-Infinity", "+1", "1.", ".5", "01", "%201", "1e", ""]
)
@pytest.mark.parametrize("name", ["f", "d", "price"])
async def test_a_number_is_as_in_json(name: str, text: str) -> None:
    path = "filters" if name == "price" else "values"

    answer = await PAIR.ask("GET", f"{URLS}/{path}?{name}={text}")

    assert answer.response.status_code == 422
    assert answer.response.json()["errors"][0]["field"] == name


@pytest.mark.parametrize("text", ["0", "-0.50", "12", "1e21", "1.5E-3", "1e%2B21"])
@pytest.mark.parametrize("name", ["f", "d"])
async def test_a_number_of_json_is_read(name: str, text: str) -> None:
    assert (await PAIR.ask("GET", f"{URLS}/values?{name}={text}")).was_fast


@pytest.mark.parametrize(
    "text", [f"urn:uuid:{UUID}", f"{{{UUID}}}", UUID.replace("-", ""), f"{UUID}%0a"]
)
async def test_a_uuid_has_36_characters(text: str) -> None:
    answer = await PAIR.ask("GET", f"{URLS}/uuid/{text}")

    assert answer.response.status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        f"uuid/{UUID}",
        f"uuid/{UUID.upper()}",
        "text/2_690",
        "values?either=2_690",
        "values?yes=1",
        "values?many=1&many=1",
        "values?other-name=1",
        "values?unknown=1&unknown=1",
        "filters?year=1999&price=1.50&title=%201_000",
        "many-filters?tags=1&tags=2&year=1",
    ],
)
async def test_all_else_is_left_to_its_type(path: str) -> None:
    answer = await PAIR.ask("GET", f"{URLS}/{path}")

    assert answer.response.status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("values?i=1&i=2", "i"),
        ("values?i=1&i=1", "i"),
        ("values?other-name=1&other-name=2", "other-name"),
        ("values?size=1&size=2", "size"),
        ("filters?title=a&title=b", "title"),
        ("many-filters?tags=1&year=1&year=2&tags=3", "year"),
    ],
)
async def test_what_has_one_value_is_not_there_twice(query: str, field: str) -> None:
    answer = await PAIR.ask("GET", f"{URLS}/{query}")

    assert answer.response.status_code == 422
    assert answer.response.json()["errors"] == [
        {"field": field, "message": "must not be there twice", "location": "query"}
    ]


async def test_the_document_says_the_same_of_a_number() -> None:
    parameters = PAIR.fast.openapi()["paths"][f"{URLS}/int/{{value}}"]["get"]["parameters"]
    shown: list[Any] = [parameter["schema"]["type"] for parameter in parameters]

    assert shown == ["integer", "integer"]
