"""What every schema of a kind has in common."""

from kit.schemas.base import CreateSchema, RequestSchema, ResponseSchema, UpdateSchema, embedded

__all__ = ["CreateSchema", "RequestSchema", "ResponseSchema", "UpdateSchema", "embedded"]
