"""A mail that is not sent breaks nothing, and its secrets stay out of the log."""

import asyncio

import pytest
from structlog.contextvars import bound_contextvars

from kit import mail as mail_module
from kit.mail import Mail, make_mailer
from tests.factories.settings import make_settings, production
from tests.kit.mail.mails import LINK, MAIL, logged, send
from tests.kit.mail.server import serving


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
