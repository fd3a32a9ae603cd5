"""Decide: the next step for a lead at an instant. Pure; every shell asks here and nowhere else."""

from datetime import datetime, timedelta

from domain.agenda import agenda, stage_item
from domain.cadence import IfLate
from domain.clocks import next_clock_at, run_out, to_plan
from domain.facts import Alerted, Assigned, CompanyTold, HandedOver, KickedBack, TaskOpened, TouchSent, TouchSkipped
from domain.items import Item
from domain.journey import Journey
from domain.remember import apply
from domain.steps import (
    Alert,
    AskRep,
    Assign,
    Finish,
    HandOverLead,
    KickBackLead,
    PlanInstant,
    PlanRequest,
    Record,
    SendTouch,
    StartCadence,
    Step,
    TellCompany,
    WaitUntil,
    in_words,
)

LATE_AFTER = timedelta(hours=1)
"""A touch overdue by more than this was held up by an outage or a pause. Changes history: guard a change of it."""


Expected = TouchSent | TaskOpened | Alerted | CompanyTold | Assigned | HandedOver | KickedBack

SOMEBODY = "?"
"""Stands for the person that an expected fact will name."""


def next_step(journey: Journey, now: datetime) -> Step:
    """The one thing to do now.

    Total: every journey has a next step at every instant, and only an ended one is told to finish.
    """
    if broken := run_out(journey, now):
        return broken
    item = agenda(journey)
    plan = journey.plan
    if plan is None or plan.key != item.then.key:
        if item.request is None:
            return _happening(item.then, now)
        return PlanInstant(key=item.then.key, reason=item.unless or item.then.reason, request=item.request)
    if now < plan.due_at:
        if clocks_to_set := to_plan(journey):
            request = clocks_to_set[0]
            return PlanInstant(key=request.key, reason="somebody is owed it by then", request=request)
        return WaitUntil(
            key=plan.key,
            reason="; ".join(filter(None, (item.unless or item.then.reason, plan.reason))),
            at=plan.due_at,
            then=in_words(item.then),
            clock_at=next_clock_at(journey),
        )
    if item.request is not None and now - plan.due_at > LATE_AFTER:
        return _late(item, now)
    return _happening(item.then, now)


def _happening(step: Step, now: datetime) -> Step:
    """A record becomes true at the instant it is decided."""
    if isinstance(step, Record):
        return step.model_copy(update={"fact": step.fact.model_copy(update={"at": now})})
    return step


def _late(item: Item, now: datetime) -> Step:
    """What the touch's ``if_late`` says of one that was held up."""
    if item.if_late is IfLate.SKIP:
        reason = "it was held up too long, and the playbook says to skip it then"
        fact = TouchSkipped(key=item.then.key, at=now, reason=reason)
        return Record(key=item.then.key, reason=reason, fact=fact)
    if item.request is not None and item.if_late is IfLate.SHIFT:
        return PlanInstant(
            key=item.then.key,
            reason="it was held up, and the playbook says to shift the rest",
            request=item.request.model_copy(update={"anchor_at": now}),
        )
    return _happening(item.then, now)


def ride_along(journey: Journey, step: Step, now: datetime) -> PlanInstant | None:
    """The plan that will be needed if this step goes well, so that the step's own activity can make it too.

    It saves a round trip per touch. When the step goes otherwise, the plan's key does not fit and it is not used.
    """
    expected = expected_fact(step, now)
    if expected is None:
        return None
    following = next_step(apply(journey, expected), now)
    return following if isinstance(following, PlanInstant) else None


def clocks_along(journey: Journey, step: Step, now: datetime) -> tuple[PlanRequest, ...]:
    """The clocks that will run if this step goes well, so that its activity can fix their instants too."""
    expected = expected_fact(step, now)
    return to_plan(journey if expected is None else apply(journey, expected))


def deadline_after(journey: Journey, step: Step, now: datetime) -> PlanRequest | None:
    """The first deadline of the task that a step opens, to be shown with the task; none when it opens none."""
    expected = expected_fact(step, now)
    if expected is None:
        return None
    after = apply(journey, expected)
    return stage_item(after).request if after.task is not None else None


def expected_fact(step: Step, now: datetime) -> Expected | None:
    """What comes of a step if all goes well; for a step that finds somebody, not knowing yet whom."""
    match step:
        case SendTouch(key=key, send_id=send_id, channel=channel):
            return TouchSent(key=key, at=now, send_id=send_id, channel=channel)
        case AskRep(key=key, task=task, task_id=task_id, assignee=assignee):
            return TaskOpened(key=key, at=now, task=task, task_id=task_id, assignee=assignee)
        case Alert(key=key):
            return Alerted(key=key, at=now)
        case TellCompany(key=key):
            return CompanyTold(key=key, at=now)
        case Assign(key=key):
            return Assigned(key=key, at=now, owner=SOMEBODY)
        case HandOverLead(key=key, task_id=task_id):
            return HandedOver(key=key, at=now, owner=SOMEBODY, task_id=task_id)
        case KickBackLead(key=key, task_id=task_id):
            return KickedBack(key=key, at=now, owner=SOMEBODY, task_id=task_id)
        case PlanInstant() | WaitUntil() | StartCadence() | Record() | Finish():
            return None
