"""prometheus-fastapi-instrumentator: numbers of requests under `/metrics`."""

from prometheus_fastapi_instrumentator import Instrumentator

from app.main import app

Instrumentator().instrument(app).expose(app)
