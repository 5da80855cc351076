"""The time between the signal to stop and the end, in which a server is still there for others.

Who sends requests to it learns from `/health/ready` that it leaves, and until then loses none.
"""

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType

from kit.logging import get_logger

# To several workers, systemd and the server that has started them each send a signal.
SAME_SIGNAL = 2  # seconds

logger = get_logger(__name__)


class Drain:
    """Hands the signal to the server after so many seconds, or at once if it comes again."""

    def __init__(self, seconds: float) -> None:
        self.has_begun = False
        self._seconds = seconds

    @contextmanager
    def on_sigterm(self) -> Iterator[None]:
        """Put itself before the server's own handler, which is there when its lifespan starts."""
        stop = signal.getsignal(signal.SIGTERM)
        in_main_thread = threading.current_thread() is threading.main_thread()
        if not (self._seconds and callable(stop) and in_main_thread):
            yield
            return

        loop = asyncio.get_running_loop()
        began = 0.0
        timers: list[asyncio.TimerHandle] = []

        def begin(number: int) -> None:
            logger.info("draining before the end", seconds=self._seconds)
            timers.append(loop.call_later(self._seconds, stop, number, None))

        def handle(number: int, frame: FrameType | None) -> None:
            nonlocal began
            if not self.has_begun:
                self.has_begun, began = True, monotonic()
                loop.call_soon_threadsafe(begin, number)
            elif monotonic() - began > SAME_SIGNAL:
                stop(number, frame)

        signal.signal(signal.SIGTERM, handle)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, stop)
            for timer in timers:
                timer.cancel()
