"""A mail, the way to send it, and what the log says of it."""

from typing import Any

import pytest

from kit.mail import Mail, make_mailer
from tests.factories.settings import production

LINK = "https://app.example.com/reset?token=" + "t0ken" * 20
MAIL = Mail("ada@example.com", "Grüße aus Zürich", f"Hallo,\n\n{LINK}\n\n.\nBis später ☂\n")


async def send(smtp_url: str, mail: Mail = MAIL, **values: Any) -> None:
    await make_mailer(production(smtp_url=smtp_url, **values)).send(mail)


def logged(caplog: pytest.LogCaptureFixture) -> list[Any]:
    """What the mailer logged, as structlog has it."""
    return [record.msg for record in caplog.records if record.name == "kit.mail"]
