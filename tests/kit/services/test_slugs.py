import pytest
from pydantic import TypeAdapter

from kit.schemas.types import Slug
from kit.services.slugs import slug_of, unique_slug

TEXTS = ["War and Peace", "Über uns!", " -a--b- ", "x" * 400, "日本語", "", "a " * 200]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("War and Peace", "war-and-peace"),
        ("Über uns!", "uber-uns"),
        (" -a--b_c- ", "a-b-c"),
        ("it's 2026", "it-s-2026"),
    ],
)
def test_a_slug_has_the_letters_and_digits_of_its_text(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@pytest.mark.parametrize("longest", [10, 11, 255])
@pytest.mark.parametrize("text", TEXTS)
def test_whatever_the_text_is_it_is_a_slug(text: str, longest: int) -> None:
    for slug in (slug_of(text, longest), unique_slug(text, longest)):
        assert TypeAdapter(Slug).validate_python(slug) == slug
        assert len(slug) <= longest


def test_the_same_text_makes_different_unique_ones() -> None:
    slugs = {unique_slug("War and Peace") for _ in range(100)}

    assert len(slugs) == 100
    assert all(slug.startswith("war-and-peace-") for slug in slugs)
