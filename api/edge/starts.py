"""Starts leads' workflows after their senders were answered, so that nobody waits for Temporal."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, Protocol

import structlog

from domain.errors import SevenfoldError
from domain.facts.hearing import Afterwards, Delivery, Hearing
from domain.journey.state import Journey

log = structlog.get_logger(__name__)

HOT_AT_ONCE = 8
"""Starts of leads of the class high that are under way at a time."""

OTHERS_AT_ONCE = 2
"""Starts of all others: two keep the server busy, and more would only queue there, in front of the hot ones."""

MOST_HOT, MOST_OTHERS = 1_000, 50
"""Starts that wait here. The sweeper takes the rest, which the ledger holds in any case: of an import nearly all."""


class Deliveries(Protocol):
    """The outbox, as the API sees it."""

    async def begin(self, journey: Journey) -> bool:
        """Start a lead's workflow; false when that has to wait."""
        ...

    async def report(self, hearing: Hearing, afterwards: Afterwards | None = None) -> Delivery:
        """Record a fact and tell the lead's workflow of it; ``afterwards`` takes what may wait for the answer."""
        ...


class _Lane:
    """Starts that take turns with each other and wait for nobody else."""

    def __init__(self, at_once: int, most: int) -> None:
        self.most = most
        self.places = asyncio.Semaphore(at_once)
        self.tasks: set[asyncio.Task[None]] = set()

    def take(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


class Starts:
    """Starts under way: hot leads have a lane of their own, so that none of them waits behind an import.

    The framework's background tasks would not do: they hold up the next request of the same connection, which
    turns an import into a crawl whenever Temporal is slow to answer.
    """

    def __init__(self, outbox: Deliveries) -> None:
        """Over the outbox that does it."""
        self._outbox = outbox
        self._hot, self._others = _Lane(HOT_AT_ONCE, MOST_HOT), _Lane(OTHERS_AT_ONCE, MOST_OTHERS)

    async def soon(self, journey: Journey) -> None:
        """Start the lead of this journey; returns when that is on its way, or has to wait for its turn."""
        lane = self._hot if journey.qualification.is_hot else self._others
        if len(lane.tasks) >= lane.most:
            return
        lane.take(self._begin(journey, lane.places))
        await asyncio.sleep(0)  # writing the answer takes a moment, too, and nobody waits for that as the lead does

    def tell(self, hearing: Hearing) -> None:
        """Tell a lead's workflow of a fact that is on record; the sweeper does when there is no room now."""
        if len(self._hot.tasks) < self._hot.most:
            self._hot.take(self._tell(hearing, self._hot.places))

    @property
    def _tasks(self) -> set[asyncio.Task[None]]:
        return self._hot.tasks | self._others.tasks

    async def settled(self) -> None:
        """Return when every start under way has ended."""
        while tasks := self._tasks:
            await asyncio.wait(tasks)

    async def drain(self, within: timedelta) -> None:
        """Let starts under way end, and give up the others: the sweeper goes on with them."""
        tasks = self._tasks
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=within.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _begin(self, journey: Journey, places: asyncio.Semaphore) -> None:
        async with places:
            try:
                await self._outbox.begin(journey)
            except SevenfoldError as error:
                log.warning("lead_not_started", lead_id=journey.lead_id, error=type(error).__name__)
            except Exception as error:  # noqa: BLE001 - nobody awaits this task; the sweeper tries again
                log.error("start_failed", lead_id=journey.lead_id, error=type(error).__name__)  # noqa: TRY400 - its text could quote the lead

    async def _tell(self, hearing: Hearing, places: asyncio.Semaphore) -> None:
        async with places:
            try:
                await self._outbox.report(hearing)
            except Exception as error:  # noqa: BLE001 - nobody awaits this task; the sweeper tries again
                log.warning("interest_not_told", lead_id=hearing.lead_id, error=type(error).__name__)
