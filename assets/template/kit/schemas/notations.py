"""How texts are written: in each form, what is read is what the OpenAPI document says."""

import re
from collections.abc import Callable
from typing import Any

from pydantic import HttpUrl, TypeAdapter, ValidatorFunctionWrapHandler

# In what ECMAScript and Python read alike, which \d and \s are not.
BASE64 = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"
# Spaces, control characters and others that nobody sees, and what ends a URL in other texts.
NOT_IN_URLS = r"\x00-\x20\"<>\x7f-\xa0\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
# What Pydantic strips; \s is more in ECMAScript and in Python, and lacks \x85 in the former.
NOT_WHITE = r"[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
URL = rf"^https?://[^{NOT_IN_URLS}\\/?#]+([/?#][^{NOT_IN_URLS}]*)?$"

_NUMBER = re.compile(r"[+-]?[\d.]*")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_URL = re.compile(URL)
_AROUND_ADDRESS = re.compile(r"[\s<>]")

_http_url = TypeAdapter(HttpUrl)


def written_as(pattern: str) -> Callable[[Any, ValidatorFunctionWrapHandler], Any]:
    """Refuse texts in other forms, which Pydantic reads too."""
    form = re.compile(pattern)

    def check(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
        result = read(value)
        if isinstance(value, str) and not form.fullmatch(value):
            raise ValueError(f"must match {pattern}")
        return result

    return check


def refuse_number(value: Any) -> Any:
    """It would pass for seconds since 1970."""
    is_text = isinstance(value, str)
    if isinstance(value, int | float) or (is_text and _NUMBER.fullmatch(value.strip())):
        raise ValueError("must be written as in ISO 8601")
    return value


def refuse_time_of_day(value: Any) -> Any:
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("must be a day alone, as 2026-01-31 is")
    return value


def refuse_name(value: Any) -> Any:
    """Pydantic drops what stands around an address: Ada <ada@example.com>."""
    if isinstance(value, str) and _AROUND_ADDRESS.search(value.strip()):
        raise ValueError("must be an address alone, as ada@example.com is")
    return value


def check_url(value: str) -> str:
    if not _URL.fullmatch(value):
        raise ValueError("must be http:// or https:// and a host, without spaces, quotes and <>")
    # It reads much else as a URL, but knows which hosts and ports there cannot be.
    _http_url.validate_python(value)
    return value
