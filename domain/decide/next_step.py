"""The next step for a lead at an instant. Pure; every shell asks here and nowhere else."""

from datetime import datetime, timedelta
from functools import partial

from domain.decide.agenda import agenda
from domain.decide.deadlines import next_deadline_at, run_out, to_plan
from domain.decide.items import Item
from domain.facts.unions import TouchSkipped
from domain.journey.state import Journey
from domain.journey.steps import AskRep, PlanInstant, PlanRequest, Record, SendTouch, Step, WaitUntil, step_in_words
from domain.snapshot import replaced
from domain.terms.cadence import IfLate

LATE_AFTER = timedelta(hours=1)
"""A touch overdue by more than this was delayed by an outage or a pause. Changing it breaks replay: guard a change."""


def next_step(journey: Journey, now: datetime) -> Step:
    """The one thing to do now.

    Total: every journey has a next step at every instant. Only a journey that has ended gets ``Finish``.
    """
    if broken := run_out(journey, now):
        return broken
    step = due_step(journey, now)
    if isinstance(step, WaitUntil) and (unset := to_plan(journey)):
        return PlanInstant(key=unset[0].key, reason="deadline of a promise or an alert", request=unset[0])
    return step


def due_step(journey: Journey, now: datetime) -> Step:
    """What the agenda says to do now, regardless of deadlines."""
    item = agenda(journey)
    plan = journey.in_hand.plan
    if plan is None or plan.key != item.then.key:
        if item.request is None:
            return _happening(item.then, now)
        return PlanInstant(key=item.then.key, reason=item.unless or item.then.reason, request=item.request)
    if now < plan.due_at:
        return WaitUntil(
            key=plan.key,
            reason="; ".join(filter(None, (item.unless or item.then.reason, plan.reason))),
            at=plan.due_at,
            then=step_in_words(item.then),
            deadline_at=next_deadline_at(journey),
        )
    if item.request is not None and now - plan.due_at > LATE_AFTER:
        return _late(item, item.request, now)
    return _happening(item.then, now)


def _happening(step: Step, now: datetime) -> Step:
    """The step; a record is dated at the instant it is decided."""
    if isinstance(step, Record):
        return replaced(step, partial(Record, fact=step.fact.dated(now)))
    return step


def _late(item: Item, request: PlanRequest, now: datetime) -> Step:
    """The step for an overdue touch, by its ``if_late``."""
    match item.if_late:
        case IfLate.SKIP:
            reason = "more than an hour overdue; the playbook says to skip late touches"
            number = item.then.number if isinstance(item.then, SendTouch | AskRep) else 0
            fact = TouchSkipped(key=item.then.key, at=now, number=number, reason=reason)
            return Record(key=item.then.key, reason=reason, fact=fact)
        case IfLate.SHIFT:
            return PlanInstant(
                key=item.then.key,
                reason="more than an hour overdue; the playbook says to shift the rest",
                request=replaced(request, partial(PlanRequest, anchor_at=now)),
            )
        case IfLate.SEND:
            return _happening(item.then, now)
