"""What a server that was told to stop does until it does."""

import os
import signal
from collections.abc import Iterator
from threading import Thread

import pytest
from anyio import Event, fail_after
from fastapi import FastAPI
from httpx2 import AsyncClient

from kit.http.drain import Drain
from tests.factories.settings import make_settings, production


@pytest.fixture
def stopped() -> Iterator[Event]:
    """Set by the handler of a server that has started."""
    event = Event()
    before = signal.signal(signal.SIGTERM, lambda *_: event.set())
    yield event
    signal.signal(signal.SIGTERM, before)


async def test_the_server_hears_of_the_signal_after_the_delay(stopped: Event) -> None:
    drain = Drain(0.05)
    with drain.on_sigterm():
        os.kill(os.getpid(), signal.SIGTERM)

        assert drain.has_begun
        assert not stopped.is_set()
        with fail_after(10):
            await stopped.wait()


async def test_a_signal_that_is_sent_twice_at_once_is_one(stopped: Event) -> None:
    with Drain(600).on_sigterm():
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)

        assert not stopped.is_set()


@pytest.mark.usefixtures("stopped")
async def test_the_handler_of_the_server_is_back_at_the_end() -> None:
    handler = signal.getsignal(signal.SIGTERM)
    with Drain(600).on_sigterm():
        assert signal.getsignal(signal.SIGTERM) is not handler

    assert signal.getsignal(signal.SIGTERM) is handler


@pytest.mark.usefixtures("stopped")
async def test_without_a_delay_nothing_comes_between() -> None:
    handler = signal.getsignal(signal.SIGTERM)
    with Drain(0).on_sigterm():
        assert signal.getsignal(signal.SIGTERM) is handler


def test_a_server_in_a_thread_hears_no_signals() -> None:
    handler = signal.getsignal(signal.SIGTERM)

    def serve() -> None:
        with Drain(1).on_sigterm():
            assert signal.getsignal(signal.SIGTERM) is handler

    thread = Thread(target=serve)
    thread.start()
    thread.join()


async def test_it_is_alive_but_not_ready_and_lets_its_clients_go(
    client: AsyncClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.state.drain, "has_begun", True)

    alive, ready = await client.get("/health"), await client.get("/health/ready")

    assert (alive.status_code, ready.status_code) == (200, 503)
    assert alive.headers["connection"] == ready.headers["connection"] == "close"


def test_production_drains_and_development_restarts_at_once() -> None:
    assert (production().drain_seconds, make_settings().drain_seconds) == (5, 0)
    assert production(shutdown_delay=0).drain_seconds == 0
    assert make_settings(shutdown_delay=1).drain_seconds == 1
