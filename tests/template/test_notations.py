"""What a field takes of the texts that there are is what its pattern in the document says."""

import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, HttpUrl, TypeAdapter, ValidationError

TEMPLATE = Path(__file__).parents[2] / "assets/template"


@pytest.fixture(scope="module")
def types() -> Iterator[Any]:
    """The module of the template, which imports nothing but its neighbours."""
    sys.path.insert(0, str(TEMPLATE))
    sys.dont_write_bytecode, written = True, sys.dont_write_bytecode
    try:
        yield import_module("kit.schemas.types")
    finally:
        sys.dont_write_bytecode = written
        sys.path.remove(str(TEMPLATE))
        for name in [name for name in sys.modules if name.partition(".")[0] == "app"]:
            del sys.modules[name]


def texts(examples: str, characters: str) -> st.SearchStrategy[str]:
    """Some that match and have been changed, and some of characters that matter."""
    good = st.from_regex(examples, fullmatch=True)
    place = st.integers(0, 40)
    changed = st.builds(
        lambda text, at, more: text[:at] + more + text[at + len(more) :],
        *(good, place, st.text(characters, max_size=2)),
    )
    return good | changed | st.text(characters, max_size=20)


def takes(kind: Any, text: str) -> bool:
    try:
        TypeAdapter(kind).validate_python(text)
    except ValidationError:
        return False
    return True


def is_described(kind: Any, text: str) -> bool:
    schema = TypeAdapter(kind).json_schema()
    described = next((way for way in schema.get("anyOf", ()) if "pattern" in way), schema)
    return bool(re.fullmatch(described["pattern"], text)) and len(text) <= described.get(
        "maxLength", len(text)
    )


@given(texts("[0-2][0-9]:[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,7})?)?", "0123456789:.,Z+- \n\u0663"))
def test_times(types: Any, text: str) -> None:
    assert takes(types.NaiveTime, text) == is_described(types.NaiveTime, text)


@given(texts("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==)?", "aZ9+/=-_ \n\u00e9"))
def test_bytes(types: Any, text: str) -> None:
    assert takes(types.Base64, text) == is_described(types.Base64, text)


@given(texts("[a-z0-9]+(-[a-z0-9]+)*", "aZ9- _\n\u00e9\u0663"))
def test_slugs(types: Any, text: str) -> None:
    assert takes(types.Slug, text) == is_described(types.Slug, text)


@given(
    texts("-?[0-9]{1,9}(\\.[0-9]{1,3})?", "0123456789.+-eE_ \n\u0663"),
    st.sampled_from([(10, 2), (3, 3), (5, 0)]),
    st.sampled_from([None, 0]),
)
def test_decimals(types: Any, text: str, digits: tuple[int, int], lowest: int | None) -> None:
    kind = Annotated[Decimal, Field(ge=lowest), types.Numeric(*digits)]

    assert takes(kind, text) == is_described(kind, text)


@given(
    texts("https?://[a-z0-9.:@-]+(/[a-z/]*)?(\\?[a-z=]*)?", 'ht:/\\?#@[]." <>\r\n\t\u00e9\u200b')
)
def test_urls(types: Any, text: str) -> None:
    """But for hosts and ports that there cannot be, which no pattern tells."""
    assert takes(types.Url, text) == (is_described(types.Url, text) and takes(HttpUrl, text))
