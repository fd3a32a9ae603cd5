"""Starts that go on after their sender was answered."""

import asyncio
from datetime import timedelta

from api.starting import AT_ONCE, MOST_WAITING, Starts
from domain.errors import TransientError
from domain.intake import Delivery, Hearing


class HeldOutbox:
    """An outbox whose starts wait until they are let go."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.begun: list[str] = []

    async def start(self, lead_id: str) -> bool:
        self.begun.append(lead_id)
        await self.gate.wait()
        if lead_id == "broken":
            raise TransientError("away")
        return True

    async def report(self, hearing: Hearing) -> Delivery:
        raise AssertionError(hearing)


async def test_a_start_that_fails_harms_no_other() -> None:
    """The sweeper tries again; the rest go on."""
    outbox = HeldOutbox()
    starts = Starts(outbox)
    outbox.gate.set()

    for lead_id in ("broken", "l2"):
        starts.soon(lead_id)
    await starts.settled()

    assert outbox.begun == ["broken", "l2"]


async def test_only_so_many_run_at_once_and_wait() -> None:
    """A long outage cannot fill the memory: what does not fit is left to the sweeper."""
    outbox = HeldOutbox()
    starts = Starts(outbox)

    for number in range(MOST_WAITING + 10):
        starts.soon(f"l{number}")
    await asyncio.sleep(0)
    at_once = len(outbox.begun)
    outbox.gate.set()
    await starts.settled()

    assert at_once == AT_ONCE
    assert len(outbox.begun) == MOST_WAITING


async def test_a_stopping_api_does_not_wait_for_temporal() -> None:
    """What is still under way is given up: the ledger holds it."""
    outbox = HeldOutbox()
    starts = Starts(outbox)
    starts.soon("l1")

    await starts.drain(timedelta())
    await starts.settled()

    assert not outbox.gate.is_set()
