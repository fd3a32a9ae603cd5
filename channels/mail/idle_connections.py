"""SMTP connections kept for a moment between sends, so that a burst does not pay for each greeting."""

import time
from datetime import timedelta

from aiosmtplib import SMTP


class IdleConnections:
    """Connections nobody uses now; the newest is taken first, and those kept too long are closed."""

    def __init__(self, keep: timedelta) -> None:
        self._keep = keep.total_seconds()
        self._idle: list[tuple[SMTP, float]] = []

    def take(self) -> SMTP | None:
        """A connection that is young enough and still open, or None."""
        while self._idle:
            client, since = self._idle.pop()
            if client.is_connected and time.monotonic() - since < self._keep:
                return client
            _say_goodbye(client)
        return None

    def give_back(self, client: SMTP) -> None:
        """Keep a connection whose transaction is over, or close it when none are kept."""
        if self._keep and client.is_connected:
            self._idle.append((client, time.monotonic()))
        else:
            _say_goodbye(client)

    def close(self) -> None:
        """Close them all."""
        while self._idle:
            _say_goodbye(self._idle.pop()[0])


def _say_goodbye(client: SMTP) -> None:
    # QUIT without reading its answer: the transaction is settled, and waiting could only lose its receipt.
    if client.is_connected and client.protocol is not None:
        client.protocol.write(b"QUIT\r\n")
    client.close()
