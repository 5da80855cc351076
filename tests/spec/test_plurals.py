import pytest

from fastapi_backend_builder.spec.plurals import IRREGULAR, UNINFLECTED, pluralize, singular_of

PLURALS = [
    ("todo", "todos"),
    ("city", "cities"),
    ("day", "days"),
    ("box", "boxes"),
    ("bus", "buses"),
    ("status", "statuses"),
    ("address", "addresses"),
    ("batch", "batches"),
    ("cache", "caches"),
    ("dish", "dishes"),
    ("house", "houses"),
    ("database", "databases"),
    ("prize", "prizes"),
    ("movie", "movies"),
    ("photo", "photos"),
    ("piano", "pianos"),
    ("roof", "roofs"),
    ("wave", "waves"),
    ("shoe", "shoes"),
    ("index", "indexes"),
    ("alias", "aliases"),
    ("menu", "menus"),
    ("salesperson", "salespeople"),
    ("grandchild", "grandchildren"),
    ("bookshelf", "bookshelves"),
    ("human", "humans"),
    *IRREGULAR.items(),
]


@pytest.mark.parametrize(("singular", "plural"), PLURALS)
def test_a_word_has_its_plural(singular: str, plural: str) -> None:
    assert pluralize(singular) == plural


@pytest.mark.parametrize(("singular", "plural"), PLURALS)
def test_a_plural_leads_back_to_its_word(singular: str, plural: str) -> None:
    assert singular_of(plural) == singular


@pytest.mark.parametrize("singular", [singular for singular, _ in PLURALS])
def test_a_singular_is_not_taken_for_a_plural(singular: str) -> None:
    assert singular_of(singular) is None


@pytest.mark.parametrize("word", sorted(UNINFLECTED))
def test_some_words_are_their_own_plural(word: str) -> None:
    assert pluralize(word) == word


@pytest.mark.parametrize("word", ["analysis", "canvas", "class", "gas", "lens", "sms", "virus"])
def test_an_s_at_the_end_does_not_make_a_plural(word: str) -> None:
    assert singular_of(word) is None
