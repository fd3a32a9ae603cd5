"""Watches a mailbox and delivers what arrives there, at least once, in order."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Final, Self, TypeVar

import structlog

from channels.incoming.mail import LARGEST_MAIL, parse
from channels.mail.mailbox import ImapAddress, ImapMailbox
from domain.incoming.mail import Cursor, InboundMail

_log = structlog.get_logger(__name__)
# RFC 2177: a server may log off who idles for half an hour.
_LONGEST_IDLE: Final = timedelta(minutes=28)

Result = TypeVar("Result")
Deliver = Callable[[InboundMail], Awaitable[None]]


class ImapWatcher:
    """Reads one mailbox from where its cursor stands, for as long as it is let.

    Args:
        url: ``imap[s]://user:password@host[:port][/FOLDER]``.
        poll: how often to look where the server announces nothing; announcements are acted on at once.
        first_retry: the pause after the first failure in a row; it doubles up to ``longest_retry``.
        longest_retry: the longest pause between two attempts.
        patience: how long one answer of the server may take.

    Raises:
        SettingsInvalidError: when the URL can't be understood.
    """

    def __init__(
        self,
        url: str,
        *,
        poll: timedelta = timedelta(seconds=2),
        first_retry: timedelta = timedelta(seconds=1),
        longest_retry: timedelta = timedelta(minutes=1),
        patience: timedelta = timedelta(seconds=30),
    ) -> None:
        self._address = ImapAddress.parse(url)
        self._poll = min(poll, _LONGEST_IDLE)
        self._first_retry = first_retry
        self._longest_retry = longest_retry
        self._patience = patience
        self._pause = first_retry

    @property
    def mailbox(self) -> str:
        """The name under which the cursor keeps this mailbox: ``user@host:port/FOLDER``."""
        return str(self._address)

    async def watch(self, deliver: Deliver, cursor: Cursor) -> None:
        """Deliver every message, new ones as they come, until cancelled.

        The cursor moves after ``deliver`` returns: after a crash a message may be delivered again, with the same
        ``raw_sha256``. A message that ``deliver`` refuses is tried again, with growing pauses, and holds up those
        behind it: a reply that is skipped would let the next touch leave.
        """
        while True:
            try:
                await self._watch_connected(deliver, cursor)
            except Exception as error:  # noqa: BLE001 - whatever broke, a watcher that ends misses every later reply
                _log.warning("mailbox_watch_failed", mailbox=self.mailbox, error=type(error).__name__)
            await asyncio.sleep(self._pause.total_seconds())
            self._pause = min(self._pause * 2, self._longest_retry)

    async def _watch_connected(self, deliver: Deliver, cursor: Cursor) -> None:
        with _Session(ImapMailbox(self._address, self._patience)) as session:
            await session.run(session.mailbox.open)
            uidvalidity = await session.run(session.mailbox.uidvalidity)
            while True:
                await self._deliver_new(session, uidvalidity, deliver, cursor)
                self._pause = self._first_retry
                await self._wait(session)

    async def _deliver_new(self, session: "_Session", uidvalidity: int, deliver: Deliver, cursor: Cursor) -> None:
        saved = await cursor.load(self.mailbox)
        last = saved[1] if saved and saved[0] == uidvalidity else 0
        # Until nothing is new: what arrives during delivery is announced during delivery, not in the wait.
        while uids := await session.run(partial(session.mailbox.uids_after, last)):
            for last in uids:
                if mail := await session.run(partial(_read, session.mailbox, last)):
                    await deliver(mail)
                await cursor.save(self.mailbox, uidvalidity, last)

    async def _wait(self, session: "_Session") -> None:
        if session.mailbox.can_idle:
            await session.run(partial(session.mailbox.wait, self._poll))
        else:
            await asyncio.sleep(self._poll.total_seconds())
            await session.run(session.mailbox.refresh)


class _Session:
    """A mailbox and the one thread that talks to it.

    Leaving never waits: the connection is broken under a call that is still waiting on it, and the thread lets go
    of it behind that call. Waiting for the call would hold up a worker's shutdown for as long as a dead server can.
    """

    def __init__(self, mailbox: ImapMailbox) -> None:
        self.mailbox = mailbox
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="imap")

    async def run(self, call: Callable[[], Result]) -> Result:
        """Run a blocking call in the session's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.mailbox.hang_up()
        self._thread.submit(self.mailbox.close)
        self._thread.shutdown(wait=False)


def _read(mailbox: ImapMailbox, uid: int) -> InboundMail | None:
    # A message above the limit is read as far as the limit goes: a reply must not be lost for its attachment.
    message = mailbox.fetch(uid, LARGEST_MAIL)
    return parse(message.raw, message.received_at) if message else None
