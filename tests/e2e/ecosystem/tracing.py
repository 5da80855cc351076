"""opentelemetry-instrumentation-fastapi: a span for each request."""

from opentelemetry import trace
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from app.main import app

exporter = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)
FastAPIInstrumentor.instrument_app(app, exclude_spans=["receive", "send"])


@app.get("/broken")
async def broken() -> None:
    raise RuntimeError("on purpose")


@app.get("/spans")
async def list_spans() -> list[tuple[str, str]]:
    return [(span.name, span.status.status_code.name) for span in exporter.get_finished_spans()]
