"""Counts of this process."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

MAX_WINDOWS = 100_000  # for each length; 60 MB with the longest names

Subject = tuple[str, ...]


@dataclass(slots=True)
class Window:
    ends_at: float
    count: int = 0


class MemoryCounter:
    """A window begins with the first hit of somebody, and is forgotten after its end."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._windows: dict[int, OrderedDict[Subject, Window]] = defaultdict(OrderedDict)

    async def add(self, subject: Subject, seconds: int) -> tuple[int, float]:
        """Hits in this window, and seconds until its end."""
        now, windows = self._clock(), self._windows[seconds]
        window = windows.get(subject)
        if window is None or window.ends_at <= now:
            _make_room(windows, now)
            window = windows[subject] = Window(now + seconds)
        window.count += 1
        return window.count, window.ends_at - now

    async def close(self) -> None:
        """There is nothing to close."""


def _make_room(windows: OrderedDict[Subject, Window], now: float) -> None:
    # All are as long, so the first to begin is the first to end.
    while windows and (next(iter(windows.values())).ends_at <= now or len(windows) >= MAX_WINDOWS):
        windows.popitem(last=False)
