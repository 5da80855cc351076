"""English plurals by a small visible table; `--plural` is there for what it lacks.

Words are lower case and single: the caller passes the last word of a compound.
"""

import re

from fastapi_backend_builder.spec.wordlist import words

UNINFLECTED = words("""
    advice aircraft analytics chassis deer equipment feedback fish furniture hardware
    headquarters information logistics luggage mathematics metadata money news physics
    research series sheep software species staff
""")

IRREGULAR = {
    "alumnus": "alumni",
    "analysis": "analyses",
    "appendix": "appendices",
    "axis": "axes",
    "basis": "bases",
    "calf": "calves",
    "child": "children",
    "crisis": "crises",
    "criterion": "criteria",
    "datum": "data",
    "diagnosis": "diagnoses",
    "echo": "echoes",
    "elf": "elves",
    "epoch": "epochs",
    "foot": "feet",
    "goose": "geese",
    "half": "halves",
    "hero": "heroes",
    "hypothesis": "hypotheses",
    "knife": "knives",
    "leaf": "leaves",
    "life": "lives",
    "loaf": "loaves",
    "man": "men",
    "matrix": "matrices",
    "medium": "media",
    "monarch": "monarchs",
    "mouse": "mice",
    "ox": "oxen",
    "person": "people",
    "phenomenon": "phenomena",
    "potato": "potatoes",
    "quiz": "quizzes",
    "shelf": "shelves",
    "stomach": "stomachs",
    "synthesis": "syntheses",
    "tech": "techs",
    "thesis": "theses",
    "thief": "thieves",
    "tomato": "tomatoes",
    "tooth": "teeth",
    "vertex": "vertices",
    "veto": "vetoes",
    "wife": "wives",
    "wolf": "wolves",
}

# Irregular also at the end of a longer word: salesperson, grandchild, woman, housewife, bookshelf.
IRREGULAR_ENDINGS = ("person", "child", "woman", "wife", "knife", "shelf", "wolf")
IRREGULAR["woman"] = "women"

SINGULAR_OF_IRREGULAR = {plural: singular for singular, plural in IRREGULAR.items()}

# Singular although they end like a plural; words in -ss, -us and -is need no entry.
SINGULAR_IN_S = words("""
    alias atlas aws bias canvas chaos christmas corps cosmos css dns gas gps ios kudos
    lens os sms thermos tls
""")

# Plural although they end in -us or -is.
PLURAL_IN_US_OR_IS = words("apis emojis gurus kpis menus skis taxis wikis")

# Singulars whose plural would otherwise be read as one of -y (cities) or of -es (boxes).
SINGULAR_IN_E = words("""
    abuse ache axe brownie cache calorie cookie die excuse foodie freebie fuse genie headache
    hoodie lie movie niche pie prairie rookie selfie smoothie tie zombie
""")

_SIBILANT = re.compile(r"(?:[sxz]|[cs]h)$")
_CONSONANT_Y = re.compile(r"(?<=[^aeiou])y$")
_NOT_A_PLURAL = re.compile(r"(?:[^s]|ss|us|is|^.{1,2})$")
# buses and statuses, but not houses and causes.
_PLURAL_IN_ES = re.compile(r"(?:ss|[^ao]us|x|[cs]h|zz)es$")


def regular_plural(word: str) -> str:
    """Add -ies after a consonant and y, -es after a hissing sound, otherwise -s."""
    if _CONSONANT_Y.search(word):
        return word[:-1] + "ies"
    return word + ("es" if _SIBILANT.search(word) else "s")


def pluralize(word: str) -> str:
    if word in UNINFLECTED:
        return word
    if word in IRREGULAR:
        return IRREGULAR[word]
    for ending in IRREGULAR_ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + IRREGULAR[ending]
    return regular_plural(word)


def singular_of(word: str) -> str | None:
    """The singular of a plural; None when the word is no plural."""
    if word in UNINFLECTED or word in IRREGULAR or word in SINGULAR_IN_S:
        return None
    if word in SINGULAR_OF_IRREGULAR:
        return SINGULAR_OF_IRREGULAR[word]
    for ending in IRREGULAR_ENDINGS:
        if word.endswith(IRREGULAR[ending]):
            return word.removesuffix(IRREGULAR[ending]) + ending
    if _NOT_A_PLURAL.search(word) and word not in PLURAL_IN_US_OR_IS:
        return None
    return _regular_singular(word)


def _regular_singular(word: str) -> str:
    if word[:-1] in SINGULAR_IN_E:
        return word[:-1]
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word[:-2] in SINGULAR_IN_S or _PLURAL_IN_ES.search(word):
        return word[:-2]
    return word[:-1]
