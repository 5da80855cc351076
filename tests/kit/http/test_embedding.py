"""Answers that show what a row refers to, for who asks for it."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from pydantic import MISSING
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.dependencies import AsyncDbSession, Paginated, with_etag
from app.main import create_app
from kit.schemas.base import ResponseSchema, embedded
from kit.schemas.common import PageParams, PaginatedResponse
from kit.services.base import BaseService
from kit.services.listing import Listing, Page
from kit.services.related import Related
from tests.kit.models import Author, Label, Poem

pytestmark = pytest.mark.usefixtures("tables")

URL = "/poems"


class NameResponse(ResponseSchema):
    name: str


class PoemResponse(ResponseSchema):
    id: int
    title: str


class PoemWithRelated(PoemResponse):
    author: NameResponse | MISSING = embedded("author")
    answers: PoemResponse | MISSING | None = embedded("answers")
    labels: list[NameResponse] | MISSING = embedded("labels")


class PoemService(BaseService[Poem]):  # type: ignore[type-var] # it has what is needed of a row
    model = Poem
    related = Related(Poem.author, Poem.answers, Poem.labels)
    listing = Listing(select(Poem), related=related)


@pytest.fixture
def application_with_poems(app: FastAPI, has_fast_path: bool) -> FastAPI:
    whole = create_app(fast_path=has_fast_path)
    whole.state.database = app.state.database

    @whole.get(URL, response_model=PaginatedResponse[PoemWithRelated])
    async def list_poems(
        db: AsyncDbSession, pagination: Annotated[PageParams, Paginated(PoemService.listing)]
    ) -> Page[Poem]:
        return await PoemService.listing.page(db, pagination)

    @whole.get(f"{URL}/{{poem_id}}", response_model=PoemWithRelated)
    @with_etag
    async def get_poem(
        db: AsyncDbSession,
        poem_id: int,
        include: Annotated[str | None, PoemService.related] = None,
    ) -> Poem:
        return await PoemService(db).get_or_404(poem_id, include)

    return whole


@pytest.fixture
async def reader(application_with_poems: FastAPI, db: AsyncSession) -> AsyncIterator[AsyncClient]:
    first = Poem(id=1, title="Emma", author=Author(name="Ada"))
    fanny = Author(name="Fanny")
    second = Poem(id=2, title="Evelina", author=fanny, answers=first)
    labels = [Label(name="long")]
    db.add(Poem(id=3, title="Camilla", author=fanny, answers=second, labels=labels))
    await db.commit()
    transport = ASGITransport(application_with_poems)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def test_nothing_is_shown_unasked(reader: AsyncClient) -> None:
    item = {"id": 2, "title": "Evelina"}

    assert (await reader.get(URL)).json()["items"][1] == item
    assert (await reader.get(f"{URL}/2")).json() == item


async def test_what_is_asked_for_is_shown_in_lists_and_alone(reader: AsyncClient) -> None:
    params = {"include": "answers,author,labels"}

    items = (await reader.get(URL, params=params)).json()["items"]

    assert items[0]["answers"] is None
    assert items[0]["labels"] == []
    assert items[2] == {
        "id": 3,
        "title": "Camilla",
        "author": {"name": "Fanny"},
        "answers": {"id": 2, "title": "Evelina"},
        "labels": [{"name": "long"}],
    }
    assert (await reader.get(f"{URL}/3", params=params)).json() == items[2]


async def test_a_row_that_is_shown_twice_is_shown_with_the_same(reader: AsyncClient) -> None:
    items = (await reader.get(URL, params={"include": "answers"})).json()["items"]

    assert items[1]["answers"] == {"id": 1, "title": "Emma"}
    assert items[2]["answers"] == {"id": 2, "title": "Evelina"}


async def test_with_it_there_is_no_version(reader: AsyncClient) -> None:
    tag = (await reader.get(f"{URL}/2")).headers["etag"]
    headers = {"If-None-Match": tag}

    known = await reader.get(f"{URL}/2", headers=headers)
    other = await reader.get(f"{URL}/2", params={"include": "author"}, headers=headers)

    assert (known.status_code, other.status_code) == (304, 200)
    assert "etag" not in other.headers


@pytest.mark.parametrize("url", [URL, f"{URL}/2"])
@pytest.mark.parametrize("include", ["", "books", "author,", "author,author", "author.books"])
async def test_nothing_else_is_shown(reader: AsyncClient, url: str, include: str) -> None:
    response = await reader.get(url, params={"include": include})

    assert response.status_code == 422
    (error,) = response.json()["errors"]
    assert (error["field"], error["location"]) == ("include", "query")


@pytest.mark.parametrize("path", [URL, f"{URL}/{{poem_id}}"])
async def test_the_document_says_what_can_be_asked_for(
    application_with_poems: FastAPI, path: str
) -> None:
    document: dict[str, Any] = application_with_poems.openapi()
    (include,) = (
        parameter
        for parameter in document["paths"][path]["get"]["parameters"]
        if parameter["name"] == "include"
    )

    assert include["required"] is False
    assert (include["style"], include["explode"]) == ("form", False)
    assert include["schema"]["items"] == {"type": "string", "enum": ["author", "answers", "labels"]}
    assert include["schema"]["maxItems"] == 3
    assert "default" not in include["schema"]
    shown = document["components"]["schemas"]["PoemWithRelated"]
    assert shown["required"] == ["id", "title"]
