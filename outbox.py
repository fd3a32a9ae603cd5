"""The outbox: delivers what the API accepted to the lead's workflow, with effect once, however often it tries.

Everything is in the ledger before a workflow is told. A start is retried with USE_EXISTING and a fact with its own id,
which the workflow remembers. So a crash can delay a delivery, but neither lose nor duplicate it.
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
from domain.facts.happened import Heard, Travels
from domain.facts.hearing import Afterwards, Delivery, Hearing
from domain.facts.unions import FACTS, ReplyReceived, Reported
from domain.intake.beginning import journey_of
from domain.journey.state import Journey
from domain.wire.requests import Carried, LeadInput, workflow_id
from ledger.ledger import Ledger
from workflows.lead import LeadWorkflow
from workflows.standing import search_attributes

log = structlog.get_logger(__name__)


ANSWER_WITHIN = timedelta(seconds=3)
"""How long a caller waits for the workflow; after that the sweeper tries again."""


UNDER_WAY = 2
"""How many leads may be starting before a lead that is not hot waits. Measured on two cores: this many keep both busy,
and each further one delays hot leads that arrive meanwhile. A fleet of workers sets more."""


ON_ITS_WAY = timedelta(milliseconds=500)
"""After this a start no longer counts as under way: it is waiting on I/O (a slow mail server), not on the CPU. So at
least four leads start per second."""


GLANCE = timedelta(milliseconds=20)


STARTS_AT_ONCE = 50
"""Starts in one sweep. With more, the delivery of people's reports would wait too long."""


_AWAY = frozenset({RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED})


FIRST_CHOICE, ORDINARY = Priority(priority_key=1), Priority(priority_key=3)


def told_of(fact: Reported) -> Carried:
    """The fact in the form that is sent to the workflow."""
    return Carried(id=fact.id, fact=fact.model_dump(mode="json"))


def _travels(told: Carried) -> Travels:
    """How a recorded fact reaches its workflow; one of a kind that this code does not know waits for an answer."""
    fact = FACTS.get(str(told.fact.get("kind")))
    return fact.traits.travels if fact is not None and issubclass(fact, Heard) else Travels.UPDATE


class Swept(NamedTuple):
    """What one sweep did."""

    started: int
    delivered: int


