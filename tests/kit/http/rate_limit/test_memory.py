import pytest

from kit.http.rate_limit import memory
from kit.http.rate_limit.memory import MemoryCounter
from tests.clock import Clock

MINUTE = 60


@pytest.fixture
def counter(clock: Clock) -> MemoryCounter:
    return MemoryCounter(clock)


def kept(counter: MemoryCounter) -> int:
    return sum(len(windows) for windows in counter._windows.values())


async def test_a_window_begins_with_the_first_hit(counter: MemoryCounter, clock: Clock) -> None:
    assert await counter.add(("a",), MINUTE) == (1, 60)
    clock.now += 59
    assert await counter.add(("a",), MINUTE) == (2, 1)
    clock.now += 1
    assert await counter.add(("a",), MINUTE) == (1, 60)


async def test_each_counts_for_itself(counter: MemoryCounter) -> None:
    await counter.add(("a",), MINUTE)

    assert await counter.add(("b",), MINUTE) == (1, 60)


async def test_what_is_over_is_forgotten(counter: MemoryCounter, clock: Clock) -> None:
    for number in range(100):
        await counter.add((str(number),), MINUTE)
    clock.now += 60
    await counter.add(("a",), MINUTE)

    assert kept(counter) == 1


async def test_a_storm_of_names_pushes_out_the_oldest(
    counter: MemoryCounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MAX_WINDOWS", 10)
    for number in range(100):
        await counter.add((str(number),), MINUTE)

    assert kept(counter) == 10
    assert (await counter.add(("99",), MINUTE))[0] == 2
    assert (await counter.add(("0",), MINUTE))[0] == 1
