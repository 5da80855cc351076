"""FastAPI's telemetry sees the same, with the name of the route."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import APIRouter
from opentelemetry.trace import NonRecordingSpan, SpanContext, Tracer, TracerProvider

from tests.kit.routing.parity import Pair


class Span(NonRecordingSpan):
    def __init__(self, name: str, seen: list[str]) -> None:
        super().__init__(SpanContext(1, 1, is_remote=False))
        self._seen = seen
        seen.append(name)

    def update_name(self, name: str) -> None:
        self._seen.append(name)


class Recorder(TracerProvider, Tracer):
    """Writes down the names of spans."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def get_tracer(self, *_: Any, **__: Any) -> Tracer:
        return self

    def start_span(self, name: str, *_: Any, **__: Any) -> Span:
        return Span(name, self.seen)

    @contextmanager
    def start_as_current_span(self, name: str, *_: Any, **__: Any) -> Iterator[Span]:  # type: ignore[override]
        yield Span(name, self.seen)


router = APIRouter(prefix="/things")


@router.get("/{thing_id}")
async def get_thing(thing_id: int) -> int:
    return thing_id


async def test_a_request_is_traced_under_the_path_of_its_route() -> None:
    recorder = Recorder()
    pair = Pair(
        lambda app: app.include_router(router, prefix="/api/v1"),
        telemetry={"tracer_provider": recorder},
    )

    answer = await pair.ask("GET", "/api/v1/things/7")

    half = len(recorder.seen) // 2
    usual, short = recorder.seen[:half], recorder.seen[half:]
    assert "GET /api/v1/things/{thing_id}" in short
    assert short == usual
    assert not answer.was_fast
