"""Parameters that are some of a few words, with commas between: `?sort=-year,title`."""

from collections.abc import Iterable
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_after_validator_function


class Choices:
    """Beside `str` in Annotated: some of these words, each of them once, whatever its sign."""

    def __init__(self, words: Iterable[str], most: int | None = None) -> None:
        self.words = tuple(words)
        self._most = most or len(self.words)

    def read(self, text: str) -> list[str]:
        chosen = text.split(",")
        if len(chosen) > self._most or any(word not in self.words for word in chosen):
            raise ValueError(self._allowed)
        if len({word.removeprefix("-") for word in chosen}) < len(chosen):
            raise ValueError("must not name the same twice")
        return chosen

    @property
    def _allowed(self) -> str:
        if not self.words:
            return "is nothing that can be chosen here"
        words = ", ".join(self.words)
        return f"must be one of: {words}; or some, {self._most} at most, with commas between"

    def _check(self, text: str) -> str:
        self.read(text)
        return text

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "type": "array",
            "items": {"type": "string", "enum": list(self.words)},
            "minItems": 1,
            "maxItems": self._most,
            "uniqueItems": True,
            # It is for the parameter, where `describe_choices` puts it.
            "explode": False,
        }


NOTHING = Choices(())
