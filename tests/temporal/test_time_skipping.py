"""The test server does what every workflow test builds on."""

import uuid
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel
from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

STAGE = SearchAttributeKey.for_keyword("LeadStage")
NEXT_DUE = SearchAttributeKey.for_datetime("LeadNextDue")


class Nap(BaseModel):
    """How often to sleep, and how long each time."""

    times: int
    each: timedelta


@workflow.defn
class NapWorkflow:
    """Sleeps, and can be asked how often it has."""

    def __init__(self) -> None:
        self._done = 0

    @workflow.run
    async def run(self, nap: Nap) -> timedelta:
        """Sleep as told; the time that passed."""
        began = workflow.now()
        for _ in range(nap.times):
            await workflow.sleep(nap.each)
            self._done += 1
        return workflow.now() - began

    @workflow.query
    def done(self) -> int:
        """How many naps are over."""
        return self._done


async def test_a_month_of_timers_passes_on_the_workflows_own_clock(env: WorkflowEnvironment) -> None:
    """A workflow that sleeps thirty days ends at once, thirty days later by its own clock."""
    queue = str(uuid.uuid4())
    async with Worker(env.client, task_queue=queue, workflows=[NapWorkflow]):
        slept: timedelta = await env.client.execute_workflow(
            NapWorkflow.run, Nap(times=1, each=timedelta(days=30)), id=str(uuid.uuid4()), task_queue=queue
        )

    assert timedelta(days=30) <= slept < timedelta(days=30, minutes=1)


async def test_more_timers_than_the_servers_own_limit_are_skipped(env: WorkflowEnvironment) -> None:
    """A workflow with 250 timers ends, though the server would stop skipping after 200."""
    queue = str(uuid.uuid4())
    async with Worker(env.client, task_queue=queue, workflows=[NapWorkflow]):
        slept: timedelta = await env.client.execute_workflow(
            NapWorkflow.run, Nap(times=250, each=timedelta(hours=1)), id=str(uuid.uuid4()), task_queue=queue
        )

    assert slept >= timedelta(hours=250)


async def test_a_workflow_can_be_met_between_two_timers(env: WorkflowEnvironment) -> None:
    """Fast-forwarding by a week leaves a workflow with daily timers after its seventh."""
    queue = str(uuid.uuid4())
    async with Worker(env.client, task_queue=queue, workflows=[NapWorkflow]):
        with env.with_time_skipping_disabled():
            handle = await env.client.start_workflow(
                NapWorkflow.run, Nap(times=14, each=timedelta(days=1)), id=str(uuid.uuid4()), task_queue=queue
            )
        began = await env.get_current_time(handle)

        moved = await env.fast_forward(handle, timedelta(days=7, hours=12))

        assert moved
        assert await handle.query(NapWorkflow.done) == 7
        assert await env.get_current_time(handle) - began >= timedelta(days=7, hours=12)
        await handle.terminate()


async def test_the_leads_search_attributes_are_registered(env: WorkflowEnvironment) -> None:
    """A workflow that starts with the lead's search attributes is accepted and carries them."""
    due_at = datetime(2026, 3, 9, 14, 30, tzinfo=UTC)
    stage, due = SearchAttributePair(STAGE, "working"), SearchAttributePair(NEXT_DUE, due_at)
    queue = str(uuid.uuid4())
    async with Worker(env.client, task_queue=queue, workflows=[NapWorkflow]):
        handle = await env.client.start_workflow(
            NapWorkflow.run,
            Nap(times=1, each=timedelta(days=1)),
            id=str(uuid.uuid4()),
            task_queue=queue,
            search_attributes=TypedSearchAttributes([stage, due]),
        )
        await handle.result()

    carried = (await handle.describe()).typed_search_attributes
    assert carried[STAGE] == "working"
    assert carried[NEXT_DUE] == due_at
