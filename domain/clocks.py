"""Clocks: the instants that run beside the agenda, at which a promise breaks or an alert's next rung is reached.

The agenda says what is due next for the lead; a clock says by when somebody must have been heard of, whatever the
agenda waits for. Both wake the lead, and both are decided here and nowhere else.
"""

from datetime import datetime
from typing import NamedTuple

from domain.facts import Climbed, PromiseBreached
from domain.journey import Journey, Watch
from domain.promises import Promise
from domain.steps import InstantKind, PlanRequest, Record
from domain.wording import plain


class Clock(NamedTuple):
    """One clock: what becomes true when it runs out.

    ``request`` has its instant fixed by the planner, under ``plan_key``, while ``due_at`` is none.
    """

    then: Record
    plan_key: str
    due_at: datetime | None
    request: PlanRequest | None = None


def clocks(journey: Journey) -> tuple[Clock, ...]:
    """Every clock that runs; a broken promise is still recorded of a lead that has ended meanwhile."""
    running = [_of_promise(journey, promise) for promise in journey.promises if promise.is_running]
    watch = journey.watch
    if watch is not None and journey.disposition is None and watch.rung < len(journey.agreement.alerts.ladder):
        running.append(_of_watch(journey, watch))
    return tuple(running)


def run_out(journey: Journey, now: datetime) -> Record | None:
    """What the first clock to run out makes true, if one has; it became true at its own instant."""
    due = min(
        ((clock.due_at, clock.then) for clock in clocks(journey) if clock.due_at is not None and clock.due_at <= now),
        key=lambda found: found[0],
        default=None,
    )
    if due is None:
        return None
    at, then = due
    return then.model_copy(update={"fact": then.fact.model_copy(update={"at": at})})


def next_clock_at(journey: Journey) -> datetime | None:
    """When the next clock has run out; none while none runs."""
    return min((clock.due_at for clock in clocks(journey) if clock.due_at is not None), default=None)


def to_plan(journey: Journey) -> tuple[PlanRequest, ...]:
    """Requests for the clocks whose instants can be fixed now and are not: a person's open time needs the person."""
    return tuple(clock.request for clock in clocks(journey) if clock.request is not None and clock.request.owner)


def _of_promise(journey: Journey, promise: Promise) -> Clock:
    reason = f"{plain(promise.kind.value)} was promised within {promise.within}"
    then = Record(
        key=promise.key,
        reason=reason,
        fact=PromiseBreached(key=promise.key, at=promise.since, reason=reason),
    )
    if promise.due_at is not None and promise.resumed_at is None:
        return Clock(then, promise.plan_key, promise.due_at)
    return Clock(then, promise.plan_key, None, _request_for(journey, promise))


def _request_for(journey: Journey, promise: Promise) -> PlanRequest:
    return PlanRequest(
        key=promise.plan_key,
        kind=InstantKind.OWED,
        anchor_at=promise.resumed_at or promise.since,
        wait=promise.within,
        left_from=promise.left_from,
        left_until=promise.due_at,
        calendar=journey.agreement.calendar,
        owner=journey.owner,
    )


def _of_watch(journey: Journey, watch: Watch) -> Clock:
    rung = journey.agreement.alerts.ladder[watch.rung]
    key = f"{watch.key}:rung:{watch.rung}"
    then = Record(
        key=key,
        reason=f"{watch.to} did not take the alert up: {plain(rung.then.value)}",
        fact=Climbed(key=key, at=watch.since),
    )
    if watch.due_at is not None:
        return Clock(then, key, watch.due_at)
    request = PlanRequest(
        key=key,
        kind=InstantKind.OWED,
        anchor_at=watch.since,
        wait=rung.after,
        calendar=journey.agreement.calendar,
        owner=watch.to,
    )
    return Clock(then, key, None, request)
