"""API of items."""

from bench_app.web.api.items.views import router

__all__ = ["router"]
