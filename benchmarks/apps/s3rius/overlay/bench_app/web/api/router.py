from bench_app.web.api import items, monitoring
from fastapi.routing import APIRouter

api_router = APIRouter()
api_router.include_router(monitoring.router)
api_router.include_router(items.router)
