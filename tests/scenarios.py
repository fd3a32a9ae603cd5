"""One way for a lead to live and end each, on a real server: what the replay corpus is recorded from.

``make record-history`` adds a history for every scenario that has none; nothing is ever recorded anew,
because leads that are open today have histories like the old ones.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from engine import Engine
from temporalio.testing import WorkflowEnvironment

from domain.channels import Consent
from domain.facts.unions import (
    Accepted,
    AlertAcknowledged,
    Bounced,
    CompanyNews,
    Disqualified,
    InterestChanged,
    InviteAnswered,
    MailUnclear,
    MeetingBooked,
    OptedOut,
    OutcomeLogged,
    OutOfOffice,
    Paused,
    Rejected,
    ReplyReceived,
    Resumed,
)
from domain.journey.state import Stage
from domain.lead.form import Direction, FunnelStage, Intent, Interest, LeadForm
from domain.outcomes import Outcome
from domain.terms.company import CompanyEvent
from domain.terms.scoring import SignalKind

ONE_WEEK = timedelta(days=7)
Scenario = Callable[[Engine, WorkflowEnvironment], Awaitable[str]]

HOT = LeadForm(
    first_name="Dana", last_name="Reyes", email="dana@acme.example", phone="+14155550101", company="Acme",
    company_size=300, intent=Intent.DEMO, time_zone="America/New_York", country="US", region="NY",
    consent=Consent(sms=True),
)  # fmt: skip
EARLY = HOT.model_copy(update={"intent": Intent.CONTENT, "funnel_stage": FunnelStage.TOP, "phone": ""})
OUTBOUND = HOT.model_copy(update={"direction": Direction.OUTBOUND, "intent": Intent.OTHER, "generated_by": "tess"})
TINY = HOT.model_copy(update={"company_size": 2})
NAMELESS = HOT.model_copy(update={"first_name": "", "last_name": "", "company": ""})


async def converted(engine: Engine, env: WorkflowEnvironment) -> str:
    """Replied, handed over, accepted, won at the first review."""
    lead_id = await _accepted(engine, env)
    task = await engine.until_task(env, lead_id)
    await engine.tell(lead_id, OutcomeLogged, outcome=Outcome.CONVERTED, task_id=task.task_id)
    return lead_id


async def lost(engine: Engine, env: WorkflowEnvironment) -> str:
    """As converted, but lost, at the second review."""
    lead_id = await _accepted(engine, env)
    task = await engine.until_task(env, lead_id)
    await engine.tell(lead_id, OutcomeLogged, outcome=Outcome.STILL_OPEN, task_id=task.task_id)
    task = await engine.until_task(env, lead_id)
    await engine.tell(lead_id, OutcomeLogged, outcome=Outcome.LOST, task_id=task.task_id)
    return lead_id


async def accepted_and_never_reported(engine: Engine, env: WorkflowEnvironment) -> str:
    """Accepted, and nobody ever says what became of it."""
    lead_id = await _accepted(engine, env)
    await engine.until(env, lead_id, lambda journey: journey.disposition is not None)
    return lead_id


async def meeting_booked(engine: Engine, env: WorkflowEnvironment) -> str:
    """The invitation is accepted while the first call waits."""
    lead_id = await engine.arrive(HOT)
    await engine.until_task(env, lead_id)
    await engine.tell(lead_id, InviteAnswered, answer="tentative")
    await engine.tell(lead_id, MeetingBooked)
    return lead_id


async def not_qualified(engine: Engine, env: WorkflowEnvironment) -> str:
    """Triage turns it away at once."""
    return await engine.arrive(TINY)


async def not_enough_information(engine: Engine, env: WorkflowEnvironment) -> str:
    """Asked twice for a name, never told: on to nurture, and opted out there."""
    lead_id = await engine.arrive(NAMELESS)
    await engine.until(env, lead_id, lambda journey: journey.stage is Stage.NURTURE)
    await engine.tell(lead_id, OptedOut)
    return lead_id


async def disqualified(engine: Engine, env: WorkflowEnvironment) -> str:
    """Paused, resumed, and then closed by a rep."""
    lead_id = await engine.arrive(HOT)
    await engine.until_task(env, lead_id)
    await engine.tell(lead_id, Paused, by="ana")
    await engine.tell(lead_id, Resumed, by="ana")
    await engine.tell(lead_id, Disqualified, by="ana")
    return lead_id


async def never_customer(engine: Engine, env: WorkflowEnvironment) -> str:
    """Interested on the phone, refused by sales for good."""
    lead_id = await engine.arrive(HOT)
    task = await engine.until_task(env, lead_id)
    await engine.tell(lead_id, OutcomeLogged, outcome=Outcome.INTERESTED, task_id=task.task_id)
    await engine.until(
        env, lead_id, lambda journey: journey.in_hand.task is not None and journey.in_hand.task.kind == "hand_over"
    )
    await engine.tell(lead_id, Rejected, why="never_customer", by="carla")
    return lead_id


async def opted_out_after_an_absence(engine: Engine, env: WorkflowEnvironment) -> str:
    """Out of office, back, an unclear mail, and then the word stop."""
    lead_id = await engine.arrive(HOT)
    await engine.until_task(env, lead_id)
    await engine.tell(lead_id, OutOfOffice)
    await engine.until(env, lead_id, lambda journey: journey.in_hand.pause is not None)
    await engine.until(env, lead_id, lambda journey: journey.in_hand.pause is None)
    await engine.tell(lead_id, MailUnclear, why="left the company")
    await engine.tell(lead_id, OptedOut)
    return lead_id


async def unreachable(engine: Engine, env: WorkflowEnvironment) -> str:
    """The address bounces and there is nothing else."""
    lead_id = await engine.arrive(EARLY)
    await engine.until(env, lead_id, lambda journey: journey.run.is_acknowledged)
    await engine.tell(lead_id, Bounced)
    await engine.until(env, lead_id, lambda journey: journey.disposition is not None)
    return lead_id


async def exhausted_after_a_year(engine: Engine, env: WorkflowEnvironment) -> str:
    """Nobody ever answers: the cadence, then nurture, then the end."""
    lead_id = await engine.arrive(EARLY)
    await engine.until(env, lead_id, lambda journey: journey.disposition is not None)
    return lead_id


async def hand_over_that_nobody_answers(engine: Engine, env: WorkflowEnvironment) -> str:
    """Replied; sales is reminded, replaced, and the manager told; then nurture, where a meeting is booked."""
    lead_id = await engine.arrive(HOT)
    await engine.tell(lead_id, ReplyReceived)
    await engine.until(env, lead_id, lambda journey: journey.stage is Stage.NURTURE)
    await engine.tell(lead_id, MeetingBooked)
    return lead_id


async def kicked_back_and_taken_up(engine: Engine, env: WorkflowEnvironment) -> str:
    """Outbound, unanswered, back to its teleprospector, and through them to sales."""
    lead_id = await engine.arrive(OUTBOUND)
    for _ in range(12):
        task = await engine.until_task(env, lead_id)
        if task.kind == "kick_back":
            break
        outcome = Outcome.SENT if task.kind == "manual_email" else Outcome.LEFT_VOICEMAIL
        await engine.tell(lead_id, OutcomeLogged, outcome=outcome, task_id=task.task_id)
    await engine.tell(lead_id, OutcomeLogged, outcome=Outcome.INTERESTED, task_id=task.task_id)
    await engine.until(
        env, lead_id, lambda journey: journey.in_hand.task is not None and journey.in_hand.task.kind == "hand_over"
    )
    await engine.tell(lead_id, Rejected, why="needs_qualification", by="carla")
    await engine.until(env, lead_id, lambda journey: journey.stage is Stage.NURTURE)
    await engine.tell(lead_id, Disqualified, by="priya")
    return lead_id


async def calls_nobody_makes(engine: Engine, env: WorkflowEnvironment) -> str:
    """Every task's deadline passes: reassigned, escalated, let go; a call back at an instant; then stopped."""
    lead_id = await engine.arrive(HOT)
    first = await engine.until_task(env, lead_id)
    await engine.until(
        env, lead_id, lambda journey: journey.in_hand.task is None or journey.in_hand.task.task_id != first.task_id
    )
    task = await engine.until_task(env, lead_id)
    at = await env.get_current_time(engine.handle(lead_id)) + ONE_WEEK
    await engine.tell(lead_id, OutcomeLogged, outcome=Outcome.CALL_BACK, task_id=task.task_id, call_back_at=at)
    await engine.until_task(env, lead_id)
    await engine.tell(lead_id, OptedOut)
    return lead_id


