"""Counts of this process."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

MAX_WINDOWS = 100_000  # for each length; 60 MB with the longest names

Identity = tuple[str, ...]


@dataclass(slots=True)
class Window:
    ends_at: float
    count: int = 0


class MemoryCounter:
    """A window begins with the first hit of somebody, and is forgotten after its end."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._windows: dict[int, OrderedDict[Identity, Window]] = defaultdict(OrderedDict)

    async def add(self, identity: Identity, seconds: int) -> tuple[int, float]:
        """Hits in this window, and seconds until its end."""
        now, windows = self._clock(), self._windows[seconds]
        window = windows.get(identity)
        if window is None or window.ends_at <= now:
            _make_room(windows, now)
            window = windows[identity] = Window(now + seconds)
        window.count += 1
        return window.count, window.ends_at - now

    async def close(self) -> None:
        """There is nothing to close."""


def _make_room(windows: OrderedDict[Identity, Window], now: float) -> None:
    # All are as long, so the first to begin is the first to end.
    while windows and (next(iter(windows.values())).ends_at <= now or len(windows) >= MAX_WINDOWS):
        windows.popitem(last=False)
