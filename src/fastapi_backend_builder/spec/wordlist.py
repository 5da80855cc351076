"""Tables of words that stay readable as prose."""


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())