async def alert_that_nobody_answers(engine: Engine, env: WorkflowEnvironment) -> str:
    """Promises break and the alert's ladder climbs; then somebody takes it up, and the lead is spoken to."""
    lead_id = await engine.arrive(HOT)
    first = await engine.until(env, lead_id, lambda journey: journey.owed.watch is not None)
    await engine.until(env, lead_id, lambda journey: first.owner in journey.run.silent)
    journey = await engine.until(
        env, lead_id, lambda journey: journey.owed.watch is not None and journey.owner != first.owner
    )
    await engine.tell(
        lead_id, AlertAcknowledged, alert=journey.owed.watch.alert if journey.owed.watch else "", by=journey.owner
    )
    await engine.tell(lead_id, OutcomeLogged, outcome=Outcome.NEVER_CUSTOMER, by=journey.owner)
    return lead_id


async def colleague_answers(engine: Engine, env: WorkflowEnvironment) -> str:
    """Held because somebody else at the company answered, for as long as was agreed; then opted out."""
    lead_id = await engine.arrive(HOT)
    await engine.until_task(env, lead_id)
    await engine.tell(lead_id, CompanyNews, about=CompanyEvent.ANSWERED, lead="another")
    await engine.until(env, lead_id, lambda journey: journey.in_hand.pause is None and journey.run.cursor > 0)
    await engine.tell(lead_id, OptedOut)
    return lead_id


