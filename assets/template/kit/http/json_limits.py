"""What a JSON body may hold, seen in one pass before anything is made of it."""

import json
from collections.abc import Iterable
from typing import Any

from fastapi import HTTPException

MAX_DEPTH = 100
MAX_NAMES = 1_000


class Depth(int):
    """What is left of an object that was counted: how many are in one another there."""


class Counter:
    """Counts the values of one body, and stops at the first that is one too many."""

    def __init__(self, max_values: int) -> None:
        self._max_values = max_values
        self._counted = 0

    def count_object(self, pairs: list[tuple[str, Any]]) -> Depth:
        self._count_one()
        if len({name for name, _ in pairs}) < len(pairs):
            raise HTTPException(422, "The body has an object with the same name twice")
        if len(pairs) > MAX_NAMES:
            raise HTTPException(413, f"The body has an object with more than {MAX_NAMES} names")
        return self._count(value for _, value in pairs)

    def count_list(self, values: list[Any]) -> Depth:
        self._count_one()
        return self._count(values)

    def _count(self, values: Iterable[Any]) -> Depth:
        deepest = 0
        for value in values:
            depth = self.count_list(value) if type(value) is list else value
            if type(depth) is not Depth:
                self._count_one()
            elif depth > deepest:
                deepest = depth
        if deepest >= MAX_DEPTH:
            raise _too_deep()
        return Depth(deepest + 1)

    def _count_one(self) -> None:
        self._counted += 1
        if self._counted > self._max_values:
            raise HTTPException(413, f"The body has more than {self._max_values} values")


def check_json(body: bytes | bytearray, max_values: int) -> None:
    """Raise the refusal of a body that has too much, or a name twice in one object."""
    counter = Counter(max_values)
    try:
        value = json.loads(body, object_pairs_hook=counter.count_object)
        if type(value) is list:
            counter.count_list(value)
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        return  # FastAPI says what is wrong with it


def _too_deep() -> HTTPException:
    return HTTPException(422, f"The body has more than {MAX_DEPTH} levels")
