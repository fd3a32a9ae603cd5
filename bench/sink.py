"""A mail server that takes everything and notes when: the far end of the acknowledgment."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """Takes mail, keeps none, and remembers how many came to each recipient and when the first one did."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self._first: dict[str, asyncio.Future[float]] = {}

    def first_mail_to(self, address: str) -> asyncio.Future[float]:
        """When the first mail to an address was taken, on the clock of ``time.monotonic``; ask before it can come."""
        return self._first.setdefault(address, asyncio.get_running_loop().create_future())

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's own name
        """Called once the whole message has come, before the answer that it was taken."""
        now = time.monotonic()
        for address in envelope.rcpt_tos:
            self.taken[address] += 1
            first = self._first.pop(address, None)
            if first is not None:
                first.set_result(now)
        return "250 2.0.0 taken"


@asynccontextmanager
async def taking_mail() -> AsyncIterator[tuple[Sink, str]]:
    """A sink that listens on loopback, and its SMTP URL."""
    sink, loop = Sink(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, hostname="sink", loop=loop), "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        yield sink, f"smtp://{host}:{port}"