async def company_is_told(engine: Engine, env: WorkflowEnvironment) -> str:
    """Books a meeting: the company's other leads are told before it ends."""
    lead_id = await engine.arrive(HOT)
    await engine.until_task(env, lead_id)
    await engine.tell(lead_id, MeetingBooked)
    return lead_id


async def strong_interest_shown(engine: Engine, env: WorkflowEnvironment) -> str:
    """A reader who went quiet, and comes back by what they look at; then refused for good."""
    lead_id = await engine.arrive(EARLY)
    await engine.until(env, lead_id, lambda journey: journey.stage is Stage.NURTURE, steps=200)
    shown = {"level": Interest.STRONG, "score": 32, "signal": SignalKind.VISIT, "number": 1}
    await engine.tell(lead_id, InterestChanged, **shown)
    await engine.until(env, lead_id, lambda journey: journey.stage is Stage.WORKING and journey.owner != "")
    await engine.tell(lead_id, Disqualified, by="ana")
    return lead_id


async def followed_up_by_sales(engine: Engine, env: WorkflowEnvironment) -> str:
    """Accepted; the follow-up that was promised is agreed in time, and the lead is won."""
    lead_id = await _accepted(engine, env)
    await engine.tell(lead_id, OutcomeLogged, outcome=Outcome.CONNECTED, by="carla")
    task = await engine.until_task(env, lead_id)
    await engine.tell(lead_id, OutcomeLogged, outcome=Outcome.CONVERTED, task_id=task.task_id)
    return lead_id


async def _accepted(engine: Engine, env: WorkflowEnvironment) -> str:
    lead_id = await engine.arrive(HOT)
    await engine.until_task(env, lead_id)
    await engine.tell(lead_id, ReplyReceived)
    await engine.until(
        env, lead_id, lambda journey: journey.in_hand.task is not None and journey.in_hand.task.kind == "hand_over"
    )
    await engine.tell(lead_id, Accepted, by="carla", how="opportunity")
    return lead_id


SCENARIOS: tuple[Scenario, ...] = (
    converted,
    lost,
    accepted_and_never_reported,
    meeting_booked,
    not_qualified,
    not_enough_information,
    disqualified,
    never_customer,
    opted_out_after_an_absence,
    unreachable,
    exhausted_after_a_year,
    hand_over_that_nobody_answers,
    kicked_back_and_taken_up,
    calls_nobody_makes,
    alert_that_nobody_answers,
    colleague_answers,
    company_is_told,
    strong_interest_shown,
    followed_up_by_sales,
)
