"""Mail, given to a real server of SMTP."""

import asyncio
import logging
import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from structlog.contextvars import bound_contextvars

from app.core import mail as mail_module
from app.core.mail import Mail, make_mailer
from tests.core.mail_server import MailServer, serving
from tests.factories.settings import make_settings, production

LINK = "https://app.example.com/reset?token=" + "t0ken" * 20
MAIL = Mail("ada@example.com", "Grüße aus Zürich", f"Hallo,\n\n{LINK}\n\n.\nBis später ☂\n")
FAR_HOST = "mail.example.com"


@pytest.fixture(autouse=True)
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "app")


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """Whose certificates this process trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return authority


@pytest.fixture
def far_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is not this machine's, and leads here."""
    look_up = socket.getaddrinfo

    def look_up_here(host: Any, *arguments: Any, **options: Any) -> Any:
        return look_up("127.0.0.1" if host == FAR_HOST else host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up_here)


def certificate(authority: trustme.CA, host: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(host).configure_cert(context)
    return context


async def send(smtp_url: str, mail: Mail = MAIL, **values: Any) -> None:
    await make_mailer(production(smtp_url=smtp_url, **values)).send(mail)


async def delivered(mail: Mail, **options: Any) -> MailServer:
    async with serving(**options) as server:
        await send(f"smtp://127.0.0.1:{server.port}", mail)
    return server


def logged(caplog: pytest.LogCaptureFixture) -> list[Any]:
    """What the mailer logged, as structlog has it."""
    return [record.msg for record in caplog.records if record.name == "app.core.mail"]


class TestDelivery:
    async def test_a_mail_arrives_as_it_was_written(self) -> None:
        (mail,) = (await delivered(MAIL)).mails

        assert mail["From"] == "noreply@example.com"
        assert mail["To"] == "ada@example.com"
        assert mail["Subject"] == MAIL.subject
        assert mail.get_content().splitlines() == MAIL.text.splitlines()

    async def test_it_is_plain_text_with_a_date_and_an_id(self) -> None:
        (mail,) = (await delivered(MAIL)).mails

        assert mail.get_content_type() == "text/plain"
        assert mail["Message-ID"].endswith("@example.com>")
        assert abs(mail["Date"].datetime - datetime.now(UTC)) < timedelta(minutes=1)

    async def test_a_domain_of_other_letters_is_sent_in_ascii(self) -> None:
        server = await delivered(Mail("ada@bücher.example", "s", "t"))

        assert server.envelopes[0].rcpt_tos == ["ada@xn--bcher-kva.example"]

    async def test_a_name_of_other_letters_reaches_a_server_that_knows_them(self) -> None:
        server = await delivered(Mail("jörg@example.com", "s", "t"), enable_SMTPUTF8=True)

        assert server.envelopes[0].rcpt_tos == ["jörg@example.com"]

    @pytest.mark.parametrize(
        ("to", "subject"),
        [
            ("ada@example.com\r\nBcc: eve@example.com", "s"),
            ("ada@example.com, eve@example.com", "s"),
            ("ada@example.com> RCPT TO:<eve@example.com", "s"),
            ("ada@example.com", "s\nBcc: eve@example.com"),
            ("ada@example.com", "s\r\n\r\nanother text"),
        ],
    )
    async def test_nobody_else_gets_a_mail_by_what_is_in_a_header(
        self, to: str, subject: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert (await delivered(Mail(to, subject, LINK))).mails == []
        assert [event["event"] for event in logged(caplog)] == ["mail not sent"]


class TestEncryption:
    async def test_a_far_server_is_signed_in_to_after_starttls(
        self, authority: trustme.CA, far_host: None
    ) -> None:
        async with serving(starttls=certificate(authority, FAR_HOST)) as server:
            await send(f"smtp://ada%40example.com:p%40ss%2Fw%C3%B6rd@{FAR_HOST}:{server.port}")

        assert server.sign_ins == [("ada@example.com", "p@ss/wörd", True)]
        assert len(server.mails) == 1

    async def test_smtps_begins_with_tls(self, authority: trustme.CA) -> None:
        async with serving(
            tls=certificate(authority, "127.0.0.1"), auth_require_tls=False
        ) as server:
            await send(f"smtps://127.0.0.1:{server.port}")

        assert len(server.mails) == 1

    async def test_a_server_on_this_machine_needs_none(self) -> None:
        async with serving(auth_require_tls=False) as server:
            await send(f"smtp://ada:hunter2@localhost:{server.port}")

        assert server.sign_ins == [("ada", "hunter2", False)]

    async def test_a_far_server_without_it_gets_nothing(
        self, far_host: None, caplog: pytest.LogCaptureFixture
    ) -> None:
        async with serving(auth_require_tls=False) as server:
            await send(f"smtp://ada:hunter2@{FAR_HOST}:{server.port}")

        assert (server.sign_ins, server.mails) == ([], [])
        assert "STARTTLS" in logged(caplog)[0]["reason"]

    @pytest.mark.usefixtures("authority", "far_host")
    async def test_a_server_of_a_stranger_gets_nothing(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        async with serving(starttls=certificate(trustme.CA(), FAR_HOST)) as server:
            await send(f"smtp://ada:hunter2@{FAR_HOST}:{server.port}")

        assert (server.sign_ins, server.mails) == ([], [])
        assert "certificate verify failed" in logged(caplog)[0]["reason"]


class TestFailure:
    async def test_a_server_that_is_away_is_logged_with_the_request(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        with bound_contextvars(request_id="r1"):
            await send("smtp://ada:hunter2@127.0.0.1:1")

        (event,) = logged(caplog)
        assert (event["level"], event["event"]) == ("error", "mail not sent")
        assert (event["request_id"], event["subject"]) == ("r1", MAIL.subject)

    @pytest.mark.parametrize("url", ["smtp://ada:hunter2@127.0.0.1:1", None])
    async def test_the_log_tells_no_secret_and_no_address(
        self, url: str | None, caplog: pytest.LogCaptureFixture
    ) -> None:
        await make_mailer(production(smtp_url=url, registration_enabled=bool(url))).send(MAIL)

        assert logged(caplog)
        for secret in ("hunter2", "t0ken", "ada@example.com"):
            assert secret not in caplog.text

    @pytest.mark.parametrize(
        ("step", "reason"), [("RCPT", "SMTPRecipientsRefused 554"), ("DATA", "SMTPDataError 554")]
    )
    async def test_what_the_server_quotes_is_not_logged(
        self, step: str, reason: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        async with serving() as server:
            server.answers[step] = f"554 5.7.1 ada@example.com gets no {LINK}"
            await send(f"smtp://127.0.0.1:{server.port}")

        assert [event["reason"] for event in logged(caplog)] == [reason]

    async def test_a_wrong_password_is_logged_without_it(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        async with serving(auth_require_tls=False) as server:
            await send(f"smtp://ada:wrong@127.0.0.1:{server.port}")

        assert [event["reason"] for event in logged(caplog)] == ["SMTPAuthenticationError 535"]

    async def test_nobody_waits_for_ever_for_a_server_that_says_nothing(
        self, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(mail_module, "TIMEOUT", 0.05)
        silent = await asyncio.get_running_loop().create_server(asyncio.Protocol, "127.0.0.1", 0)
        async with silent:
            await send(f"smtp://127.0.0.1:{silent.sockets[0].getsockname()[1]}")

        assert "Timeout" in logged(caplog)[0]["reason"]


class TestWithoutServer:
    async def test_development_prints_the_mail_for_its_reader(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        await make_mailer(make_settings()).send(MAIL)

        (event,) = logged(caplog)
        lines = event["event"].splitlines()
        assert f"    {LINK}" in lines
        assert "    To: ada@example.com" in lines

    async def test_no_line_of_it_looks_like_one_of_the_log(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        forged = "2026-01-31 [info] forged"
        await make_mailer(make_settings()).send(Mail(f"a\n{forged}", f"b\r{forged}", forged))

        (event,) = logged(caplog)
        assert not [line for line in event["event"].splitlines() if line.startswith("2026")]

    async def test_production_says_that_none_was_sent(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        await make_mailer(production(smtp_url=None, registration_enabled=False)).send(MAIL)

        (event,) = logged(caplog)
        assert (event["level"], event["event"]) == ("warning", "mail not sent")
