"""Starts the workflows of leads after the sender got an answer, so that no sender waits for Temporal."""

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
"""Starts of leads with the class high that run at the same time."""

OTHERS_AT_ONCE = 2
"""Starts of all other leads. Two keep the Temporal server busy; more would only queue there ahead of hot leads."""

MOST_HOT, MOST_OTHERS = 1_000, 50
"""Starts that may wait here. The sweeper starts all others from the ledger, for example most leads of an import."""


class Deliveries(Protocol):
    """The part of the outbox that the API uses."""

    async def begin(self, journey: Journey) -> bool:
        """Start a lead's workflow; false if the start has to wait."""
        ...

    async def report(self, hearing: Hearing, afterwards: Afterwards | None = None) -> Delivery:
        """Record a fact and send it to the lead's workflow; ``afterwards`` takes work to do after the answer."""
        ...


class _Lane:
    """A queue of starts, independent of other lanes."""

    def __init__(self, at_once: int, most: int) -> None:
        self.most = most
        self.places = asyncio.Semaphore(at_once)
        self.tasks: set[asyncio.Task[None]] = set()

    def take(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


class Starts:
    """Runs starts in the background; hot leads have a lane of their own, so that none waits behind an import.

    We do not use the framework's background tasks: they delay the next request of the same connection, so an import
    would be very slow whenever Temporal answers slowly.
    """

    def __init__(self, outbox: Deliveries) -> None:
        """Take the outbox that starts workflows and delivers facts."""
        self._outbox = outbox
        self._hot, self._others = _Lane(HOT_AT_ONCE, MOST_HOT), _Lane(OTHERS_AT_ONCE, MOST_OTHERS)

    async def soon(self, journey: Journey) -> None:
        """Queue the start of this journey's lead; if the lane is full, the sweeper starts the lead later."""
        lane = self._hot if journey.qualification.is_hot else self._others
        if len(lane.tasks) >= lane.most:
            return
        lane.take(self._begin(journey, lane.places))
        await asyncio.sleep(0)  # let the start begin before the answer is written: the lead is more urgent

    def tell(self, hearing: Hearing) -> None:
        """Queue the delivery of a recorded fact; if the lane is full, the sweeper delivers it later."""
        if len(self._hot.tasks) < self._hot.most:
            self._hot.take(self._tell(hearing, self._hot.places))

    @property
    def _tasks(self) -> set[asyncio.Task[None]]:
        return self._hot.tasks | self._others.tasks

    async def settled(self) -> None:
        """Return when all running starts have ended."""
        while tasks := self._tasks:
            await asyncio.wait(tasks)

    async def drain(self, within: timedelta) -> None:
        """Wait for running starts, and cancel those that take too long; the sweeper repeats them."""
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
            except Exception as error:  # noqa: BLE001 - no caller awaits this task; the sweeper tries again
                log.error("start_failed", lead_id=journey.lead_id, error=type(error).__name__)  # noqa: TRY400 - its text could quote the lead

    async def _tell(self, hearing: Hearing, places: asyncio.Semaphore) -> None:
        async with places:
            try:
                await self._outbox.report(hearing)
            except Exception as error:  # noqa: BLE001 - no caller awaits this task; the sweeper tries again
                log.warning("interest_not_told", lead_id=hearing.lead_id, error=type(error).__name__)
