"""The fields of models of parameters, such as the filters of a list, for any number of models."""

from functools import cache

from fastapi._compat import get_cached_model_fields
from fastapi.dependencies import utils

_fields_of = cache(get_cached_model_fields.__wrapped__)


def keep_all_fields() -> None:
    """FastAPI keeps those of 128 models, and with more makes them anew, each time others.

    In its document it looks them up by identity, and does not find them.
    """
    utils.get_cached_model_fields = _fields_of  # type: ignore[attr-defined]