class Outbox:
    """Starts leads and delivers facts, with retries."""

    def __init__(self, ledger: Ledger, client: Client, task_queue: str, *, under_way: int = UNDER_WAY) -> None:
        """Take the ledger, a Temporal client and the task queue.

        Args:
            ledger: has everything that is to be delivered.
            client: a Temporal client; it may be lazy.
            task_queue: the queue that the workers poll.
            under_way: how many leads may be starting before a lead that is not hot waits.
        """
        self._ledger = ledger
        self._client = client
        self._task_queue = task_queue
        self._under_way = under_way

    async def start(self, lead_id: str) -> bool:
        """Start a lead from the ledger, like ``begin``."""
        return await self.begin(await self._journey(lead_id))

    async def _journey(self, lead_id: str) -> Journey:
        arrival = await self._ledger.intake.arrival_of(lead_id)
        return journey_of(arrival, await self._ledger.publications.version(arrival.playbook))

    async def begin(self, journey: Journey) -> bool:
        """Start the lead's workflow unless it runs already; false if the start has to be retried later.

        A hot lead starts at once. Other leads wait for their turn, so that an import does not delay hot leads.
        """
        await self._turn(journey)
        return await self._begin(journey) is None

    async def _turn(self, journey: Journey) -> None:
        """Return when it is this lead's turn: fewer leads are starting than may be at the same time."""
        while not journey.qualification.is_hot:
            now = datetime.now(UTC)
            if await self._ledger.intake.under_way(now, started_after=now - ON_ITS_WAY) < self._under_way:
                return
            await asyncio.sleep(GLANCE.total_seconds())

    async def _begin(self, journey: Journey) -> Exception | None:
        """Start the workflow; return the error if that failed."""
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
            pass  # the workflow has run and ended; only the ledger's note of its start was lost
        except (RPCError, RuntimeError) as error:
            log.warning("lead_not_started", lead_id=lead_id, status=_status(error))
            return error
        await self._ledger.intake.mark_started(lead_id, datetime.now(UTC))
        return None

    async def report(self, hearing: Hearing, afterwards: Afterwards | None = None) -> Delivery:
        """Record a fact, then send it to the lead's workflow; ``pending`` if that has to be retried later.

        Args:
            hearing: the fact.
            afterwards: runs work after the answer: noting in the ledger that the fact was applied. If that note is
                lost, the fact is sent again with the same id, which does no harm.
        """
        known = await self._ledger.hearings.record(hearing)
        if known is not None and known.state != "pending":
            return known
        delivery = await self.deliver(hearing.lead_id, told_of(hearing.fact), afterwards)
        if delivery.state == "applied" and isinstance(hearing.fact, ReplyReceived):
            for waiting in await self._ledger.hearings.followed_by(hearing.fact.id):
                await self.deliver(waiting.lead_id, waiting.told)
        return delivery

    async def deliver(self, lead_id: str, told: Carried, afterwards: Afterwards | None = None) -> Delivery:
        """Send a recorded fact to the workflow and record the result; ``afterwards`` as in ``report``."""
        handle = self._client.get_workflow_handle_for(LeadWorkflow.run, workflow_id(lead_id))
        try:
            match _travels(told):
                case Travels.SIGNAL:
                    await handle.signal(LeadWorkflow.heard, told, rpc_timeout=ANSWER_WITHIN)
                    delivery = Delivery(state="applied")
                case Travels.UPDATE:
                    answer = await handle.execute_update(
                        LeadWorkflow.report, told, id=told.id, rpc_timeout=ANSWER_WITHIN
                    )
                    delivery = Delivery(state="applied", answer=answer.disposition or answer.stage)
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
        """The result of a failed delivery: too late if the lead has ended, else pending."""
        if isinstance(error, RPCError) and error.status is RPCStatusCode.NOT_FOUND:
            ending = await self._ledger.reading.ending(lead_id)
            if ending is not None:
                return Delivery(state="too_late", answer=f"the lead has ended: {ending.disposition} ({ending.reason})")
        return Delivery(state="pending", answer=_status(error))

    async def sweep(self, *, limit: int = 200) -> Swept:
        """Start leads that are not started yet, and deliver facts that are not delivered yet."""
        started = await self._start_waiting()
        await self._ledger.signals.fade(datetime.now(UTC))
        delivered = 0
        for waiting in await self._ledger.hearings.pending(datetime.now(UTC), limit):
            delivery = await self.deliver(waiting.lead_id, waiting.told)
            delivered += delivery.state != "pending"
        return Swept(started, delivered)

    async def _start_waiting(self) -> int:
        """Start the leads that have waited longest, hot ones first; return how many were started."""
        waiting = [await self._journey(lead_id) for lead_id in await self._ledger.intake.unstarted(STARTS_AT_ONCE)]
        started = 0
        for journey in sorted(waiting, key=lambda each: each.qualification.is_hot, reverse=True):
            await self._turn(journey)
            error = await self._begin(journey)
            if error is not None and _is_away(error):
                break  # the server is away for all others too; after any other error the next lead is tried
            started += error is None
        return started


def _refused(error: WorkflowUpdateFailedError) -> Delivery:
    cause = error.cause
    if isinstance(cause, ApplicationError) and cause.type == REFUSED:
        return Delivery(state="refused", answer=cause.message)
    # The workflow closed or continued as new before it ran the accepted update: it is sent again with the same id.
    return Delivery(state="pending", answer="the lead's workflow was moving to its next run")


def _is_away(error: Exception) -> bool:
    """Whether the server could not be reached; a client that never connected raises a plain RuntimeError."""
    return not isinstance(error, RPCError) or error.status in _AWAY


def _status(error: Exception) -> str:
    return error.status.name.lower() if isinstance(error, RPCError) else "unreachable"
