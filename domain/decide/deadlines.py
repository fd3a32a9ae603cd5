"""Deadlines: the instants at which a promise is missed or the next rung of an alert's ladder is reached.

The agenda says what is due next for the lead. A deadline says by when somebody must have acted, whatever the agenda
waits for. Both wake the lead. Deadlines are decided here and nowhere else.
"""

from datetime import datetime
from typing import NamedTuple

from domain.channels import QUIET_CHANNELS, Channel
from domain.facts.unions import Escalated, PromiseBreached
from domain.journey.owed import Watch
from domain.journey.promise import Promise, PromiseKind
from domain.journey.state import Journey
from domain.journey.steps import InstantKind, PlanRequest, Record
from domain.places import Place
from domain.text import plain


class Deadline(NamedTuple):
    """One deadline. A lead checks all of them each time it wakes up, so what a deadline means is worked out on demand.

    Attributes:
        of: the promise or the watched alert.
        key: key of the fact that is recorded when the deadline passes.
        plan_key: key under which the planner answers; used while ``due_at`` is None.
    """

    of: Promise | Watch
    key: str
    plan_key: str
    due_at: datetime | None


def deadlines(journey: Journey) -> tuple[Deadline, ...]:
    """Every running deadline. A missed promise is recorded even if the lead has ended meanwhile."""
    running = [_of_promise(promise) for promise in journey.owed.promises if promise.is_running]
    watch = journey.owed.watch
    if watch is not None and journey.disposition is None and watch.rung < len(journey.agreement.alerts.ladder):
        running.append(_of_watch(watch))
    return tuple(running)


def run_out(journey: Journey, now: datetime) -> Record | None:
    """The record of the earliest deadline that has passed, dated at the deadline; None while none has."""
    due = min(
        (
            (deadline.due_at, deadline)
            for deadline in deadlines(journey)
            if deadline.due_at is not None and deadline.due_at <= now
        ),
        key=lambda found: found[0],
        default=None,
    )
    if due is None:
        return None
    at, deadline = due
    if isinstance(deadline.of, Promise):
        reason = f"promised within {deadline.of.within}: {plain(deadline.of.kind.value)}"
        return Record(key=deadline.key, reason=reason, fact=PromiseBreached(key=deadline.key, at=at, reason=reason))
    rung = journey.agreement.alerts.ladder[deadline.of.rung]
    escalated = Escalated(key=deadline.key, at=at, person=deadline.of.to)
    return Record(key=deadline.key, reason=rung.then.in_words, fact=escalated)


def next_deadline_at(journey: Journey) -> datetime | None:
    """When the next deadline passes; None while none is running."""
    return min((deadline.due_at for deadline in deadlines(journey) if deadline.due_at is not None), default=None)


def to_plan(journey: Journey) -> tuple[PlanRequest, ...]:
    """Plan requests for running deadlines without an instant. A person's deadline can be planned once there is one."""
    unset = (_request_for(journey, deadline) for deadline in deadlines(journey) if deadline.due_at is None)
    return tuple(request for request in unset if request.owner)


def _of_promise(promise: Promise) -> Deadline:
    is_set = promise.due_at is not None and promise.resumed_at is None
    return Deadline(promise, promise.key, promise.plan_key, promise.due_at if is_set else None)


def _of_watch(watch: Watch) -> Deadline:
    key = f"{watch.key}:rung:{watch.rung}"
    return Deadline(watch, key, key, watch.due_at)


def _called_by(journey: Journey) -> Channel | None:
    """The channel of the touch in hand, if law limits its hours: a first attempt is not due before it is lawful."""
    touches = journey.cadence.touches
    channel = touches[journey.run.cursor].channel if journey.run.cursor < len(touches) else None
    return channel if channel in QUIET_CHANNELS and journey.reaches(channel) else None


def _request_for(journey: Journey, deadline: Deadline) -> PlanRequest:
    if isinstance(deadline.of, Promise):
        return PlanRequest(
            key=deadline.plan_key,
            kind=InstantKind.OWED,
            anchor_at=deadline.of.resumed_at or deadline.of.since,
            wait=deadline.of.within,
            left_from=deadline.of.left_from,
            left_until=deadline.of.due_at,
            channel=_called_by(journey) if deadline.of.kind is PromiseKind.FIRST_ATTEMPT else None,
            owner=journey.owner,
            place=journey.profile.place(journey.agreement.calendar),
        )
    return PlanRequest(
        key=deadline.plan_key,
        kind=InstantKind.OWED,
        anchor_at=deadline.of.since,
        wait=journey.agreement.alerts.ladder[deadline.of.rung].after,
        owner=deadline.of.to,
        place=Place(calendar=journey.agreement.calendar),
    )
