"""Who may read a mail on its way to the server: nobody, unless that is on this machine."""

import ssl

import pytest
import trustme

from tests.kit.mail.mails import logged, send
from tests.kit.mail.server import FAR_HOST, serving


def certificate(authority: trustme.CA, host: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(host).configure_cert(context)
    return context


@pytest.mark.usefixtures("far_host")
async def test_a_far_server_is_signed_in_to_after_starttls(authority: trustme.CA) -> None:
    async with serving(starttls=certificate(authority, FAR_HOST)) as server:
        await send(f"smtp://ada%40example.com:p%40ss%2Fw%C3%B6rd@{FAR_HOST}:{server.port}")

    assert server.sign_ins == [("ada@example.com", "p@ss/wörd", True)]
    assert len(server.mails) == 1


async def test_smtps_begins_with_tls(authority: trustme.CA) -> None:
    async with serving(tls=certificate(authority, "127.0.0.1"), auth_require_tls=False) as server:
        await send(f"smtps://127.0.0.1:{server.port}")

    assert len(server.mails) == 1


async def test_a_server_on_this_machine_needs_none() -> None:
    async with serving(auth_require_tls=False) as server:
        await send(f"smtp://ada:hunter2@localhost:{server.port}")

    assert server.sign_ins == [("ada", "hunter2", False)]


@pytest.mark.usefixtures("far_host")
async def test_a_far_server_without_it_gets_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async with serving(auth_require_tls=False) as server:
        await send(f"smtp://ada:hunter2@{FAR_HOST}:{server.port}")

    assert (server.sign_ins, server.mails) == ([], [])
    assert "STARTTLS" in logged(caplog)[0]["reason"]


@pytest.mark.usefixtures("authority", "far_host")
async def test_a_server_of_a_stranger_gets_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async with serving(starttls=certificate(trustme.CA(), FAR_HOST)) as server:
        await send(f"smtp://ada:hunter2@{FAR_HOST}:{server.port}")

    assert (server.sign_ins, server.mails) == ([], [])
    assert "certificate verify failed" in logged(caplog)[0]["reason"]
