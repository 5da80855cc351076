"""Closed is what nobody thought of: an endpoint need not ask who it is."""

import pytest
from httpx2 import ASGITransport, AsyncClient

from app.api.v1.router import router
from app.config import API_PREFIX
from app.main import create_app


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_route_that_asks_for_nobody_is_closed(
    method: str, has_fast_path: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(router, "routes", list(router.routes))

    @router.api_route("/forgotten", methods=[method])
    async def forgotten() -> None: ...

    transport = ASGITransport(create_app(fast_path=has_fast_path))
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.request(method, f"{API_PREFIX}/forgotten")

    assert response.status_code == 401
