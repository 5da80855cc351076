"""The tables. Importing the package imports every model, so that the metadata is complete."""

from importlib import import_module
from pkgutil import iter_modules

from kit.models import idempotency_key as idempotency_key

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")
