"""Which requests of the template take the fast path."""

import pytest
from httpx2 import AsyncClient

from tests.kit.routing.parity import watch


@pytest.mark.usefixtures("fast_path")
async def test_a_narrowed_list_does(
    admin_client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    solved = watch(monkeypatch)

    await admin_client.get("/api/v1/users", params={"role": "admin", "q": "a", "sort": "-email,id"})

    assert not solved
