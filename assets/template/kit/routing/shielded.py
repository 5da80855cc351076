"""Dependencies with yield that end in peace, also when their request is cancelled."""

from collections.abc import Coroutine, Generator
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any

from anyio import CancelScope
from anyio.lowlevel import checkpoint_if_cancelled

Exit = Coroutine[Any, Any, bool | None]


class Shielded:
    """A context manager whose end cannot be cancelled."""

    def __init__(self, manager: AbstractAsyncContextManager[Any]) -> None:
        self._manager = manager

    async def __aenter__(self) -> Any:
        return await self._manager.__aenter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        end = self._manager.__aexit__(kind, error, traceback)
        try:
            waits_for = end.send(None)
        except StopIteration as done:
            # It had nothing to wait for: there was no moment to cancel it in.
            swallowed: bool | None = done.value
            return swallowed
        with CancelScope(shield=True):
            swallowed = await Rest(end, waits_for)
        if error is None or swallowed:
            await checkpoint_if_cancelled()
        return swallowed


class Rest:
    """What is left of a coroutine that has come as far as to wait for something."""

    def __init__(self, coroutine: Exit, waits_for: Any) -> None:
        self._coroutine = coroutine
        self._waits_for = waits_for

    def __await__(self) -> Generator[Any, Any, bool | None]:
        try:
            while True:
                try:
                    sent = yield self._waits_for
                except BaseException as error:
                    self._waits_for = self._coroutine.throw(error)
                else:
                    self._waits_for = self._coroutine.send(sent)
        except StopIteration as done:
            swallowed: bool | None = done.value
            return swallowed
