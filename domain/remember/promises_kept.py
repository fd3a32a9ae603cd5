"""Keeping promises: what a fact means for a lead's promises.

A promise is decided once: met, missed at its deadline, or no longer owed because the lead answered or ended first.
Doing the thing after the deadline does not undo the miss; the promise is noted as fulfilled late.
"""

from datetime import datetime
from functools import partial
from typing import assert_never

from domain.decide.items import RESERVED_TOUCH_IDS
from domain.facts.unions import Accepted, Fact, InviteAnswered, MeetingBooked, OutcomeLogged, ReplyReceived, TouchSent
from domain.journey.changes import changed
from domain.journey.promise import Promise, PromiseKind, PromiseState
from domain.journey.run import TouchResult
from domain.journey.state import Journey, Stage
from domain.outcomes import OUTCOMES, Outcome
from domain.snapshot import replaced


def settled_on_leaving(journey: Journey, at: datetime) -> Journey:
    """The journey of a lead that is no longer worked: attempts that are still owed will not be made."""
    promises = tuple(_left_behind(promise, at) for promise in journey.owed.promises)
    return changed(journey, promises=promises)


def turned_by(promise: Promise, before: Journey, after: Journey, fact: Fact) -> Promise:
    """The promise after a fact: kept, no longer owed, paused, resumed, or unchanged."""
    if promise.state is PromiseState.MET or promise.state is PromiseState.VOID:
        return promise
    promise = _counted(promise, before, after, fact)
    if promise.made >= promise.owed:
        return _fulfilled(promise, fact.at)
    if not promise.state.is_open:
        return promise
    why = _no_longer_owed(promise, after, fact)
    if why:
        return _void(promise, fact.at, why)
    if after.stage is Stage.KICKED_BACK:
        return _left_behind(promise, fact.at)
    if (before.in_hand.pause is None) is not (after.in_hand.pause is None):
        return _resumed(promise, fact.at) if after.in_hand.pause is None else _stopped(promise, fact.at)
    return promise


def _counted(promise: Promise, before: Journey, after: Journey, fact: Fact) -> Promise:
    if promise.fulfilled_at is not None or not _is_done_by(promise.kind, before, after, fact):
        return promise
    return replaced(promise, partial(Promise, made=promise.made + 1))


def _is_done_by(kind: PromiseKind, before: Journey, after: Journey, fact: Fact) -> bool:
    """Whether the fact is what a promise of this kind promises."""
    match kind:
        case PromiseKind.ACKNOWLEDGED:
            return isinstance(fact, TouchSent) and (
                (after.run.is_acknowledged and not before.run.is_acknowledged) or after.run.asked > before.run.asked
            )
        case PromiseKind.FIRST_ATTEMPT | PromiseKind.ATTEMPTS:
            return _is_attempt(before, after, fact)
        case PromiseKind.CONTACT:
            return is_contact(fact)
        case PromiseKind.FOLLOW_UP:
            return _is_follow_up(fact)
        case never:
            assert_never(never)


def _is_attempt(before: Journey, after: Journey, fact: Fact) -> bool:
    if isinstance(fact, OutcomeLogged):
        return OUTCOMES[fact.outcome].is_attempt
    if not isinstance(fact, TouchSent) or len(after.run.touches) <= len(before.run.touches):
        return False
    touch = after.run.touches[-1]
    return touch.state is TouchResult.SENT and touch.touch_id not in RESERVED_TOUCH_IDS


def is_contact(fact: Fact) -> bool:
    """Whether there was contact with the lead itself: it answered, booked, or was spoken to."""
    match fact:
        case ReplyReceived(sender="lead") | MeetingBooked() | InviteAnswered():
            return True
        case OutcomeLogged(outcome=outcome):
            return OUTCOMES[outcome].is_talk
        case _:
            return False


def _is_follow_up(fact: Fact) -> bool:
    match fact:
        case Accepted(how=how):
            return OUTCOMES[Outcome(how)].follows_up
        case OutcomeLogged(outcome=outcome):
            return OUTCOMES[outcome].follows_up or OUTCOMES[outcome].is_attempt
        case MeetingBooked():
            return True
        case _:
            return False


