"""Clocks: the instants that run beside the agenda, at which a promise breaks or an alert's next rung is reached.

The agenda says what is due next for the lead; a clock says by when somebody must have been heard of, whatever the
agenda waits for. Both wake the lead, and both are decided here and nowhere else.
"""

from datetime import datetime
from typing import NamedTuple

from domain.channels import QUIET_CHANNELS, Channel
from domain.facts.unions import Climbed, PromiseBreached
from domain.journey.owed import Watch
from domain.journey.promise import Promise, PromiseKind
from domain.journey.state import Journey
from domain.journey.steps import InstantKind, PlanRequest, Record
from domain.places import Place
from domain.text import plain


class Clock(NamedTuple):
    """One clock. They are looked at with every wake-up of a lead, so what they mean is only made when it is asked for.

    Attributes:
        of: whose it is: of a promise, or of the alert that waits for its owner.
        key: of what becomes true when it runs out.
        plan_key: its instant is fixed by the planner under this, while ``due_at`` is none.
    """

    of: Promise | Watch
    key: str
    plan_key: str
    due_at: datetime | None


def clocks(journey: Journey) -> tuple[Clock, ...]:
    """Every clock that runs; a broken promise is still recorded of a lead that has ended meanwhile."""
    running = [_of_promise(promise) for promise in journey.owed.promises if promise.is_running]
    watch = journey.owed.watch
    if watch is not None and journey.disposition is None and watch.rung < len(journey.agreement.alerts.ladder):
        running.append(_of_watch(watch))
    return tuple(running)


def run_out(journey: Journey, now: datetime) -> Record | None:
    """What the first clock to run out makes true, if one has; it became true at its own instant."""
    due = min(
        ((clock.due_at, clock) for clock in clocks(journey) if clock.due_at is not None and clock.due_at <= now),
        key=lambda found: found[0],
        default=None,
    )
    if due is None:
        return None
    at, clock = due
    if isinstance(clock.of, Promise):
        reason = f"{plain(clock.of.kind.value)} was promised within {clock.of.within}"
        return Record(key=clock.key, reason=reason, fact=PromiseBreached(key=clock.key, at=at, reason=reason))
    rung = journey.agreement.alerts.ladder[clock.of.rung]
    climbed = Climbed(key=clock.key, at=at, person=clock.of.to)
    return Record(key=clock.key, reason=rung.then.in_words, fact=climbed)


def next_clock_at(journey: Journey) -> datetime | None:
    """When the next clock has run out; none while none runs."""
    return min((clock.due_at for clock in clocks(journey) if clock.due_at is not None), default=None)


def to_plan(journey: Journey) -> tuple[PlanRequest, ...]:
    """Requests for the clocks whose instants can be fixed now and are not: a person's open time needs the person."""
    unset = (_request_for(journey, clock) for clock in clocks(journey) if clock.due_at is None)
    return tuple(request for request in unset if request.owner)


def _of_promise(promise: Promise) -> Clock:
    is_set = promise.due_at is not None and promise.resumed_at is None
    return Clock(promise, promise.key, promise.plan_key, promise.due_at if is_set else None)


def _of_watch(watch: Watch) -> Clock:
    key = f"{watch.key}:rung:{watch.rung}"
    return Clock(watch, key, key, watch.due_at)


def _called_by(journey: Journey) -> Channel | None:
    """The channel of the touch in hand, if law limits its hours: nobody owes a first attempt before it may be made."""
    touches = journey.cadence.touches
    channel = touches[journey.run.cursor].channel if journey.run.cursor < len(touches) else None
    return channel if channel in QUIET_CHANNELS and journey.reaches(channel) else None


def _request_for(journey: Journey, clock: Clock) -> PlanRequest:
    if isinstance(clock.of, Promise):
        return PlanRequest(
            key=clock.plan_key,
            kind=InstantKind.OWED,
            anchor_at=clock.of.resumed_at or clock.of.since,
            wait=clock.of.within,
            left_from=clock.of.left_from,
            left_until=clock.of.due_at,
            channel=_called_by(journey) if clock.of.kind is PromiseKind.FIRST_ATTEMPT else None,
            owner=journey.owner,
            place=journey.profile.place(journey.agreement.calendar),
        )
    return PlanRequest(
        key=clock.plan_key,
        kind=InstantKind.OWED,
        anchor_at=clock.of.since,
        wait=journey.agreement.alerts.ladder[clock.of.rung].after,
        owner=clock.of.to,
        place=Place(calendar=journey.agreement.calendar),
    )
