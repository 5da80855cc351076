"""The mail server of SMTP_URL."""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

DEFAULT_PORTS = {"smtp": 587, "smtps": 465}
FORM = "must be smtp:// or smtps://user:password@host:port, with special characters in percent form"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    host: str
    port: int
    begins_with_tls: bool
    username: str | None
    password: str | None = field(repr=False)

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read a URL: user and password are optional, and the port; raises ValueError."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            # Its message may hold a part of the password.
            raise ValueError(FORM) from None
        if not re.fullmatch(r"[\w.:-]+", host) or port == 0 or not _has_the_form(parts):
            raise ValueError(FORM)
        return cls(
            host=host,
            port=port or DEFAULT_PORTS[parts.scheme],
            begins_with_tls=parts.scheme == "smtps",
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )

    @property
    def is_loopback(self) -> bool:
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def _has_the_form(parts: SplitResult) -> bool:
    return (
        parts.scheme in DEFAULT_PORTS
        and not (parts.path.strip("/") or parts.query or parts.fragment)
        and bool(parts.username) == bool(parts.password)
    )
