"""Mail: by SMTP where there is a server, into the log in development."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Protocol

import aiosmtplib
from email_validator import validate_email
from pydantic import SecretStr

from kit.logging import get_logger
from kit.settings.smtp import SmtpServer

TIMEOUT = 10  # seconds

logger = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Mail:
    to: str
    subject: str
    text: str


class Mailer(Protocol):
    async def send(self, mail: Mail) -> None:
        """Meant for after the answer: a failure is logged, never raised."""


class MailSettings(Protocol):
    """The settings of a project that sends mail."""

    smtp_url: SecretStr | None
    mail_from: str

    @property
    def is_production(self) -> bool: ...


def make_mailer(settings: MailSettings) -> Mailer:
    if settings.smtp_url:
        server = SmtpServer.parse(settings.smtp_url.get_secret_value())
        return SmtpMailer(server, sender=settings.mail_from)
    return NoMailer() if settings.is_production else LogMailer()


class SmtpMailer:
    def __init__(self, server: SmtpServer, sender: str) -> None:
        self._server = server
        self._sender = sender
        self._tls = ssl.create_default_context()

    async def send(self, mail: Mail) -> None:
        try:
            await self._deliver(compose(mail, self._sender))
        except Exception as error:
            logger.error("mail not sent", subject=mail.subject, reason=_reason(error))

    async def _deliver(self, message: EmailMessage) -> None:
        server = self._server
        await aiosmtplib.send(
            message,
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.begins_with_tls,
            start_tls=not server.begins_with_tls and not server.is_loopback,
            tls_context=self._tls,
            # By default it asks the DNS what this machine is called.
            local_hostname=message["From"].addresses[0].domain,
            timeout=TIMEOUT,
        )


class LogMailer:
    """Prints mails, so that a developer can follow their links."""

    async def send(self, mail: Mail) -> None:
        lines = [f"To: {mail.to}", f"Subject: {mail.subject}", "", *mail.text.splitlines()]
        # Indented and printable, so that no line of a mail looks like one of the log.
        shown = (line if line.isprintable() else ascii(line)[1:-1] for line in lines)
        logger.info("\n    ".join(["mail", *shown]))


class NoMailer:
    async def send(self, mail: Mail) -> None:
        logger.warning("mail not sent", subject=mail.subject, reason="SMTP_URL is not set")


def compose(mail: Mail, sender: str) -> EmailMessage:
    """The message as it is sent; raises ValueError for what would break out of a header."""
    message = EmailMessage()
    message["From"] = origin = _address(sender)
    message["To"] = _address(mail.to)
    message["Subject"] = mail.subject
    message["Date"] = datetime.now(UTC)
    message["Message-ID"] = make_msgid(domain=origin.domain)
    # Nobody's absence is to be answered.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message


def _address(text: str) -> Address:
    """One address, its domain in ASCII, which every server understands."""
    parts = validate_email(text, check_deliverability=False)
    return Address(username=parts.local_part, domain=parts.ascii_domain)


def _reason(error: Exception) -> str:
    """What failed. The words of the server are left out: they may quote the mail."""
    match error:
        case aiosmtplib.SMTPResponseException(code=code):
            return f"{type(error).__name__} {code}"
        case aiosmtplib.SMTPRecipientsRefused(recipients=[first, *_]):
            return f"{type(error).__name__} {first.code}"
    return f"{type(error).__name__}: {error}"
