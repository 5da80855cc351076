"""A limit as the settings write it: `20/minute`, or `off`."""

import re
from typing import NamedTuple

UNITS = {"second": 1, "minute": 60, "hour": 60 * 60, "day": 24 * 60 * 60}
NOTATION = re.compile(rf"([1-9][0-9]{{0,8}})/({'|'.join(UNITS)})")
OFF = "off"


class Limit(NamedTuple):
    """So many times in so many seconds."""

    times: int
    seconds: int

    @property
    def half(self) -> "Limit":
        return Limit((self.times + 1) // 2, self.seconds)


def parse_limit(text: object) -> Limit | None:
    """Raises ValueError for what is no limit; None for `off`."""
    if isinstance(text, Limit) or text is None:
        return text
    if text == OFF:
        return None
    match = NOTATION.fullmatch(str(text))
    if match is None:
        raise ValueError(f"must be like 20/minute, with {', '.join(UNITS)}, or {OFF}")
    return Limit(int(match[1]), UNITS[match[2]])
