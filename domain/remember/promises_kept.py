"""Keeping promises: what a fact means for the clocks that run on a lead.

A promise ends once: met by what was owed, broken at its own instant, or void because the lead answered or ended
before. What is done after the instant does not mend it; it is noted as fulfilled, late.
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
    """The journey as it leaves the cadences in which it is worked: attempts that are still owed will not be made."""
    promises = tuple(_left_behind(promise, at) for promise in journey.owed.promises)
    return changed(journey, promises=promises)


def turned_by(promise: Promise, before: Journey, after: Journey, fact: Fact) -> Promise:
    """The promise after a fact: done by it, no longer owed, stopped by a pause, or as it was."""
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
    """Whether the fact is what a promise of this kind wants."""
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
    """Whether the lead itself was heard: it answered, booked, or was spoken to."""
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
    """Why nobody owes it any more, if so."""
    if after.disposition is not None:
        return f"the lead ended: {after.ending}"
    if promise.kind is PromiseKind.FOLLOW_UP:
        with_sales = after.stage in (Stage.ENGAGED, Stage.ACCEPTED) and after.in_hand.moving_to is None
        return "" if with_sales else "sales does not have the lead any more"
    if promise.kind is PromiseKind.CONTACT:
        return ""
    if is_contact(fact):
        return "the lead was heard of before"
    return ""


def _fulfilled(promise: Promise, at: datetime) -> Promise:
    """Met if it was in time; else it was done late, and its clock says the rest."""
    if promise.fulfilled_at is not None:
        return promise
    is_late = promise.state is PromiseState.BREACHED or _has_run_out(promise, at)
    if is_late:
        return replaced(promise, partial(Promise, fulfilled_at=at))
    return replaced(_ended(promise, PromiseState.MET, at), partial(Promise, fulfilled_at=at))


def _void(promise: Promise, at: datetime, why: str) -> Promise:
    if _has_run_out(promise, at):
        return promise  # it broke before, and its clock is about to say so
    return _ended(promise, PromiseState.VOID, at, why)


def _left_behind(promise: Promise, at: datetime) -> Promise:
    """What becomes of a promise when the lead is worked no longer, though it was not heard of."""
    if not promise.state.is_open or promise.kind is PromiseKind.FOLLOW_UP or _has_run_out(promise, at):
        return promise
    if promise.kind is PromiseKind.ATTEMPTS:
        why = f"the cadence was over after {promise.made} of {promise.owed} attempts"
        return broken(promise, at, why)
    return _void(promise, at, "the cadence was over before")


def broken(promise: Promise, at: datetime, why: str) -> Promise:
    """The promise, broken at that instant."""
    return _ended(promise, PromiseState.BREACHED, at, why)


def _ended(promise: Promise, state: PromiseState, at: datetime, reason: str = "") -> Promise:
    """Decided; where its clock stood still, the instant from before that is no more."""
    due_at = promise.due_at if promise.left_from is None else None
    stopped = replaced(promise, partial(Promise, due_at=due_at, left_from=None, resumed_at=None))
    return replaced(stopped, partial(Promise, state=state, state_at=at, reason=reason))


def _has_run_out(promise: Promise, at: datetime) -> bool:
    return promise.is_running and promise.resumed_at is None and promise.due_at is not None and promise.due_at < at


def _stopped(promise: Promise, at: datetime) -> Promise:
    """Its clock stands still; what is left counts from here."""
    if _has_run_out(promise, at):
        return promise
    left_from = promise.left_from or max(at, promise.since)
    stopped = partial(Promise, state=PromiseState.PAUSED, state_at=at, left_from=left_from, resumed_at=None)
    return replaced(promise, stopped)


def _resumed(promise: Promise, at: datetime) -> Promise:
    """Its clock runs on: a machine's by the wall, a person's when the planner has counted what is left."""
    if promise.state is not PromiseState.PAUSED:
        return promise
    # What was reported first may be heard last: a clock that stood still for less than no time has lost none.
    at = max(at, promise.left_from or promise.since)
    again = partial(Promise, state=PromiseState.RUNNING, state_at=at, resumed=promise.resumed + 1)
    running = replaced(promise, again)
    if promise.due_at is None or promise.left_from is None:
        return replaced(running, partial(Promise, since=at, left_from=None))
    if promise.kind.is_owed_by_machines:
        return replaced(running, partial(Promise, due_at=at + (promise.due_at - promise.left_from), left_from=None))
    return replaced(running, partial(Promise, resumed_at=at))
