"""A request is traced if that is switched on, and only then."""

from typing import Any

import pytest
from httpx2 import ASGITransport, AsyncClient
from opentelemetry import trace
from opentelemetry.trace import NonRecordingSpan, NoOpTracer, TracerProvider

from app.config import Settings
from app.main import create_app


class Recorder(TracerProvider, NoOpTracer):
    """The least of an SDK: it keeps the last name of each span."""

    def __init__(self) -> None:
        self.spans: list[NamedSpan] = []

    def get_tracer(self, *_: Any, **__: Any) -> "Recorder":
        return self

    def start_span(self, name: str, *_: Any, **__: Any) -> "NamedSpan":
        self.spans.append(NamedSpan(name))
        return self.spans[-1]


class NamedSpan(NonRecordingSpan):
    def __init__(self, name: str) -> None:
        super().__init__(trace.INVALID_SPAN_CONTEXT)
        self.name = name

    def update_name(self, name: str) -> None:
        self.name = name


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: recorder)
    return recorder


@pytest.mark.parametrize(("enabled", "spans"), [(True, ["GET /things/{thing_id}"]), (False, [])])
async def test_a_request_is_a_span_where_telemetry_is_on(
    enabled: bool, spans: list[str], recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(_env_file=None, telemetry_enabled=enabled)
    monkeypatch.setattr("app.main.get_settings", lambda: settings)

    app = create_app()

    @app.get("/things/{thing_id}")
    async def get_thing(thing_id: int) -> int:
        return thing_id

    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        await client.get("/things/7")

    assert [span.name for span in recorder.spans] == spans
