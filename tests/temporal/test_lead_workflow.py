"""The lead's workflow on a real server whose clock jumps: the shell does what the core decides, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from engine import Engine
from temporalio.client import WorkflowUpdateFailedError
from temporalio.testing import WorkflowEnvironment

from domain.channels import Consent
from domain.dispositions import Disposition
from domain.facts.unions import (
    Accepted,
    Bounced,
    Disqualified,
    MeetingBooked,
    OptedOut,
    OutcomeLogged,
    OutOfOffice,
    Paused,
    Rejected,
    ReplyReceived,
    Resumed,
)
from domain.lead.form import Direction, Intent, LeadForm
from domain.outcomes import Outcome
from domain.wire.requests import Carried
from workflows.lead import LeadWorkflow

HOT = LeadForm(
    first_name="Dana", last_name="Reyes", email="dana@acme.example", phone="+14155550101", company="Acme",
    company_size=300, intent=Intent.DEMO, time_zone="America/New_York", country="US", region="NY",
    consent=Consent(sms=True),
)  # fmt: skip
QUIET = HOT.model_copy(update={"email": "quiet@acme.example", "phone": "", "intent": Intent.CONTENT})
OUTBOUND = HOT.model_copy(
    update={
        "email": "out@acme.example",
        "direction": Direction.OUTBOUND,
        "intent": Intent.OTHER,
        "generated_by": "tess",
    }
)


async def test_a_lead_nobody_reaches_runs_through_its_cadence_and_nurture_and_ends(engine: Engine) -> None:
    """A cadence of weeks and a year of nurture run through by themselves, each touch leaving once."""
    lead_id = await engine.arrive(QUIET)

    disposition = await engine.handle(lead_id).result()

    assert disposition == Disposition.EXHAUSTED
    ids = [mail.message_id for mail in engine.mail.to("quiet@acme.example")]
    assert len(ids) == len(set(ids)) > 6


async def test_a_hot_lead_is_acknowledged_owned_and_called(env: WorkflowEnvironment, engine: Engine) -> None:
    """Acknowledgment, owner, alert and the first call's task come in this order, within the first opening."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(HOT)
        await engine.until_task(env, lead_id)

        picture = await engine.picture(lead_id)

        assert picture.standing.owner in {"ana", "ben"}
        assert picture.journey.in_hand.task is not None
        assert picture.journey.in_hand.task.kind == "call"
        assert len(engine.mail.to("dana@acme.example")) + len(engine.texts.sent) == 1
        assert [mail.recipient_address for mail in engine.mail.sent if mail.recipient_address != "dana@acme.example"]


async def test_a_reply_stops_the_cadence_and_hands_over(env: WorkflowEnvironment, engine: Engine) -> None:
    """After a reply the task in hand is void, sales has the lead with a clock, and no touch follows."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(HOT)
        task_id = (await engine.until_task(env, lead_id)).task_id
        before = len(engine.mail.to("dana@acme.example"))

        delivery = await engine.tell(lead_id, ReplyReceived)
        handed = (await engine.until_task(env, lead_id)).task_id

        assert delivery.state == "applied"
        assert handed != task_id
        picture = await engine.picture(lead_id)
        assert picture.standing.stage == "engaged"
        assert picture.standing.owner in {"carla", "david"}
        accepted = await engine.tell(lead_id, Accepted, by=picture.standing.owner)
        assert accepted.answer == "accepted"
        assert len(engine.mail.to("dana@acme.example")) == before


@pytest.mark.parametrize(
    ("fact", "fields", "disposition"),
    [
        (OptedOut, {}, Disposition.OPTED_OUT),
        (Disqualified, {"by": "ana"}, Disposition.DISQUALIFIED),
        (MeetingBooked, {}, Disposition.MEETING_BOOKED),
    ],
)
async def test_a_stop_ends_the_lead_at_once(
    env: WorkflowEnvironment, engine: Engine, fact: type, fields: dict[str, str], disposition: Disposition
) -> None:
    """Whatever ends a lead ends it now, and a later report is answered with how it ended."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(HOT)
        await engine.until_task(env, lead_id)

        await engine.tell(lead_id, fact, **fields)

        assert await engine.handle(lead_id).result() == disposition
        late = await engine.tell(lead_id, ReplyReceived)
        assert late.state == "too_late"
        detail = await engine.ledger.reading.lead_detail(lead_id)
        assert detail.disposition == disposition


async def test_a_refused_report_changes_nothing_and_says_why(env: WorkflowEnvironment, engine: Engine) -> None:
    """An acceptance before the hand-over is refused with the reason, and leaves no event behind."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(HOT)
        await engine.until_task(env, lead_id)
        before = await engine.picture(lead_id)

        delivery = await engine.tell(lead_id, Accepted)

        assert delivery.state == "refused"
        assert "handed over" in delivery.answer
        assert (await engine.picture(lead_id)).journey.counts.revision == before.journey.counts.revision


async def test_out_of_office_pauses_until_the_day_after(env: WorkflowEnvironment, engine: Engine) -> None:
    """A notice with a date holds the lead until the opening after it, as a signal."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(HOT)
        await engine.until_task(env, lead_id)
        last_day = (datetime.now(UTC) + timedelta(days=12)).date()

        await engine.tell(lead_id, OutOfOffice, until=last_day)
        await engine.handle(lead_id).query(LeadWorkflow.picture)

        picture = await engine.picture(lead_id)
        assert picture.journey.in_hand.pause is not None
        assert picture.standing.next_due_at is None or picture.standing.next_due_at.date() > last_day


