from collections.abc import Callable
from typing import Any

from benchmarks.comparison import requests
from benchmarks.results import Requests, Results
from benchmarks.tables import number, table

Make = Callable[..., Any]


def compared(**rounds: list[Any]) -> Results:
    kinds = ("R1", "R2", "R3", "R4", "R5")
    return Results(requests=Requests(dict.fromkeys(kinds, rounds), versions={}, missing={}))


def test_numbers_have_the_digits_that_matter() -> None:
    shown = [number(value) for value in (None, 0.287, 1.0, 16.61, 123.4, 12345.6)]

    assert shown == ["-", "0.29", "1.00", "16.6", "123", "12,346"]


def test_a_table_has_a_line_for_each_row() -> None:
    assert table(("app", "µs"), [("raw", "67")]) == [
        "| app | µs |",
        "| --- | ---: |",
        "| raw | 67 |",
        "",
    ]


def test_a_peer_that_costs_less_is_named(sample: Make) -> None:
    text = "\n".join(requests(compared(generated=[sample()], litestar=[sample(cpu=80)])))

    assert "| R5, litestar | **0.80** | **0.87** | 1.00 | 1.00 |" in text


def test_a_peer_that_is_worse_in_everything_is_not(sample: Make) -> None:
    worse = sample(cpu=200, rate=500)
    text = "\n".join(requests(compared(generated=[sample()], litestar=[worse])))

    assert "Nowhere, in this run." in text


def test_lists_of_peers_are_held_against_one_that_counts_all_rows(sample: Make) -> None:
    exact = {"generated, exact total": [sample(cpu=300)]}
    text = requests(compared(generated=[sample(cpu=100)], litestar=[sample(cpu=150)], **exact))

    assert "| R2, litestar | **0.50** | **0.57** | 1.00 | 1.00 |" in text


def test_an_application_with_bad_answers_has_no_numbers(sample: Make) -> None:
    text = "\n".join(requests(compared(generated=[sample()], litestar=[sample(bad=3)])))

    assert "| litestar | failed: 3 bad answers |" in text


def test_an_application_that_could_not_be_had_is_named_with_the_reason(sample: Make) -> None:
    found = Requests(compared(generated=[sample()]).requests.samples, {}, {"s3rius": "no index"})

    assert "- Without s3rius: no index" in requests(Results(requests=found))


def test_what_was_not_measured_has_no_section() -> None:
    assert requests(Results()) == []
