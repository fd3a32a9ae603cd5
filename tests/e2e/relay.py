"""A mail relay between the engine and the real mail server: hands each mail on, and fails at the worst instants."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import aiosmtplib
from aiosmtpd.smtp import SMTP, Envelope, Session

TAKEN = "250 2.0.0 taken"


class Moment(StrEnum):
    """An instant in the life of one SMTP transaction, named by what is true of the message then."""

    BEFORE_DATA = "before DATA"
    LOST = "taken, lost before the mail server had it, never answered"
    GAP = "delivered and never answered (the gap of RFC 1047)"
    ANSWERED = "delivered and answered"


@dataclass(frozen=True)
class Strike:
    """Something that befalls the engine while a touch passes.

    Attributes:
        number: the first touch it may befall, counted by transactions begun.
        moment: when in its transaction.
        act: does it; false when it could not be done now, and the next touch is waited for.
    """

    number: int
    moment: Moment
    act: Callable[[], bool]


class Relay:
    """Takes mail, hands it on with the same envelope, and counts.

    Strikes befall touches only, in the order of their numbers; a struck transaction is never answered, unless the
    strike comes after the answer.
    """

    def __init__(self, smtp_port: int) -> None:
        self._smtp_port = smtp_port
        self._strikes: list[Strike] = []
        self._changed = asyncio.Condition()
        self._handing_on: set[asyncio.Task[None]] = set()
        self.begun = 0
        """Transactions of touches so far."""
        self.delivered: Counter[str] = Counter()
        """Mails handed on, by recipient."""

    def plan(self, strikes: list[Strike]) -> None:
        """What is to happen."""
        self._strikes = sorted(strikes, key=lambda strike: strike.number)

    async def until(self, holds: Callable[["Relay"], bool]) -> None:
        """Return when a condition on what has passed holds."""
        async with self._changed:
            await self._changed.wait_for(lambda: holds(self))

    async def until_delivered(self, address: str, count: int = 1) -> None:
        """Return when so many mails were delivered to an address."""
        await self.until(lambda relay: relay.delivered[address] >= count)

    async def handle_MAIL(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        if _is_touch(envelope):
            self.begun += 1
            await self._tell()
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        if self.befalls(Moment.BEFORE_DATA, envelope):
            hang_up(server)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        if self.befalls(Moment.LOST, envelope):
            hang_up(server)
            return TAKEN
        # A client that dies meanwhile takes this coroutine with it, but not a message that the server has taken.
        task = asyncio.create_task(self._hand_on(envelope))
        self._handing_on.add(task)
        task.add_done_callback(self._handing_on.discard)
        await asyncio.shield(task)
        if self.befalls(Moment.GAP, envelope):
            hang_up(server)
        elif isinstance(server, _Transaction):
            server.answering = envelope
        return TAKEN

    def befalls(self, moment: Moment, envelope: Envelope) -> bool:
        """Whether a strike befalls this transaction now."""
        if not self._strikes or not _is_touch(envelope):
            return False
        strike = self._strikes[0]
        if strike.number > self.begun or strike.moment is not moment or not strike.act():
            return False
        del self._strikes[0]
        return True

    async def _hand_on(self, envelope: Envelope) -> None:
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=self._smtp_port, start_tls=False) as server:
            await server.sendmail(envelope.mail_from or "", envelope.rcpt_tos, envelope.original_content or b"")
        self.delivered.update(envelope.rcpt_tos)
        await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()


class _Transaction(SMTP):
    """aiosmtpd's protocol, which also tells the relay once the answer to a message has left."""

    answering: Envelope | None = None

    async def push(self, status: Any) -> None:
        await super().push(status)
        answered, self.answering = self.answering, None
        if answered is not None:
            relay: Relay = self.event_handler
            relay.befalls(Moment.ANSWERED, answered)


def hang_up(server: SMTP) -> None:
    """Drop the connection without a word."""
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()


def _is_touch(envelope: Envelope) -> bool:
    """Touches have a bounce address of their own; alerts to people do not."""
    return (envelope.mail_from or "").startswith("bounce+")


@asynccontextmanager
async def relaying(smtp_port: int) -> AsyncIterator[tuple[Relay, str]]:
    """A relay to the mail server on that loopback port, and the URL it takes mail at."""
    relay = Relay(smtp_port)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Transaction(relay, hostname="relay", loop=loop), "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        yield relay, f"smtp://{host}:{port}"
