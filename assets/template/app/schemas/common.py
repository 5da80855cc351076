"""Shapes that every resource shares."""

from kit.schemas.common import EXPORT_NAMES, FilterSchema, PageParams, PaginatedResponse

__all__ = ["EXPORT_NAMES", "FilterSchema", "PageParams", "PaginatedResponse"]
