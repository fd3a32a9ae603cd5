"""Starts leads' workflows after their senders were answered, so that nobody waits for Temporal."""

import asyncio
from datetime import timedelta
from typing import Protocol

import structlog

from domain.errors import SevenfoldError
from domain.intake import Delivery, Hearing

log = structlog.get_logger(__name__)

AT_ONCE = 32
"""Starts under way at a time: more only queue inside the client."""

MOST_WAITING = 1_000
"""Starts that wait here; the sweeper takes the rest, which the ledger holds in any case."""


class Deliveries(Protocol):
    """The outbox, as the API sees it."""

    async def start(self, lead_id: str) -> bool:
        """Start a lead's workflow; false when that has to wait."""
        ...

    async def report(self, hearing: Hearing) -> Delivery:
        """Record a fact and tell the lead's workflow of it."""
        ...


class Starts:
    """Starts under way.

    The framework's background tasks would not do: they hold up the next request of the same connection, which
    turns an import into a crawl whenever Temporal is slow to answer.
    """

    def __init__(self, outbox: Deliveries) -> None:
        """Over the outbox that does it."""
        self._outbox = outbox
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(AT_ONCE)

    def soon(self, lead_id: str) -> None:
        """Start this lead; returns at once."""
        if len(self._tasks) >= MOST_WAITING:
            return
        task = asyncio.create_task(self._start(lead_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Return when every start under way has ended."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def drain(self, within: timedelta) -> None:
        """Let starts under way end, and give up the others: the sweeper goes on with them."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=within.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _start(self, lead_id: str) -> None:
        async with self._places:
            try:
                await self._outbox.start(lead_id)
            except SevenfoldError as error:
                log.warning("lead_not_started", lead_id=lead_id, error=type(error).__name__)
            except Exception as error:  # noqa: BLE001 - nobody awaits this task; the sweeper tries again
                log.error("start_failed", lead_id=lead_id, error=type(error).__name__)  # noqa: TRY400 - its text could quote the lead
