"""Requests on the condition that a row is, or is not, what the client has seen."""

import pytest
from httpx2 import AsyncClient, Response

from app.models.user import User
from kit.models.etag import etag_of

ME = "/api/v1/users/me"


async def present_tag(client: AsyncClient) -> str:
    tag: str = (await client.get(ME)).headers["etag"]
    return tag


async def rename(client: AsyncClient, name: str, if_match: str | None = None) -> Response:
    headers = {"If-Match": if_match} if if_match is not None else {}
    return await client.patch(ME, json={"full_name": name}, headers=headers)


class TestTags:
    async def test_an_answer_with_one_row_has_its_tag(
        self, user_client: AsyncClient, user: User
    ) -> None:
        assert await present_tag(user_client) == etag_of(user)

    async def test_it_is_the_same_for_whoever_reads_the_row(
        self, user_client: AsyncClient, admin_client: AsyncClient, user: User
    ) -> None:
        response = await admin_client.get(f"/api/v1/users/{user.id}")

        assert response.headers["etag"] == await present_tag(user_client)

    async def test_a_write_answers_with_the_new_one(self, user_client: AsyncClient) -> None:
        before = await present_tag(user_client)

        response = await rename(user_client, "Ada")

        assert response.headers["etag"] == await present_tag(user_client) != before

    async def test_a_write_that_changes_nothing_keeps_it(self, user_client: AsyncClient) -> None:
        tag = (await rename(user_client, "Ada")).headers["etag"]

        assert (await rename(user_client, "Ada")).headers["etag"] == tag

    async def test_a_list_has_none(self, admin_client: AsyncClient) -> None:
        assert "etag" not in (await admin_client.get("/api/v1/users")).headers

    async def test_an_error_has_none(self, admin_client: AsyncClient) -> None:
        assert "etag" not in (await admin_client.get("/api/v1/users/4711")).headers


class TestReading:
    @pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
    async def test_what_is_known_is_not_sent_again(
        self, user_client: AsyncClient, form: str
    ) -> None:
        tag = await present_tag(user_client)

        response = await user_client.get(ME, headers={"If-None-Match": form.format(tag)})

        assert response.status_code == 304
        assert response.content == b""
        assert response.headers["etag"] == tag
        assert not {"content-type", "content-length"} & set(response.headers)

    @pytest.mark.parametrize("header", [b"", b'"other"', b"no tag", b'"', b"\xff", b'"' * 9999])
    async def test_anything_else_is_answered_in_full(
        self, user_client: AsyncClient, header: bytes
    ) -> None:
        response = await user_client.get(ME, headers={b"If-None-Match": header})

        assert response.status_code == 200

    async def test_what_has_changed_is_answered_in_full(self, user_client: AsyncClient) -> None:
        tag = await present_tag(user_client)
        await rename(user_client, "Ada")

        response = await user_client.get(ME, headers={"If-None-Match": tag})

        assert response.json()["full_name"] == "Ada"

    async def test_nobody_learns_from_a_tag_what_they_may_not_read(
        self, user_client: AsyncClient, user: User
    ) -> None:
        response = await user_client.get(
            f"/api/v1/users/{user.id}", headers={"If-None-Match": etag_of(user)}
        )

        assert response.status_code == 403

    async def test_a_write_is_not_refused_for_it(self, user_client: AsyncClient) -> None:
        headers = {"If-None-Match": await present_tag(user_client)}

        response = await user_client.patch(ME, json={}, headers=headers)

        assert response.status_code == 200


class TestWriting:
    @pytest.mark.parametrize("form", ["{}", '"other" ,\t{}', '{},W/"other"', "*"])
    async def test_who_knows_the_row_changes_it(self, user_client: AsyncClient, form: str) -> None:
        response = await rename(user_client, "Ada", form.format(await present_tag(user_client)))

        assert response.json()["full_name"] == "Ada"

    async def test_each_answer_has_what_the_next_write_needs(
        self, user_client: AsyncClient
    ) -> None:
        tag = await present_tag(user_client)
        for name in ("Ada", "Bea", "Cleo"):
            response = await rename(user_client, name, tag)
            tag = response.headers["etag"]

        assert response.json()["full_name"] == "Cleo"

    @pytest.mark.parametrize("form", ['"other"', "W/{}", '""', '"*"'])
    async def test_who_does_not_know_it_changes_nothing(
        self, user_client: AsyncClient, form: str
    ) -> None:
        tag = await present_tag(user_client)

        response = await rename(user_client, "Ada", form.format(tag))

        assert response.status_code == 412
        assert response.headers["content-type"] == "application/problem+json"
        assert await present_tag(user_client) == tag

    async def test_a_lost_update_is_refused(self, user_client: AsyncClient) -> None:
        tag = await present_tag(user_client)
        await rename(user_client, "Ada", tag)

        response = await rename(user_client, "Bea", tag)

        assert response.status_code == 412
        assert (await user_client.get(ME)).json()["full_name"] == "Ada"

    @pytest.mark.parametrize(
        "header",
        [
            *(b"", b"other", b'"', b'"a" "b"', b'"a",', b"*, *", b'"a b"'),
            *(b'"\xff"', b'"a\0"', b'"' + b"a" * 9999 + b'"'),
        ],
    )
    async def test_what_is_no_list_of_tags_is_named(
        self, user_client: AsyncClient, header: bytes
    ) -> None:
        response = await user_client.patch(ME, json={}, headers={b"If-Match": header})

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == "If-Match"
        assert response.json()["errors"][0]["location"] == "header"