def _no_longer_owed(promise: Promise, after: Journey, fact: Fact) -> str:
    """Why the promise is no longer owed; empty if it still is."""
    if after.disposition is not None:
        return f"the lead ended: {after.ending}"
    if promise.kind is PromiseKind.FOLLOW_UP:
        with_sales = after.stage in (Stage.ENGAGED, Stage.ACCEPTED) and after.in_hand.moving_to is None
        return "" if with_sales else "sales no longer has the lead"
    if promise.kind is PromiseKind.CONTACT:
        return ""
    if is_contact(fact):
        return "the lead has already answered"
    return ""


def _fulfilled(promise: Promise, at: datetime) -> Promise:
    """Met if it was done in time; otherwise fulfilled late, and the deadline records the miss."""
    if promise.fulfilled_at is not None:
        return promise
    is_late = promise.state is PromiseState.BREACHED or _has_run_out(promise, at)
    if is_late:
        return replaced(promise, partial(Promise, fulfilled_at=at))
    return replaced(_ended(promise, PromiseState.MET, at), partial(Promise, fulfilled_at=at))


def _void(promise: Promise, at: datetime, why: str) -> Promise:
    if _has_run_out(promise, at):
        return promise  # it was missed before; the passed deadline is about to be recorded
    return _ended(promise, PromiseState.VOID, at, why)


def _left_behind(promise: Promise, at: datetime) -> Promise:
    """The promise when the lead is no longer worked without having answered."""
    if not promise.state.is_open or promise.kind is PromiseKind.FOLLOW_UP or _has_run_out(promise, at):
        return promise
    if promise.kind is PromiseKind.ATTEMPTS:
        why = f"the cadence ended after {promise.made} of {promise.owed} attempts"
        return broken(promise, at, why)
    return _void(promise, at, "the cadence ended first")


def broken(promise: Promise, at: datetime, why: str) -> Promise:
    """The promise, missed at that instant."""
    return _ended(promise, PromiseState.BREACHED, at, why)


def _ended(promise: Promise, state: PromiseState, at: datetime, reason: str = "") -> Promise:
    """The promise, decided. If it was paused, its old deadline is dropped: it no longer applies."""
    due_at = promise.due_at if promise.left_from is None else None
    stopped = replaced(promise, partial(Promise, due_at=due_at, left_from=None, resumed_at=None))
    return replaced(stopped, partial(Promise, state=state, state_at=at, reason=reason))


def _has_run_out(promise: Promise, at: datetime) -> bool:
    return promise.is_running and promise.resumed_at is None and promise.due_at is not None and promise.due_at < at


def _stopped(promise: Promise, at: datetime) -> Promise:
    """The promise, paused: the time that is left counts from here."""
    if _has_run_out(promise, at):
        return promise
    left_from = promise.left_from or max(at, promise.since)
    stopped = partial(Promise, state=PromiseState.PAUSED, state_at=at, left_from=left_from, resumed_at=None)
    return replaced(promise, stopped)


def _resumed(promise: Promise, at: datetime) -> Promise:
    """The promise, resumed. A machine's deadline moves by the pause; a person's is planned again from the time left."""
    if promise.state is not PromiseState.PAUSED:
        return promise
    # Reports may arrive out of order: a pause that "ended" before it began took no time.
    at = max(at, promise.left_from or promise.since)
    again = partial(Promise, state=PromiseState.RUNNING, state_at=at, resumed=promise.resumed + 1)
    running = replaced(promise, again)
    if promise.due_at is None or promise.left_from is None:
        return replaced(running, partial(Promise, since=at, left_from=None))
    if promise.kind.is_owed_by_machines:
        return replaced(running, partial(Promise, due_at=at + (promise.due_at - promise.left_from), left_from=None))
    return replaced(running, partial(Promise, resumed_at=at))
