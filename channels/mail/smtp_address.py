"""Where an SMTP server is and how to log in there, read from a URL."""

import re
import socket
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Self
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from aiosmtplib import SMTP

from domain.errors import SettingsInvalidError

_PORTS: Final = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True)
class SmtpAddress:
    """A server and its login; prints without the password."""

    host: str
    port: int
    user: str
    password: str
    implicit_tls: bool
    starttls: bool

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read ``smtp[s]://[user:password@]host[:port][?starttls=1]``.

        Raises:
            SettingsInvalidError: naming what is wrong, never the password.
        """
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise SettingsInvalidError(
                f"SMTP URL with scheme {parts.scheme!r}: expected smtp[s]://[user:password@]host:port[?starttls=1]"
            )
        starttls = parse_qs(parts.query).get("starttls", ["0"])[0] in {"1", "true"}
        if starttls and parts.scheme == "smtps":
            raise SettingsInvalidError("SMTP URL: smtps:// is encrypted from the start, drop ?starttls=1")
        return cls(
            host=parts.hostname,
            port=_port(parts) or _PORTS[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            implicit_tls=parts.scheme == "smtps",
            starttls=starttls,
        )

    def client(self, patience: timedelta) -> SMTP:
        """A client for one connection, not yet connected."""
        return SMTP(
            hostname=self.host,
            port=self.port,
            username=self.user or None,
            password=self.password or None,
            use_tls=self.implicit_tls,
            start_tls=self.starttls,
            local_hostname=_greeting(),
            timeout=patience.total_seconds(),
        )

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError as error:
        raise SettingsInvalidError(f"SMTP URL: {error}") from error


def _greeting() -> str:
    """The name given in EHLO: the library's own default asks the DNS, which can take seconds."""
    name = socket.gethostname()
    return name if re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?", name) else "localhost"
