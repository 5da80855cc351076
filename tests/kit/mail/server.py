"""A mail server on this machine, which has another name too."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

FAR_HOST = "mail.example.com"


class MailServer:
    """Keeps what it is given; its answers to a receiver and to a mail can be changed."""

    port: int

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.sign_ins: list[tuple[str, str, bool]] = []
        self.answers = {"RCPT": "250 OK", "DATA": "250 OK"}

    @property
    def mails(self) -> list[EmailMessage]:
        return [
            message_from_bytes(envelope.original_content or b"", policy=policy.default)
            for envelope in self.envelopes
        ]

    async def handle_DATA(  # noqa: N802 - aiosmtpd looks for this name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.envelopes.append(envelope)
        return self.answers["DATA"]

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers["RCPT"]

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        encrypted = session.ssl is not None
        self.sign_ins.append((data.login.decode(), data.password.decode(), encrypted))
        return AuthResult(success=data.password != b"wrong", handled=False)


@asynccontextmanager
async def serving(
    *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None, **options: Any
) -> AsyncIterator[MailServer]:
    """Until the end of the block, on a port of its own; `options` are those of aiosmtpd."""
    mails, loop = MailServer(), asyncio.get_running_loop()

    def talk() -> SMTP:
        return SMTP(
            mails, loop=loop, tls_context=starttls, authenticator=mails.authenticate, **options
        )

    server = await loop.create_server(talk, "127.0.0.1", 0, ssl=tls)
    mails.port = server.sockets[0].getsockname()[1]
    async with server:
        yield mails
