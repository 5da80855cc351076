"""What a real server of SMTP is given."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kit.mail import Mail
from tests.kit.mail.mails import LINK, MAIL, logged, send
from tests.kit.mail.server import MailServer, serving


async def delivered(mail: Mail, **options: Any) -> MailServer:
    async with serving(**options) as server:
        await send(f"smtp://127.0.0.1:{server.port}", mail)
    return server


async def test_a_mail_arrives_as_it_was_written() -> None:
    (mail,) = (await delivered(MAIL)).mails

    assert mail["From"] == "noreply@example.com"
    assert mail["To"] == "ada@example.com"
    assert mail["Subject"] == MAIL.subject
    assert mail.get_content().splitlines() == MAIL.text.splitlines()


async def test_it_is_plain_text_with_a_date_and_an_id() -> None:
    (mail,) = (await delivered(MAIL)).mails

    assert mail.get_content_type() == "text/plain"
    assert mail["Message-ID"].endswith("@example.com>")
    assert abs(mail["Date"].datetime - datetime.now(UTC)) < timedelta(minutes=1)


async def test_a_domain_of_other_letters_is_sent_in_ascii() -> None:
    server = await delivered(Mail("ada@bücher.example", "s", "t"))

    assert server.envelopes[0].rcpt_tos == ["ada@xn--bcher-kva.example"]


async def test_a_name_of_other_letters_reaches_a_server_that_knows_them() -> None:
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
    to: str, subject: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert (await delivered(Mail(to, subject, LINK))).mails == []
    assert [event["event"] for event in logged(caplog)] == ["mail not sent"]
