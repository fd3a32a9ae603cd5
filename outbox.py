"""The outbox: what the API accepted reaches the lead's workflow, once in effect, however often it is tried.

Everything is in the ledger before anybody is told. A start is repeated with USE_EXISTING, a fact with its own id, which
the workflow remembers; so a crash between the two can only delay, never lose or double.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import structlog
from temporalio.client import Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.common import Priority, WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from activities.interceptors import REFUSED
from domain.facts.heard import PROVIDER_FACTS
from domain.facts.hearing import Afterwards, Delivery, Hearing
from domain.facts.unions import ReplyReceived, Reported
from domain.intake.beginning import journey_of
from domain.journey.state import Journey
from domain.wire.requests import LeadInput, Told, workflow_id
from ledger.ledger import Ledger
from workflows.lead import LeadWorkflow
from workflows.standing import search_attributes

log = structlog.get_logger(__name__)


ANSWER_WITHIN = timedelta(seconds=3)
"""How long a caller waits for the workflow; the sweeper goes on after that."""


UNDER_WAY = 2
"""Leads just started and not yet at rest, beyond which a lead that is not hot waits for its turn. Measured on two
cores: as many keep them busy, and with each one more a hot lead that arrives meanwhile has longer to wait. A fleet
of workers sets more."""


ON_ITS_WAY = timedelta(milliseconds=500)
"""A lead that has not come to rest by then waits for something else than the processor (a slow mail server), and no
other waits for it: so whatever happens, four leads start in a second."""


GLANCE = timedelta(milliseconds=20)


STARTS_AT_ONCE = 50
"""Of one sweep: with more, what people reported would wait too long for its delivery."""


_AWAY = frozenset({RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED})


FIRST_CHOICE, ORDINARY = Priority(priority_key=1), Priority(priority_key=3)


def told_of(fact: Reported) -> Told:
    """A fact as it travels."""
    return Told(id=fact.id, fact=fact.model_dump(mode="json"))


class Swept(NamedTuple):
    """What one sweep did."""

    started: int
    delivered: int


class Outbox:
    """Starts leads and delivers facts, now and again later."""

    def __init__(self, ledger: Ledger, client: Client, task_queue: str, *, under_way: int = UNDER_WAY) -> None:
        """Over a ledger, a client that may be lazy, and the queue that workers poll.

        Args:
            ledger: where everything is on record.
            client: of Temporal.
            task_queue: that workers poll.
            under_way: leads just started beyond which one that is not hot waits.
        """
        self._ledger = ledger
        self._client = client
        self._task_queue = task_queue
        self._under_way = under_way

    async def start(self, lead_id: str) -> bool:
        """As ``begin``, of a lead as the ledger has it."""
        return await self.begin(await self._journey(lead_id))

    async def _journey(self, lead_id: str) -> Journey:
        arrival = await self._ledger.intake.arrival_of(lead_id)
        return journey_of(arrival, await self._ledger.publications.version(arrival.playbook))

    async def begin(self, journey: Journey) -> bool:
        """Start the lead's workflow, or find it started; false when that has to wait.

        A hot lead is started at once, any other in its turn: an import must not fill the queues before it.
        """
        await self._turn(journey)
        return await self._begin(journey) is None

    async def _turn(self, journey: Journey) -> None:
        """Return when few enough of the leads that were just started are still being answered or assigned."""
        while not journey.qualification.is_hot:
            now = datetime.now(UTC)
            if await self._ledger.intake.under_way(now, started_after=now - ON_ITS_WAY) < self._under_way:
                return
            await asyncio.sleep(GLANCE.total_seconds())

    async def _begin(self, journey: Journey) -> Exception | None:
        """What kept the workflow from being started, if anything did."""
        lead_id = journey.lead_id
        try:
            await self._client.start_workflow(
                LeadWorkflow.run,
                LeadInput(journey=journey),
                id=workflow_id(lead_id),
                task_queue=self._task_queue,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                search_attributes=search_attributes(journey),
                static_summary=f"{journey.qualification.value} · {journey.cadence.title}",
                priority=FIRST_CHOICE if journey.qualification.is_hot else ORDINARY,
                rpc_timeout=ANSWER_WITHIN,
            )
        except WorkflowAlreadyStartedError:
            pass  # it ran and ended: the ledger only missed our note of it
        except (RPCError, RuntimeError) as error:
            log.warning("lead_not_started", lead_id=lead_id, status=_status(error))
            return error
        await self._ledger.intake.mark_started(lead_id, datetime.now(UTC))
        return None

    async def report(self, hearing: Hearing, afterwards: Afterwards | None = None) -> Delivery:
        """Record a fact, then tell the lead's workflow; ``pending`` when that has to wait.

        Args:
            hearing: the fact.
            afterwards: takes what need not be done before the answer: to note that the fact was applied. Without
                that note the fact is only told once more, by its own id.
        """
        known = await self._ledger.hearings.record(hearing)
        if known is not None and known.state != "pending":
            return known
        delivery = await self.deliver(hearing.lead_id, told_of(hearing.fact), afterwards)
        if delivery.state == "applied" and isinstance(hearing.fact, ReplyReceived):
            for waiting in await self._ledger.hearings.followed_by(hearing.fact.id):
                await self.deliver(waiting.lead_id, waiting.told)
        return delivery

    async def deliver(self, lead_id: str, told: Told, afterwards: Afterwards | None = None) -> Delivery:
        """Tell the workflow of a recorded fact and write down what became of it; ``afterwards`` as in ``report``."""
        handle = self._client.get_workflow_handle_for(LeadWorkflow.run, workflow_id(lead_id))
        try:
            if told.fact.get("kind") in PROVIDER_FACTS:
                await handle.signal(LeadWorkflow.heard, told, rpc_timeout=ANSWER_WITHIN)
                delivery = Delivery(state="applied")
            else:
                heard = await handle.execute_update(LeadWorkflow.report, told, id=told.id, rpc_timeout=ANSWER_WITHIN)
                delivery = Delivery(state="applied", answer=heard.disposition or heard.stage)
        except WorkflowUpdateFailedError as error:
            delivery = _refused(error)
        except WorkflowUpdateRPCTimeoutOrCancelledError:
            delivery = Delivery(state="pending", answer="the lead's workflow has not answered yet")
        except (RPCError, RuntimeError) as error:
            delivery = await self._undelivered(lead_id, error)
        if delivery.state == "pending":
            await self._ledger.hearings.tried(told.id, datetime.now(UTC))
        elif delivery.state == "applied" and afterwards is not None:
            afterwards(self._ledger.hearings.delivered, told.id, delivery, datetime.now(UTC))
        else:
            await self._ledger.hearings.delivered(told.id, delivery, datetime.now(UTC))
        return delivery

    async def _undelivered(self, lead_id: str, error: RPCError | RuntimeError) -> Delivery:
        """A workflow that is not there has ended, or has not begun; anything else passes."""
        if isinstance(error, RPCError) and error.status is RPCStatusCode.NOT_FOUND:
            ending = await self._ledger.reading.ending(lead_id)
            if ending is not None:
                return Delivery(state="too_late", answer=f"the lead has ended: {ending.disposition} ({ending.reason})")
        return Delivery(state="pending", answer=_status(error))

    async def sweep(self, *, limit: int = 200) -> Swept:
        """Start what was accepted and not started, deliver what was recorded and not delivered."""
        started = await self._start_waiting()
        await self._ledger.signals.fade(datetime.now(UTC))
        delivered = 0
        for waiting in await self._ledger.hearings.pending(datetime.now(UTC), limit):
            delivery = await self.deliver(waiting.lead_id, waiting.told)
            delivered += delivery.state != "pending"
        return Swept(started, delivered)

    async def _start_waiting(self) -> int:
        """Start the leads that wait longest, the hot ones among them first; how many were started."""
        waiting = [await self._journey(lead_id) for lead_id in await self._ledger.intake.unstarted(STARTS_AT_ONCE)]
        started = 0
        for journey in sorted(waiting, key=lambda each: each.qualification.is_hot, reverse=True):
            await self._turn(journey)
            error = await self._begin(journey)
            if error is not None and _is_away(error):
                break  # the rest would wait for the server too; a lead that it refuses must not hold up the others
            started += error is None
        return started


def _refused(error: WorkflowUpdateFailedError) -> Delivery:
    cause = error.cause
    if isinstance(cause, ApplicationError) and cause.type == REFUSED:
        return Delivery(state="refused", answer=cause.message)
    # The update was accepted and the workflow closed or moved on before it ran: it is told again with the same id.
    return Delivery(state="pending", answer="the lead's workflow was changing over")


def _is_away(error: Exception) -> bool:
    """Whether the server could not be reached: a client that never was connected says so by a plain RuntimeError."""
    return not isinstance(error, RPCError) or error.status in _AWAY


def _status(error: Exception) -> str:
    return error.status.name.lower() if isinstance(error, RPCError) else "unreachable"