async def test_pause_and_resume_by_a_rep(env: WorkflowEnvironment, engine: Engine) -> None:
    """A paused lead says so, resumes when told, and a second resume is refused."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(HOT)
        await engine.until_task(env, lead_id)

        await engine.tell(lead_id, Paused, by="ana")
        paused = await engine.picture(lead_id)
        await engine.tell(lead_id, Resumed, by="ana")
        again = await engine.tell(lead_id, Resumed, by="ana")

        assert paused.standing.is_paused
        assert again.state == "refused"
        assert not (await engine.picture(lead_id)).standing.is_paused


async def test_an_outcome_moves_the_cadence_on_and_is_applied_once(env: WorkflowEnvironment, engine: Engine) -> None:
    """A call's outcome closes its task; the same report again is the same report."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(HOT)
        task_id = (await engine.until_task(env, lead_id)).task_id
        report = {"id": "one", "outcome": Outcome.NO_ANSWER, "task_id": task_id, "by": "ana"}

        first = await engine.tell(lead_id, OutcomeLogged, **report)
        second = await engine.tell(lead_id, OutcomeLogged, **report)

        assert first.state == second.state == "applied"
        picture = await engine.picture(lead_id)
        assert picture.journey.run.cursor == 1
        task = await engine.ledger.reading.task(task_id)
        assert task.outcome == "no_answer"


async def test_an_outbound_lead_is_kicked_back_to_its_teleprospector(env: WorkflowEnvironment, engine: Engine) -> None:
    """When the agreed attempts are used up, who generated the lead gets it back as a task."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(OUTBOUND)
        for _ in range(12):
            task_id = (await engine.until_task(env, lead_id)).task_id
            picture = await engine.picture(lead_id)
            if picture.standing.stage == "kicked_back":
                break
            by_hand = picture.journey.in_hand.task is not None and picture.journey.in_hand.task.kind == "manual_email"
            outcome = Outcome.SENT if by_hand else Outcome.NO_ANSWER
            await engine.tell(lead_id, OutcomeLogged, outcome=outcome, task_id=task_id)

        assert picture.standing.stage == "kicked_back"
        assert picture.journey.in_hand.task is not None
        assert picture.journey.in_hand.task.assignee == "tess"
        returned = await engine.tell(lead_id, OutcomeLogged, outcome=Outcome.INTERESTED, task_id=task_id)
        assert returned.answer == "engaged"


async def test_sales_refuses_both_ways(env: WorkflowEnvironment, engine: Engine) -> None:
    """Needs more qualification goes to nurture; never a customer ends the lead."""
    ends = {}
    for why in ("needs_qualification", "never_customer"):
        with env.with_time_skipping_disabled():
            lead_id = await engine.arrive(HOT.model_copy(update={"email": f"{why}@acme.example", "phone": ""}))
            await engine.tell(lead_id, ReplyReceived)
            await engine.until_task(env, lead_id)
            ends[why] = (await engine.tell(lead_id, Rejected, why=why, by="carla")).answer

    assert ends["never_customer"] == Disposition.NEVER_CUSTOMER
    assert ends["needs_qualification"] in {"engaged", "nurture"}


async def test_a_dead_address_lets_the_next_channel_take_over(env: WorkflowEnvironment, engine: Engine) -> None:
    """After a hard bounce no mail goes to that address any more, and the calls go on."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(HOT)
        task_id = (await engine.until_task(env, lead_id)).task_id
        sent = len(engine.mail.to("dana@acme.example"))

        await engine.tell(lead_id, Bounced)
        await engine.tell(lead_id, OutcomeLogged, outcome=Outcome.NO_ANSWER, task_id=task_id)
        await engine.until_task(env, lead_id)

        picture = await engine.picture(lead_id)
        assert "email" in picture.journey.past.dead
        assert len(engine.mail.to("dana@acme.example")) == sent


async def test_the_same_lead_cannot_run_twice(engine: Engine, env: WorkflowEnvironment) -> None:
    """Starting it again finds it running; starting it after its end starts nothing."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(HOT)
        run = (await engine.handle(lead_id).describe()).run_id

        assert await engine.outbox.start(lead_id)
        assert (await engine.handle(lead_id).describe()).run_id == run
        await engine.tell(lead_id, Disqualified)
        await engine.handle(lead_id).result()
        assert await engine.outbox.start(lead_id)

        assert (await engine.handle(lead_id).describe()).run_id == run


async def test_an_unreadable_signal_reaches_a_person(env: WorkflowEnvironment, engine: Engine) -> None:
    """A provider event of a kind that this code does not know raises an alert instead of vanishing."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(HOT)
        await engine.until_task(env, lead_id)

        await engine.handle(lead_id).signal(LeadWorkflow.heard, Carried(id="x", fact={"kind": "from_the_future"}))

        picture = await engine.picture(lead_id)
        assert "x" in picture.journey.past.applied


async def test_a_report_on_a_task_that_is_not_open_is_refused(env: WorkflowEnvironment, engine: Engine) -> None:
    """A report on a task that is not open names the task."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(HOT)
        await engine.until_task(env, lead_id)

        refused = await engine.tell(lead_id, OutcomeLogged, outcome=Outcome.NO_ANSWER, task_id="nope")

        assert refused.state == "refused"
        assert "nope" in refused.answer
        with pytest.raises(WorkflowUpdateFailedError):
            await engine.handle(lead_id).execute_update(
                LeadWorkflow.report, Carried(id="y", fact={"kind": "accepted", "at": "2026-01-01T00:00:00Z"})
            )
