"""English plurals by a small visible table; `--plural` is there for what it lacks.

Words are lower case and single: the caller passes the last word of a compound.
"""

import re

from fastapi_backend_builder.spec.wordlist import words

UNINFLECTED = words("""
    advice aircraft analytics baggage bison cattle chassis clothing deer earnings
    economics electronics equipment evidence expertise feedback fish firmware freight furniture
    goods hardware headquarters homework hovercraft information jewellery jewelry
    knowledge livestock logistics luggage machinery malware mathematics metadata middleware money
    news offspring personnel physics police proceeds progress research rice salmon scenery series
    sheep shrimp software spacecraft species staff stationery swine traffic transportation trousers
    trout underwear watercraft wheat wildlife
""")

IRREGULAR = {
    "alumnus": "alumni",
    "appendix": "appendices",
    "axis": "axes",
    "calf": "calves",
    "child": "children",
    "criterion": "criteria",
    "datum": "data",
    "echo": "echoes",
    "elf": "elves",
    "embargo": "embargoes",
    "epoch": "epochs",
    "foot": "feet",
    "goose": "geese",
    "half": "halves",
    "hero": "heroes",
    "knife": "knives",
    "leaf": "leaves",
    "life": "lives",
    "loaf": "loaves",
    "matrix": "matrices",
    "medium": "media",
    "monarch": "monarchs",
    "mouse": "mice",
    "ox": "oxen",
    "person": "people",
    "phenomenon": "phenomena",
    "potato": "potatoes",
    "quiz": "quizzes",
    "radius": "radii",
    "shelf": "shelves",
    "stimulus": "stimuli",
    "stomach": "stomachs",
    "tech": "techs",
    "thief": "thieves",
    "tomato": "tomatoes",
    "tooth": "teeth",
    "vertex": "vertices",
    "veto": "vetoes",
    "wharf": "wharves",
    "wife": "wives",
    "wolf": "wolves",
}

# Irregular also at the end of a longer word: salesperson, grandchild, housewife, bookshelf.
IRREGULAR_ENDINGS = ("person", "child", "wife", "knife", "shelf", "wolf")

# They end in -man, and have no men.
REGULAR_IN_MAN = ("caiman", "german", "human", "norman", "ottoman", "roman", "shaman", "talisman")

# They end in -men, and are no men.
SINGULAR_IN_MEN = words("""
    abdomen acumen bitumen cyclamen dolmen hymen lumen omen ramen regimen specimen stamen yemen
""")

SINGULAR_OF_IRREGULAR = {plural: singular for singular, plural in IRREGULAR.items()}

# Singular although they end like a plural; words in -ss and -us need no entry.
SINGULAR_IN_S = words("""
    acropolis alias atlas aws bias canvas chaos christmas chrysalis corps cosmos css dns epidermis
    gas gps ibis ios iris kudos lens mantis metropolis necropolis os pelvis portcullis sms tennis
    thermos tls trellis
""")

# Plural although they end in -us or -is.
PLURAL_IN_US_OR_IS = words("apis emojis gurus kpis menus skis taxis wikis")

# Singulars whose plural would otherwise be read as one of -y (cities) or of -es (boxes).
SINGULAR_IN_E = words("""
    abuse ache axe birdie brownie cache calorie cookie cliche die excuse foodie freebie fuse genie
    groupie headache hoodie indie lie magpie moustache movie muse newbie niche pie pixie prairie
    recluse rookie roadie ruse selfie smoothie sortie tie toothache use veggie zombie
""")

_SIBILANT = re.compile(r"(?:[sxz]|[cs]h)$")
_CONSONANT_Y = re.compile(r"(?<=[^aeiou])y$")
_NOT_A_PLURAL = re.compile(r"(?:[^s]|ss|us|is|^.{1,2})$")
# buses and statuses, but not houses and causes.
_PLURAL_IN_ES = re.compile(r"(?:ss|[^ao]us|x|[cs]h|[tz]z)es$")
# analyses and diagnoses, but not doses and purchases.
_PLURAL_OF_SIS = re.compile(
    r"(?:ly|the|gno|cri|empha|hypno|llip|morpho|neme|gene|neuro|nop|psycho|^ba|^oa)ses$"
)


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
    if word.endswith("man") and not word.endswith(REGULAR_IN_MAN):
        return f"{word[:-3]}men"
    return f"{word[:-2]}es" if word.endswith("sis") else regular_plural(word)


def singular_of(word: str) -> str | None:
    """The singular of a plural; None when the word is no plural."""
    if word in UNINFLECTED or word in IRREGULAR or word in SINGULAR_IN_S:
        return None
    if singular := _irregular_singular(word):
        return singular
    if _NOT_A_PLURAL.search(word) and word not in PLURAL_IN_US_OR_IS:
        return None
    return _regular_singular(word)


def _irregular_singular(word: str) -> str | None:
    if word in SINGULAR_OF_IRREGULAR:
        return SINGULAR_OF_IRREGULAR[word]
    for ending in IRREGULAR_ENDINGS:
        if word.endswith(IRREGULAR[ending]):
            return word.removesuffix(IRREGULAR[ending]) + ending
    if word.endswith("men") and word not in SINGULAR_IN_MEN:
        return f"{word[:-3]}man"
    return f"{word[:-2]}is" if _PLURAL_OF_SIS.search(word) else None


def _regular_singular(word: str) -> str:
    if word[:-1] in SINGULAR_IN_E:
        return word[:-1]
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word[:-2] in SINGULAR_IN_S or _PLURAL_IN_ES.search(word):
        return word[:-2]
    return word[:-1]
