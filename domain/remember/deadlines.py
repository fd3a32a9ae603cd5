"""The journey after a deadline was fixed, and after one has passed."""

from functools import partial

from domain.decide.deadlines import deadlines
from domain.facts.unions import Escalated, Planned, PromiseBreached
from domain.journey.changes import changed
from domain.journey.owed import Watch
from domain.journey.promise import Promise, PromiseKind
from domain.journey.state import Journey
from domain.remember.promises_kept import broken
from domain.remember.turns import raise_alert
from domain.remember.watch import escalated_alert
from domain.snapshot import replaced
from domain.terms.alerts import About

NOT_OURS_ALONE = frozenset({PromiseKind.CONTACT})
"""Promises that the owner cannot keep alone (the lead has to pick up): the manager is not alerted about these."""


def is_of_a_deadline(journey: Journey, fact: Planned | Escalated) -> bool:
    """Whether a fact fixes a running deadline, or records that one has passed."""
    if isinstance(fact, Planned):
        return any(deadline.plan_key == fact.key for deadline in deadlines(journey))
    return any(deadline.key == fact.key for deadline in deadlines(journey))


def remember_deadline(journey: Journey, fact: Planned | Escalated | PromiseBreached) -> Journey:
    """The journey after a fact about one of its deadlines; the same object if that deadline no longer runs."""
    watch = journey.owed.watch
    if watch is not None and fact.key.startswith(f"{watch.key}:"):
        return _watched(journey, watch, fact)
    running = [promise for promise in journey.owed.promises if promise.is_running]
    if isinstance(fact, Planned):
        promise = next((each for each in running if each.plan_key == fact.key), None)
        if promise is None:
            return journey
        fixed = replaced(promise, partial(Promise, due_at=fact.due_at, left_from=None, resumed_at=None))
        return journey if fixed == promise else _with(journey, fixed)
    promise = next((each for each in running if each.key == fact.key), None)
    if promise is None or isinstance(fact, Escalated):
        return journey
    return _breached(journey, promise, fact)


def _watched(journey: Journey, watch: Watch, fact: Planned | Escalated | PromiseBreached) -> Journey:
    if isinstance(fact, PromiseBreached) or not is_of_a_deadline(journey, fact):
        return journey
    if isinstance(fact, Planned):
        fixed = replaced(watch, partial(Watch, due_at=fact.due_at))
        return journey if fixed == watch else changed(journey, watch=fixed)
    return escalated_alert(journey, watch, fact)


def _breached(journey: Journey, promise: Promise, fact: PromiseBreached) -> Journey:
    if promise.due_at is None or promise.resumed_at is not None or fact.at < promise.due_at:
        return journey
    done = f", {promise.made} of {promise.owed} made" if promise.kind is PromiseKind.ATTEMPTS else ""
    why = f"{fact.reason}{done}"
    after = _with(journey, broken(promise, promise.due_at, why))
    if after.disposition is not None:
        return after
    alerted = raise_alert(after, after.owner, About.PROMISE_BREACHED, why)
    manager = after.agreement.manager_role
    if not after.owner or promise.kind in NOT_OURS_ALONE:
        return alerted
    return raise_alert(alerted, manager, About.PROMISE_BREACHED, why)


def _with(journey: Journey, promise: Promise) -> Journey:
    promises = tuple(promise if each.key == promise.key else each for each in journey.owed.promises)
    return changed(journey, promises=promises)
