from collections.abc import Callable
from typing import Any

from benchmarks.figures import bad, both, cpu, middle, ratio, spread

Make = Callable[..., Any]


def test_one_round_that_was_disturbed_does_not_move_the_middle(sample: Make) -> None:
    rounds = [sample(cpu=value) for value in (100, 102, 900)]

    assert middle(rounds, cpu) == 102


def test_the_spread_is_a_part_of_the_middle(sample: Make) -> None:
    assert spread([sample(cpu=value) for value in (90, 100, 120)], cpu) == 0.3


def test_a_ratio_is_taken_in_each_round(sample: Make) -> None:
    ours = [sample(cpu=value) for value in (200, 600, 200)]
    base = [sample(cpu=value) for value in (100, 300, 100)]

    assert ratio(ours, base, cpu) == 2


def test_server_and_database_can_be_taken_together(sample: Make) -> None:
    assert middle([sample(cpu=100, database=23)], both) == 123


def test_bad_answers_of_all_rounds_are_counted(sample: Make) -> None:
    assert bad([sample(bad=1), sample(), sample(bad=2)]) == 3
