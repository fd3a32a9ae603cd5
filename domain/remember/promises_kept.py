"""Keeping promises: what a fact means for the clocks that run on a lead.

A promise ends once: met by what was owed, broken at its own instant, or void because the lead answered or ended
before. What is done after the instant does not mend it; it is noted as fulfilled, late.
"""

from datetime import datetime
from typing import assert_never

from domain.decide.items import RESERVED_TOUCH_IDS
from domain.facts.unions import Accepted, Fact, InviteAnswered, MeetingBooked, OutcomeLogged, ReplyReceived, TouchSent
from domain.journey.promise import Promise, PromiseKind, PromiseState
from domain.journey.state import Journey, Stage, TouchResult
from domain.outcomes import ATTEMPTED, LIVE_CONTACT, Outcome


def settled_on_leaving(journey: Journey, at: datetime) -> Journey:
    """The journey as it leaves the cadences in which it is worked: attempts that are still owed will not be made."""
    promises = tuple(_left_behind(promise, at) for promise in journey.promises)
    return journey.model_copy(update={"promises": promises})


def _turned(promise: Promise, before: Journey, after: Journey, fact: Fact) -> Promise:
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
    if (before.pause is None) is not (after.pause is None):
        return _resumed(promise, fact.at) if after.pause is None else _stopped(promise, fact.at)
    return promise


def _counted(promise: Promise, before: Journey, after: Journey, fact: Fact) -> Promise:
    if promise.fulfilled_at is not None or not _is_done_by(promise.kind, before, after, fact):
        return promise
    return promise.model_copy(update={"made": promise.made + 1})


def _is_done_by(kind: PromiseKind, before: Journey, after: Journey, fact: Fact) -> bool:
    """Whether the fact is what a promise of this kind wants."""
    match kind:
        case PromiseKind.ACKNOWLEDGED:
            return isinstance(fact, TouchSent) and (
                (after.is_acknowledged and not before.is_acknowledged) or after.asked > before.asked
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
        return fact.outcome in ATTEMPTED
    if not isinstance(fact, TouchSent) or len(after.touches) <= len(before.touches):
        return False
    touch = after.touches[-1]
    return touch.state is TouchResult.SENT and touch.touch_id not in RESERVED_TOUCH_IDS


def is_contact(fact: Fact) -> bool:
    """Whether the lead itself was heard: it answered, booked, or was spoken to."""
    match fact:
        case ReplyReceived(sender="lead") | MeetingBooked() | InviteAnswered():
            return True
        case OutcomeLogged(outcome=outcome):
            return outcome in LIVE_CONTACT
        case _:
            return False


def _is_follow_up(fact: Fact) -> bool:
    match fact:
        case Accepted(how=how):
            return how != "accepted"
        case OutcomeLogged(outcome=Outcome.OPPORTUNITY | Outcome.FOLLOW_UP | Outcome.CONVERTED):
            return True
        case OutcomeLogged(outcome=outcome):
            return outcome in ATTEMPTED
        case MeetingBooked():
            return True
        case _:
            return False


def _no_longer_owed(promise: Promise, after: Journey, fact: Fact) -> str:
    """Why nobody owes it any more, if so."""
    if after.disposition is not None:
        return f"the lead ended: {after.ending}"
    if promise.kind is PromiseKind.FOLLOW_UP:
        with_sales = after.stage in (Stage.ENGAGED, Stage.ACCEPTED) and after.moving_to is None
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
        return promise.model_copy(update={"fulfilled_at": at})
    return _ended(promise, PromiseState.MET, at).model_copy(update={"fulfilled_at": at})


def _void(promise: Promise, at: datetime, why: str) -> Promise:
    if _has_run_out(promise, at):
        return promise  # it broke before, and its clock is about to say so
    return _ended(promise, PromiseState.VOID, at).model_copy(update={"reason": why})


def _left_behind(promise: Promise, at: datetime) -> Promise:
    """What becomes of a promise when the lead is worked no longer, though it was not heard of."""
    if not promise.state.is_open or promise.kind is PromiseKind.FOLLOW_UP or _has_run_out(promise, at):
        return promise
    if promise.kind is PromiseKind.ATTEMPTS:
        why = f"the cadence was over after {promise.made} of {promise.owed} attempts"
        return _ended(promise, PromiseState.BREACHED, at).model_copy(update={"reason": why})
    return _ended(promise, PromiseState.VOID, at).model_copy(update={"reason": "the cadence was over before"})


def broken(promise: Promise, at: datetime, why: str) -> Promise:
    """The promise, broken at that instant."""
    return _ended(promise, PromiseState.BREACHED, at).model_copy(update={"reason": why})


def _ended(promise: Promise, state: PromiseState, at: datetime) -> Promise:
    """Decided; where its clock stood still, the instant from before that is no more."""
    due_at = promise.due_at if promise.left_from is None else None
    decided = {"state": state, "state_at": at, "due_at": due_at, "left_from": None, "resumed_at": None}
    return promise.model_copy(update=decided)


def _has_run_out(promise: Promise, at: datetime) -> bool:
    return promise.is_running and promise.resumed_at is None and promise.due_at is not None and promise.due_at < at


def _stopped(promise: Promise, at: datetime) -> Promise:
    """Its clock stands still; what is left counts from here."""
    if _has_run_out(promise, at):
        return promise
    left_from = promise.left_from or max(at, promise.since)
    return promise.model_copy(
        update={"state": PromiseState.PAUSED, "state_at": at, "left_from": left_from, "resumed_at": None}
    )


def _resumed(promise: Promise, at: datetime) -> Promise:
    """Its clock runs on: a machine's by the wall, a person's when the planner has counted what is left."""
    if promise.state is not PromiseState.PAUSED:
        return promise
    # What was reported first may be heard last: a clock that stood still for less than no time has lost none.
    at = max(at, promise.left_from or promise.since)
    again = {"state": PromiseState.RUNNING, "state_at": at, "resumed": promise.resumed + 1}
    running = promise.model_copy(update=again)
    if promise.due_at is None or promise.left_from is None:
        return running.model_copy(update={"since": at, "left_from": None})
    if promise.kind.is_owed_by_machines:
        return running.model_copy(update={"due_at": at + (promise.due_at - promise.left_from), "left_from": None})
    return running.model_copy(update={"resumed_at": at})
