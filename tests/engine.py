"""The whole engine for tests: a real ledger, a real workflow on a given server, and channels in memory."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from temporalio import activity
from temporalio.client import Client, WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from activities.carriers import Mailer, Texter
from channels.memory import MemoryChatChannel, MemoryEmailChannel, MemoryTextChannel
from domain.channels import Channel
from domain.dispositions import Disposition
from domain.facts.hearing import Delivery, Hearing
from domain.facts.unions import Reported
from domain.hours.pace import REAL_TIME, Pace
from domain.journey.in_hand import OpenTask
from domain.journey.state import Journey
from domain.lead.form import LeadForm
from domain.terms.playbook import Playbook
from domain.wire.requests import Picture, workflow_id
from ledger.database.migrating import upgrade
from ledger.ledger import Ledger
from outbox import Outbox
from reception import Reception
from settings import Settings
from worker import activity_list, build_worker, composer_of
from workflows.lead import LeadWorkflow


class VirtualClock:
    """The server's own clock, as the activity that is running was told it: it jumps with the workflow."""

    pace: Pace = REAL_TIME

    def now(self) -> datetime:
        """The instant the activity started; local ones are given the workflow's instant by their request."""
        return activity.info().started_time.astimezone(UTC)


class _AtOnce:
    """Starts a workflow before the test goes on, and leaves further forms to the test."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def soon(self, journey: Journey) -> None:
        """Start it now."""
        await self._outbox.begin(journey)

    def tell(self, hearing: Hearing) -> None:
        """Nothing: a test that merges forms tells the workflow itself."""


class Engine:
    """What a test holds: the ledger, the outbox, what left, and how to make a lead and tell of it."""

    def __init__(self, ledger: Ledger, client: Client, settings: Settings, playbook: Playbook) -> None:
        self.ledger = ledger
        self.client = client
        self.settings = settings
        self.playbook = playbook
        self.mail = MemoryEmailChannel(settles_after=timedelta(seconds=settings.journal_delay_seconds))
        self.texts = MemoryTextChannel()
        self.chat = MemoryChatChannel()
        self.outbox = Outbox(ledger, client, settings.task_queue)
        self.reception = Reception(ledger, _AtOnce(self.outbox))
        self._numbers = count(1)

    async def arrive(self, form: LeadForm, at: datetime | None = None) -> str:
        """Receive a lead and start its workflow; its id."""
        result = await self.reception.receive(form, received_at=at or datetime.now(UTC), scope="test")
        return result.lead_id

    def handle(self, lead_id: str) -> WorkflowHandle[LeadWorkflow, Disposition]:
        """The lead's workflow."""
        return self.client.get_workflow_handle_for(LeadWorkflow.run, workflow_id(lead_id))

    async def tell(self, lead_id: str, fact: Callable[..., Reported], **fields: Any) -> Delivery:
        """Report a fact of a kind, now."""
        identity = f"test-{next(self._numbers)}"
        told = fact(**{"id": identity, "at": datetime.now(UTC), **fields})
        return await self.outbox.report(Hearing(lead_id=lead_id, fact=told))

    async def picture(self, lead_id: str) -> Picture:
        """Where the lead stands, from its workflow."""
        return await self.handle(lead_id).query(LeadWorkflow.picture)

    async def until(
        self,
        env: WorkflowEnvironment,
        lead_id: str,
        comes: Callable[[Journey], bool],
        steps: int = 80,
        hop: timedelta = timedelta(days=365),
    ) -> Journey:
        """Let the lead go from one due instant to the next, by ``hop`` at most, until its journey is as wanted."""
        handle = self.handle(lead_id)
        for _ in range(steps):
            picture = await self.picture(lead_id)
            if comes(picture.journey):
                return picture.journey
            due_at = picture.standing.next_due_at
            left = due_at - await env.get_current_time(handle) if due_at else timedelta(0)
            await env.fast_forward(handle, min(max(left, timedelta(0)), hop) + timedelta(seconds=1))
        raise AssertionError(f"it did not come to that: {picture.standing}")

    async def until_task(self, env: WorkflowEnvironment, lead_id: str) -> OpenTask:
        """Let time pass until a person has a task."""
        journey = await self.until(env, lead_id, lambda journey: journey.in_hand.task is not None)
        assert journey.in_hand.task is not None
        return journey.in_hand.task


@asynccontextmanager
async def running_engine(
    client: Client, folder: Path, playbook: Playbook, *, task_queue: str, database_url: str = ""
) -> AsyncIterator[Engine]:
    """An engine whose worker polls ``task_queue`` on the client's server, over a ledger in ``folder`` or elsewhere."""
    settings = Settings(task_queue=task_queue, home=folder, database_url=database_url, shutdown_grace_seconds=1)
    await asyncio.to_thread(upgrade, settings.ledger_url)
    ledger = Ledger.open(settings.ledger_url)
    await ledger.publications.publish(playbook, datetime.now(UTC))
    engine = Engine(ledger, client, settings, playbook)
    clock, composer = VirtualClock(), composer_of(ledger, settings)
    carriers = {
        Channel.EMAIL: Mailer(engine.mail, composer, ledger.touches, clock),
        Channel.SMS: Texter(engine.texts, composer),
    }
    activities = activity_list(
        ledger, composer=composer, carriers=carriers, email=engine.mail, chat=engine.chat, clock=clock
    )
    try:
        async with build_worker(client, settings, activities, fail_fast=True):
            yield engine
    finally:
        await ledger.close()
