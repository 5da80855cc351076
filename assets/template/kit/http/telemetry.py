"""Traces and metrics, by FastAPI's own OpenTelemetry; they cost nothing until switched on."""

from fastapi.telemetry import TelemetryConfig

from kit.settings import KitSettings


def telemetry(settings: KitSettings) -> TelemetryConfig:
    return {
        "tracing": settings.telemetry_enabled,
        "metrics": settings.telemetry_enabled,
        "auto_configure": settings.telemetry_enabled,
        # The log has every error already, and a span for each dependency would double the cost.
        "logs": False,
        "operation_spans": False,
    }
