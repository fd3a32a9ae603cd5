"""Clocks of promises on a real server, over both databases: kept, broken at their instant, and climbed."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from engine import Engine, running_engine
from sqlalchemy import RowMapping, select
from temporalio.api.enums.v1 import EventType
from temporalio.testing import WorkflowEnvironment

from domain.channels import Consent
from domain.errors import ChannelUnavailableError
from domain.facts.unions import Accepted, OutcomeLogged, Rejected, ReplyReceived
from domain.journey.promise import PromiseKind, PromiseState
from domain.journey.state import Journey, Stage
from domain.lead.form import Intent, LeadForm
from domain.outcomes import Outcome
from domain.terms.playbook import Playbook
from domain.wire.requests import workflow_id
from ledger.database.tables import entries, promises

pytest_plugins = ("ledgers",)

HOT = LeadForm(
    first_name="Dana", last_name="Reyes", email="dana@acme.example", phone="+14155550101", company="Acme",
    company_size=300, intent=Intent.DEMO, time_zone="America/New_York", country="US", region="NY",
    consent=Consent(sms=False),
)  # fmt: skip


@pytest.fixture
async def engine(env: WorkflowEnvironment, shipped: Playbook, tmp_path: Path, ledger_url: str) -> AsyncIterator[Engine]:
    """The whole engine on the shipped playbook, over each database in turn."""
    queue = f"q-{uuid4()}"
    async with running_engine(env.client, tmp_path, shipped, task_queue=queue, database_url=ledger_url) as running:
        yield running


async def kept_in(engine: Engine, lead_id: str) -> dict[str, RowMapping]:
    """The promises of a lead on record, by kind."""
    of_lead = select(promises).where(promises.c.lead_id == lead_id)
    rows = await engine.ledger.database.read(lambda connection: connection.execute(of_lead).mappings().all())
    return {row["kind"]: row for row in rows}


async def lines_of(engine: Engine, lead_id: str) -> Sequence[str]:
    """The lead's timeline."""
    of_lead = select(entries.c.what).where(entries.c.lead_id == lead_id).order_by(entries.c.number)
    return await engine.ledger.database.read(lambda connection: connection.execute(of_lead).scalars().all())


def state_of(journey: Journey, kind: PromiseKind) -> PromiseState | None:
    """Where the promise of a kind stands."""
    return next((promise.state for promise in journey.owed.promises if promise.kind is kind), None)


async def test_a_promise_that_is_kept_is_on_record_as_kept(env: WorkflowEnvironment, engine: Engine) -> None:
    """Acknowledged by the machine, attempted by its owner; both met, in the journey, the ledger and the timeline."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(HOT)
        task = await engine.until_task(env, lead_id)
        await engine.tell(lead_id, OutcomeLogged, outcome=Outcome.NO_ANSWER, task_id=task.task_id, by="ana")
        await engine.until(env, lead_id, lambda journey: journey.run.cursor > 1)

        kept = await kept_in(engine, lead_id)

        assert {kind: kept[kind]["state"] for kind in ("acknowledged", "first_attempt")} == {
            "acknowledged": "met",
            "first_attempt": "met",
        }
        assert kept["first_attempt"]["owner"] in {"ana", "ben"}
        assert "Promise kept: first attempt" in await lines_of(engine, lead_id)


async def test_a_promise_breaks_while_a_mail_is_tried_again_and_again(env: WorkflowEnvironment, engine: Engine) -> None:
    """The mail server is away for longer than was promised: the breach is an event of its instant all the same."""
    engine.mail.fail_next(*[ChannelUnavailableError("the mail server is away")] * 500)

    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(HOT)
        journey = await engine.until(
            env,
            lead_id,
            lambda journey: state_of(journey, PromiseKind.ACKNOWLEDGED) is PromiseState.BREACHED,
            hop=timedelta(minutes=2),
        )
        broken = next(each for each in journey.owed.promises if each.kind is PromiseKind.ACKNOWLEDGED)
        assert not journey.run.is_acknowledged
        engine.mail.recover()
        assert broken.state_at == broken.since + timedelta(minutes=1)
        await engine.until(env, lead_id, lambda journey: journey.run.is_acknowledged, hop=timedelta(minutes=10))

        late = (await kept_in(engine, lead_id))["acknowledged"]

        assert late["state"] == "breached"
        assert late["due_at"] == broken.state_at
        assert "Promise missed: acknowledged" in await lines_of(engine, lead_id)


async def test_what_a_move_makes_of_promises_is_on_record_before_the_next_run_begins(
    env: WorkflowEnvironment, engine: Engine
) -> None:
    """What is heard first in the next run may make other promises: nobody would tell of the ones before any more."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(HOT)
        first_run = (await engine.handle(lead_id).describe()).run_id
        await engine.until(env, lead_id, lambda journey: journey.stage is Stage.NURTURE, steps=300)

        handle = engine.client.get_workflow_handle(workflow_id(lead_id), run_id=first_run)
        kinds = [event.event_type async for event in handle.fetch_history_events()]

    fetched = max(at for at, kind in enumerate(kinds) if kind == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED)
    assert EventType.EVENT_TYPE_MARKER_RECORDED in kinds[fetched:]
    assert (await kept_in(engine, lead_id))["contact"]["state"] == "breached"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((Accepted, {"how": "opportunity", "by": "carla"}), "met"),
        ((Rejected, {"why": "needs_qualification", "by": "carla"}), "void"),
        ((Rejected, {"why": "never_customer", "by": "carla"}), "void"),
        (None, "breached"),
    ],
    ids=["opportunity", "needs qualification", "never a customer", "silence"],
)
async def test_what_sales_owes_on_a_hand_over(
    env: WorkflowEnvironment, engine: Engine, answer: tuple[type, dict[str, str]] | None, state: str
) -> None:
    """Followed up, refused, or let lie: the promise ends accordingly."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(HOT)
        await engine.until_task(env, lead_id)
        await engine.tell(lead_id, ReplyReceived)
        await engine.until(
            env, lead_id, lambda journey: journey.in_hand.task is not None and journey.in_hand.task.kind == "hand_over"
        )

        if answer is not None:
            fact, fields = answer
            await engine.tell(lead_id, fact, **fields)
        journey = await engine.until(
            env,
            lead_id,
            lambda journey: (
                (state_of(journey, PromiseKind.FOLLOW_UP) or PromiseState.VOID)
                not in {
                    PromiseState.RUNNING,
                    PromiseState.PAUSED,
                }
            ),
        )

        if journey.disposition is not None:
            await engine.handle(lead_id).result()
        else:
            await env.fast_forward(engine.handle(lead_id), timedelta(seconds=1))

        assert (await kept_in(engine, lead_id))["follow_up"]["state"] == state
