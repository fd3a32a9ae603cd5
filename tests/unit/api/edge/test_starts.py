"""Starts that go on after their sender was answered."""

import asyncio
from datetime import timedelta

from builders import a_journey, a_profile

from api.edge.starts import HOT_AT_ONCE, MOST_OTHERS, OTHERS_AT_ONCE, Starts
from domain.errors import TransientError
from domain.facts.hearing import Afterwards, Delivery, Hearing
from domain.journey.state import Journey
from domain.terms.agreement import Qualification


class HeldOutbox:
    """An outbox whose starts wait until they are let go."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.begun: list[str] = []

    async def begin(self, journey: Journey) -> bool:
        self.begun.append(journey.lead_id)
        await self.gate.wait()
        if journey.lead_id == "broken":
            raise TransientError("away")
        return True

    async def report(self, hearing: Hearing, afterwards: Afterwards | None = None) -> Delivery:
        raise AssertionError(hearing)


def journey(lead_id: str, qualification: Qualification = Qualification.LOW) -> Journey:
    """A journey that is about to begin."""
    return a_journey(profile=a_profile(lead_id=lead_id), qualification=qualification)


async def test_a_start_that_fails_harms_no_other() -> None:
    """The sweeper tries again; the rest go on."""
    outbox = HeldOutbox()
    starts = Starts(outbox)
    outbox.gate.set()

    for lead_id in ("broken", "l2"):
        await starts.soon(journey(lead_id))
    await starts.settled()

    assert outbox.begun == ["broken", "l2"]


async def test_only_so_many_run_at_once_and_wait() -> None:
    """A long outage cannot fill the memory: what does not fit is left to the sweeper."""
    outbox = HeldOutbox()
    starts = Starts(outbox)

    for number in range(MOST_OTHERS + 10):
        await starts.soon(journey(f"l{number}"))
    at_once = len(outbox.begun)
    outbox.gate.set()
    await starts.settled()

    assert at_once == OTHERS_AT_ONCE
    assert len(outbox.begun) == MOST_OTHERS


async def test_a_hot_lead_waits_for_no_import() -> None:
    """However many others wait, or were turned away, leads of the class high are started at once."""
    outbox = HeldOutbox()
    starts = Starts(outbox)
    for number in range(MOST_OTHERS + 10):
        await starts.soon(journey(f"l{number}"))

    for number in range(HOT_AT_ONCE):
        await starts.soon(journey(f"hot{number}", Qualification.HIGH))

    assert {f"hot{number}" for number in range(HOT_AT_ONCE)} <= set(outbox.begun)
    outbox.gate.set()
    await starts.settled()


async def test_a_stopping_api_does_not_wait_for_temporal() -> None:
    """What is still under way is given up: the ledger holds it."""
    outbox = HeldOutbox()
    starts = Starts(outbox)
    await starts.soon(journey("l1"))

    await starts.drain(timedelta())
    await starts.settled()

    assert not outbox.gate.is_set()
