import pytest

from fastapi_backend_builder.spec.plurals import IRREGULAR, UNINFLECTED, pluralize, singular_of

PLURALS: list[tuple[str, ...]] = [
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
    *IRREGULAR.items(),
]

# What businesses keep: each word, and several of them.
BUSINESS = """
account accounts, activity activities, address addresses, agency agencies, agenda agendas,
agreement agreements, allowance allowances, analysis analyses, appendix appendices, atlas atlases,
audit audits, axis axes, balance balances, basis bases, batch batches, benefit benefits,
bonus bonuses, branch branches, budget budgets, bus buses, business businesses, campaign campaigns,
campus campuses, canvas canvases, case cases, category categories, chairman chairmen,
clause clauses, client clients, company companies, country countries, course courses,
craftsman craftsmen, crisis crises, criterion criteria, currency currencies, customer customers,
database databases, delivery deliveries, department departments, diagnosis diagnoses,
discount discounts, dose doses, emphasis emphases, employee employees, employer employers,
enterprise enterprises, expense expenses, facility facilities, factory factories,
fisherman fishermen, foreman foremen, franchise franchises, gas gases, german germans,
half halves, house houses, human humans, hypothesis hypotheses, industry industries,
inventory inventories, invoice invoices, iris irises, journey journeys, key keys, knife knives,
lease leases, lens lenses, licence licences, loss losses, match matches, matrix matrices,
medium media, metropolis metropolises, notice notices, oasis oases, offer offers, office offices,
order orders, parenthesis parentheses, party parties, patch patches, patient patients,
payee payees, person people, policeman policemen, policy policies, premise premises,
process processes, prognosis prognoses, proxy proxies, purchase purchases, quality qualities,
quiz quizzes, quota quotas, radius radii, receipt receipts, registry registries,
response responses, rise rises, salary salaries, salesman salesmen, salesperson salespeople,
safe safes, shelf shelves, specimen specimens, spouse spouses, status statuses, stimulus stimuli,
story stories, subsidy subsidies, supply supplies, surplus surpluses, survey surveys,
synopsis synopses, synthesis syntheses, tariff tariffs, tax taxes, territory territories,
thesis theses, trellis trellises, use uses, vacancy vacancies, vehicle vehicles, voucher vouchers,
warehouse warehouses, warranty warranties, wage wages, waltz waltzes, wharf wharves,
witness witnesses, woman women, workman workmen
"""
PLURALS += [tuple(pair.split()) for pair in BUSINESS.split(",")]


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
